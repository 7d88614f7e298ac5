"""A site's settings in, a preview on this machine out: rebuilt and reloaded at each change of words, data or templates.

The preview is built beside the cache, so that site/ stays what was last built on purpose.
"""

from __future__ import annotations

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
from builder.build import run as river
from builder.desk import problem_report
from builder.problem import Failed, Problem
from builder.settings import settings

_EVENTS = "/.briefings/events"
_SCRIPT = "/.briefings/preview.js"


@dataclass
class Preview:
    """What the last build gave; pages that are open wait for the next on `changed`."""

    folder: Path
    number: int = 0  # of builds that succeeded
    problems: str = ""
    changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, problems: str) -> None:
        """Note the outcome of a build, and wake the open pages."""
        with self.changed:
            self.number += not problems
            self.problems = problems
            self.changed.notify_all()


def serve(
    config: Path, *, host: str, port: int, now: Callable[[], datetime], workers: int, say: Callable[[str], None]
) -> int:
    """Serve until interrupted. A mistake is shown on the page and in the terminal; the last good build stays."""
    chosen = settings.read_settings(config)
    preview = Preview(folder=chosen.cache_dir / "preview")
    preview.folder.mkdir(parents=True, exist_ok=True)
    rebuild = partial(_rebuild, config, preview, now, workers, say)
    rebuild()
    server = ThreadingHTTPServer((host, port), partial(_Handler, preview=preview, directory=str(preview.folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(f"http://{host}:{server.server_address[1]}/  (Ctrl-C ends)")
    try:
        saved = _saved(config)
        # Editors move a new file over the old one, which a watch of the old one does not see: settings are looked at.
        for changes in watch(
            chosen.content_dir,
            templating.templates_folder(),
            raise_interrupt=True,
            rust_timeout=500,
            yield_on_timeout=True,
        ):
            before, saved = saved, _saved(config)
            if changes or saved != before:
                rebuild()
    except KeyboardInterrupt:
        server.shutdown()
    return 0


def _saved(config: Path) -> tuple[int, int, int]:
    """What tells whether a file was saved again; noughts while it is not there."""
    try:
        state = config.stat()
    except OSError:
        return 0, 0, 0
    return state.st_ino, state.st_size, state.st_mtime_ns


def _rebuild(
    config: Path, preview: Preview, now: Callable[[], datetime], workers: int, say: Callable[[str], None]
) -> None:
    root = config.parent
    try:
        chosen = settings.read_settings(config)
        result = river.build(chosen, now=now(), site_dir=preview.folder, workers=workers)
        problems: tuple[Problem, ...] = result.problems
    except Failed as failed:
        problems = failed.problems
    preview.tell(problem_report.text(problems, root))
    if problems:
        say(preview.problems)
        say(f"{problem_report.counted(len(problems), 'problem')}; the preview still shows the last good build.")
    else:
        counts = result.counts
        say(
            f"built: {counts.get('pages', 0)} pages, {counts.get('fragments', 0)} fragments, {counts.get('written', 0)} written"
        )


class _Handler(SimpleHTTPRequestHandler):
    """Serves the preview's files, adds the reloading script to pages, and keeps a line open to tell of changes."""

    def __init__(self, *args: Any, preview: Preview, **options: Any) -> None:
        self._preview = preview
        self.extensions_map = {**self.extensions_map, ".xml": "application/xml", ".js": "text/javascript"}
        super().__init__(*args, **options)

    def handle(self) -> None:
        """One connection; a reader who goes away meanwhile is no mistake."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        address = self.path.partition("?")[0]
        if "%00" in address or "\0" in address:
            self.send_error(404)  # no file has such a name, and asking for one is an error
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
        """A folder without a page is not shown: on the real site it would not be either."""
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
                said = (
                    f"event: problems\ndata: {json.dumps(preview.problems)}\n\nevent: build\ndata: {preview.number}\n\n"
                )
                self.wfile.write(said.encode())
                self.wfile.flush()
                with preview.changed:
                    preview.changed.wait(timeout=15)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not told: the terminal is for builds and problems."""
