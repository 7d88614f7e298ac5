"""A server on this machine that answers as told: right, slow, broken, half, or with something else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, kw_only=True)
class Says:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | str | None = None  # what Content-Length claims, if not the truth
    wait: float = 0.0  # before anything is said
    drip: float = 0.0  # between two bytes


@dataclass
class Server:
    """What is served, by path: several answers are given one after the other, the last one for ever."""

    url: str
    answers: dict[str, list[Says]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answer_post: Callable[[str, bytes], Says] = lambda path, body: Says(status=404)

    @property
    def host(self) -> str:
        """Its address and port, e.g. "127.0.0.1:40001"."""
        return self.url.removeprefix("http://")

    def says(self, path: str, *answers: Says) -> str:
        """Serve these at a path; its URL."""
        self.answers[path] = list(answers)
        return self.url + path


@contextmanager
def serving() -> Iterator[Server]:
    """A server for the length of a with statement."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    httpd.daemon_threads = True
    server = Server(url=f"http://127.0.0.1:{httpd.server_address[1]}")
    httpd.server = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Server = self.server.server  # type: ignore[attr-defined]
        server.asked.append((self.path, dict(self.headers)))
        left = server.answers.get(self.path, [Says(status=404, body=b"no such file")])
        answer = left.pop(0) if len(left) > 1 else left[0]
        etag = answer.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            answer = Says(status=304)
        self._answer(answer)

    def do_POST(self) -> None:
        server: Server = self.server.server  # type: ignore[attr-defined]
        server.asked.append((self.path, dict(self.headers)))
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(server.answer_post(self.path, body))

    def _answer(self, answer: Says) -> None:
        time.sleep(answer.wait)
        try:
            self._send(answer)
        except OSError:
            self.close_connection = True

    def _send(self, answer: Says) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        length = len(answer.body) if answer.length is None else answer.length
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if answer.drip:
            for at in range(len(answer.body)):
                self.wfile.write(answer.body[at : at + 1])
                self.wfile.flush()
                time.sleep(answer.drip)
        else:
            self.wfile.write(answer.body)
        if length != len(answer.body):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""
