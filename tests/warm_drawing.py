"""One process that draws the charts of all builds of a test process: to start one takes a second, and each build starts its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from builder.blocks.charts.drawing import drawing_process, font
from builder.blocks.charts.drawing.drawing_process import COMMAND, PATIENCE, DrawFailure, Drawing


@contextmanager
def warm_drawing(folder: Path) -> Iterator[None]:
    """Lets builds of this process draw their charts in one process, which starts with the first; its font lies in the folder."""
    cold_draw, owner, lock = drawing_process.draw, os.getpid(), Lock()
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        drawings: list[Drawing] = []

        def draw(scenes: Sequence[Mapping[str, Any]], cache: Path, **options: Any) -> list[str | DrawFailure]:
            if options or os.getpid() != owner:  # a picture, or a fork, which would share our pipes
                return cold_draw(scenes, cache, **options)
            if scenes:
                font.install(cache)
            with lock:
                if scenes and not drawings:
                    fonts = font.install(folder)
                    drawing = Drawing((*COMMAND, str(folder / "fonts")), drawing_process.environment(fonts), PATIENCE)
                    drawings.append(stack.enter_context(drawing))
                return [drawings[0].draw(scene) for scene in scenes]

        patch.setattr(drawing_process, "draw", draw)
        yield
