"""The limits of a process that draws: what asks for too much ends soon and small, and the next chart is drawn."""

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from builder.blocks.charts.drawing import font
from builder.blocks.charts.drawing.drawing_process import COMMAND, DrawFailure, Drawing, environment
from builder.blocks.charts.drawing.drawing_server import TOO_LARGE, TOO_SLOW

ROWS = [{"group": "甲", "x": number, "y": number * number % 7} for number in range(10)]
ORDINARY: dict[str, Any] = {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}}


def scene(*transforms: dict[str, Any], **encoding: Any) -> dict[str, Any]:
    spec = {
        "data": {"values": ROWS},
        "transform": list(transforms),
        "mark": "point",
        "encoding": {**ORDINARY, **encoding},
    }
    return {"kind": "written", "spec": spec, "tables": {}, "height": 0, "language": "zh"}


# What asks for too much -> the limits that may end it: which comes first depends on the machine.
GREEDY = {
    "impute": (scene({"impute": "y", "key": "x", "keyvals": {"start": 0, "stop": 10_000_000}, "value": 0}), TOO_LARGE),
    "backtracking": (
        scene({"calculate": "replace(pad('x', 30000, 'x'), /(x+x+)+y/, '')", "as": "z"}, x={"field": "z"}),
        TOO_SLOW,
    ),
}


class Peak(threading.Thread):
    """Notes how large a process becomes, in bytes."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__(daemon=True)
        self.drawing, self.bytes, self.is_over = drawing, 0, threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.02):
            if process := self.drawing._process:
                try:
                    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
                except (OSError, IndexError):
                    continue
                self.bytes = max(self.bytes, pages * resource.getpagesize())


@pytest.mark.slow
def test_a_chart_that_asks_for_too_much_ends_soon_and_small_and_the_next_is_drawn(tmp_path: Path) -> None:
    fonts = font.install(tmp_path)
    with Drawing((*COMMAND, str(fonts.parent / "fonts")), environment(fonts), 60) as drawing:
        peak = Peak(drawing)
        peak.start()
        for name, (greedy, reason) in GREEDY.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            failure = drawing.draw(greedy)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            assert isinstance(failure, DrawFailure) and failure.is_over_limit, name
            assert failure.reason in (reason, TOO_SLOW), name
            assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 16, name
            assert peak.bytes < 800 << 20, name
        assert isinstance(drawing.draw(scene()), str)
        peak.is_over.set()
        peak.join()


def test_what_python_has_no_memory_for_is_told_as_what_it_is(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom builder.blocks.charts.drawing import drawing_server\n"
        "drawing_server.serve(lambda size: {'svg': 'x' * size}, sys.stdin.buffer, sys.stdout.buffer)"
    )
    asked = "1\n1000000000\n2\n"
    command = [sys.executable, "-c", program]
    answered = subprocess.run(command, env=environment(tmp_path), input=asked.encode(), capture_output=True, check=True)
    answers = [json.loads(line) for line in answered.stdout.splitlines()]
    assert answers == [{"svg": "x"}, {"error": TOO_LARGE}, {"svg": "xx"}]
