"""The processes that draw: scenes go out as JSON lines, SVGs or failures come back. Charts and pictures are drawn by it.

Only these processes load Altair and vl-convert. One that dies, hangs or fails is replaced. Its scene is tried once more, as
one failing chart can poison the next; a scene that goes over a limit is not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from builder.blocks.charts.drawing import drawing_server, font

COMMAND = (sys.executable, "-P", "-m", "builder.blocks.charts.drawing.altair_worker")
PATIENCE = 30.0  # seconds for one chart, the first of a process with its start; it ends one that waits
LARGEST = 16 << 20  # bytes of an answer
_SHARE = 20  # charts for which a further process is worth its start
_MOST = 4  # processes
_ABORTS = (-4, -5, -6)  # SIGILL, SIGTRAP, SIGABRT: how V8 and Rust end when memory is refused
_TIME_USED = -24  # SIGXCPU


@dataclass(frozen=True, kw_only=True)
class DrawFailure:
    """Why a scene could not be drawn; of an author's specification also where it is wrong and what is known there."""

    reason: str
    path: tuple[str | int, ...] | None = None  # of the fault in a specification
    word: str = ""
    known: tuple[str, ...] = ()
    is_over_limit: bool = False  # of memory, time or size


def draw(
    scenes: Sequence[Mapping[str, Any]],
    cache: Path,
    *,
    command: Sequence[str] = COMMAND,
    patience: float = PATIENCE,
    processes: int = 0,
) -> list[str | DrawFailure]:
    """Each scene's SVG element, or why there is none, in order. The font that layout is measured with is put into `cache`."""
    if not scenes:
        return []
    fonts = font.install(cache)
    env = environment(fonts)
    started = (*command, str(fonts.resolve().parent / "fonts")) if command is COMMAND else command
    count = processes or min(os.cpu_count() or 1, _MOST, 1 + len(scenes) // _SHARE)
    shares = [scenes[start::count] for start in range(count)]

    def draw_share(share: Sequence[Mapping[str, Any]]) -> list[str | DrawFailure]:
        with Drawing(started, env, patience) as drawing:
            return [drawing.draw(scene) for scene in share]

    with ThreadPoolExecutor(count) as threads:
        drawn = [iter(answers) for answers in threads.map(draw_share, shares)]
    return [next(drawn[index % count]) for index in range(len(scenes))]


def environment(fonts: Path) -> dict[str, str]:
    """The whole environment of a drawing process: our import path, one font, one time zone, one hash seed."""
    return {
        "PYTHONPATH": os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "FONTCONFIG_FILE": str(fonts.resolve()),
    }


class Drawing:
    """A process that draws, replaced when it fails."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], patience: float) -> None:
        self._command, self._env, self._patience = list(command), dict(env), patience
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Drawing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def draw(self, scene: Mapping[str, Any]) -> str | DrawFailure:
        """The scene's SVG, or why it cannot be drawn."""
        first = self._ask(scene)
        # A fault that the schema finds is the same the second time, and so is what a limit ends.
        is_final = isinstance(first, str) or first.path is not None or first.is_over_limit
        return first if is_final else self._ask(scene)

    def _ask(self, scene: Mapping[str, Any]) -> str | DrawFailure:
        is_fresh = self._process is None
        process = self._process = self._process or self._start()
        assert process.stdin and process.stdout
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._patience, give_up)
        timer.start()
        try:
            process.stdin.write(json.dumps(scene).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline(LARGEST + 1)
        except OSError:
            line = b""
        finally:
            timer.cancel()
        answer = _read(line)
        if isinstance(answer, str) or (answer is not None and answer.path is not None):
            return answer
        code = self._stop()
        if late.is_set():
            return DrawFailure(reason=f"drawing takes longer than {self._patience:g} seconds", is_over_limit=True)
        if len(line) > LARGEST:
            return DrawFailure(reason=f"the drawing has more than {LARGEST >> 20} MB", is_over_limit=True)
        if code == _TIME_USED:
            return DrawFailure(reason=drawing_server.TOO_SLOW, is_over_limit=True)
        is_too_large = code in _ABORTS or (answer is not None and answer.reason == drawing_server.TOO_LARGE)
        if is_too_large:  # a process that has drawn before may have used up its memory for that
            return DrawFailure(reason=drawing_server.TOO_LARGE, is_over_limit=is_fresh)
        return answer or DrawFailure(reason=f"the drawing process ended with code {code}")

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command, env=self._env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def _stop(self) -> int:
        """Ends the process and returns its exit code."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            _close(pipe)
        try:
            return process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was not yet written has no reader any more
        return


def _read(line: bytes) -> str | DrawFailure | None:
    """What a process answered; None where that is no answer."""
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    if isinstance(answer.get("svg"), str):
        return str(answer["svg"])
    reason = str(answer.get("error", "no drawing came back"))
    path, known = answer.get("path"), answer.get("known", [])
    if not isinstance(path, list) or not all(isinstance(step, str | int) for step in path):
        return DrawFailure(reason=reason)
    words = tuple(map(str, known)) if isinstance(known, list) else ()
    return DrawFailure(reason=reason, path=tuple(path), word=str(answer.get("word", "")), known=words)
