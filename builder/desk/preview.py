"""The preview of `briefings serve`: a web server on this machine that rebuilds the site and reloads pages at each change.

It builds into the cache folder, so that site/ stays as the last `briefings build` left it.
"""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchfiles import watch

from builder import templating
from builder.desk import problem_report
from builder.problem import Failed, Problem
from builder.settings.settings import read_settings
from builder.site_build.build import build

_EVENTS = "/.briefings/events"
_SCRIPT = "/.briefings/preview.js"


@dataclass
class Preview:
    """The state of the last build. Requests from open pages wait for the next build on `changed`."""

    folder: Path
    builds: int = 0  # how many succeeded
    problems: str = ""  # those of the last build, as text
    changed: threading.Condition = field(default_factory=threading.Condition)

    def note_build(self, problems: str) -> None:
        """Note the result of a build, and wake the requests of open pages."""
        with self.changed:
            self.builds += not problems
            self.problems = problems
            self.changed.notify_all()


def serve(
    config: Path, *, host: str, port: int, now: Callable[[], datetime], workers: int, say: Callable[[str], None]
) -> int:
    """Serve the site until Ctrl-C, and return 0. Problems show on the page and by `say`; the last good build stays."""
    settings = read_settings(config)
    preview = Preview(folder=settings.cache_dir / "preview")
    preview.folder.mkdir(parents=True, exist_ok=True)
    try:  # before the first build, which takes longer
        server = ThreadingHTTPServer((host, port), partial(_Handler, preview=preview, directory=str(preview.folder)))
    except (OSError, UnicodeError, OverflowError) as error:
        message = f"the preview cannot listen at {host}:{port}: {getattr(error, 'strerror', None) or 'no such address'}"
        hint = "choose an address of this machine, e.g. --host 127.0.0.1, or 0.0.0.0 for all of them"
        if getattr(error, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
            hint = "stop the program that listens there, or choose another port: --port 0 picks a free one"
        raise Failed([Problem(id="cannot-listen", message=message, hint=hint)]) from error
    rebuild = partial(_rebuild, config, preview, now, workers, say)
    rebuild()
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"http://{host}:{server.server_address[1]}/  (stop with Ctrl-C)")
    try:
        file_state = _file_state(config)
        # Editors may replace the settings file by a new one. Watching the old one would miss that, so it is compared.
        for changes in watch(
            settings.content_dir,
            *filter(None, (templating.templates_folder(), templating.site_templates_folder(settings.root))),
            raise_interrupt=True,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            last_state, file_state = file_state, _file_state(config)
            if changes or file_state != last_state:
                rebuild()
    except KeyboardInterrupt:
        server.shutdown()
    return 0


def _file_state(path: Path) -> tuple[int, int, int]:
    """Inode, size and time of a file, which change when it is saved; zeros while there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_size, status.st_mtime_ns


def _rebuild(
    config: Path, preview: Preview, now: Callable[[], datetime], workers: int, say: Callable[[str], None]
) -> None:
    root = config.parent
    try:
        result = build(read_settings(config), now=now(), site_dir=preview.folder, workers=workers)
        problems: tuple[Problem, ...] = result.problems
    except Failed as failed:
        problems = failed.problems
    preview.note_build(problem_report.text(problems, root))
    if problems:
        say(preview.problems)
        say(f"{problem_report.count(len(problems), 'problem')}; the preview still shows the last good build.")
    else:
        counts = result.counts
        rendered = f"{counts.get('pages', 0)} pages, {counts.get('fragments', 0)} fragments"
        say(f"built: made {rendered}; wrote {counts.get('written', 0)} files")


class _Handler(SimpleHTTPRequestHandler):
    """Serves the preview's files. Adds a script to pages, which listens for builds and reloads the page."""

    def __init__(self, *args: Any, preview: Preview, **options: Any) -> None:
        self._preview = preview
        self.extensions_map = {**self.extensions_map, ".xml": "application/xml", ".js": "text/javascript"}
        super().__init__(*args, **options)

    def handle(self) -> None:
        """One connection. A browser may close it at any time, which is no error."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        address = self.path.partition("?")[0]
        if "%00" in address or "\0" in address:
            self.send_error(404)  # asking the system for a file of such a name raises
        elif address == _EVENTS:
            self._events()
        elif address == _SCRIPT:
            self._send("text/javascript", (templating.templates_folder() / "desk" / "preview.js").read_bytes())
        elif (page := self._page(address)) is not None:
            script = f'<script src="{_SCRIPT}"></script></body>'.encode()
            self._send("text/html; charset=utf-8", page.replace(b"</body>", script))
        else:
            super().do_GET()

    def list_directory(self, path: Any) -> None:
        """Not found: a published site does not list its folders either."""
        self.send_error(404)

    def _page(self, address: str) -> bytes | None:
        target = Path(self.translate_path(address))
        if target.is_dir() and address.endswith("/"):
            target /= "index.html"
        return target.read_bytes() if target.suffix == ".html" and target.is_file() else None

    def _send(self, kind: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _events(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        preview = self._preview
        try:
            while True:
                events = (("problems", json.dumps(preview.problems)), ("build", str(preview.builds)))
                self.wfile.write("".join(f"event: {name}\ndata: {data}\n\n" for name, data in events).encode())
                self.wfile.flush()
                with preview.changed:
                    preview.changed.wait(timeout=15)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the terminal shows builds and problems, not requests."""
