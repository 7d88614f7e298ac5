"""The process that draws: what happens when it dies, hangs or fails."""

import sys
from pathlib import Path

import pytest

from builder.blocks.charts.drawing import drawing_process
from builder.blocks.charts.drawing.bar_plot import Bar, bars_scene
from builder.blocks.charts.drawing.drawing_process import DrawFailure, draw
from builder.blocks.charts.drawing.drawing_server import TOO_LARGE, TOO_SLOW

SCENE = {"kind": "nothing"}


def program(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", text)


def test_a_process_that_dies_is_a_failure_with_its_code(tmp_path: Path) -> None:
    dies = program("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert draw([SCENE], tmp_path, command=dies) == [DrawFailure(reason="the drawing process ended with code -9")]


def test_a_process_that_hangs_is_stopped(tmp_path: Path) -> None:
    hangs = program("import time; time.sleep(60)")
    assert draw([SCENE], tmp_path, command=hangs, patience=0.3) == [
        DrawFailure(reason="drawing takes longer than 0.3 seconds", is_over_limit=True)
    ]


def test_a_process_that_hangs_before_reading_a_large_scene_is_stopped(tmp_path: Path) -> None:
    hangs = program("import time; time.sleep(60)")
    (answer,) = draw([{"text": "x" * 2_000_000}], tmp_path, command=hangs, patience=0.3)
    assert isinstance(answer, DrawFailure)


def test_a_chart_that_fails_once_is_drawn_by_a_fresh_process(tmp_path: Path) -> None:
    flag = tmp_path / "failed"
    once = program(
        f"import sys, pathlib\nflag = pathlib.Path({str(flag)!r})\n"
        "sys.stdin.readline()\n"
        "if not flag.exists():\n    flag.touch()\n    sys.exit(3)\n"
        'print(\'{"svg": "<svg/>"}\', flush=True)\n'
    )
    assert draw([SCENE], tmp_path, command=once) == ["<svg/>"]


def test_what_uses_up_its_time_or_its_memory_is_not_tried_again(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    for ending, reason in ("SIGXCPU", TOO_SLOW), ("SIGTRAP", TOO_LARGE), ("SIGABRT", TOO_LARGE):
        runs.write_text("")
        ends = program(
            f"import os, signal, pathlib\nwith pathlib.Path({str(runs)!r}).open('a') as file:\n    file.write('.')\n"
            f"os.kill(os.getpid(), signal.{ending})"
        )
        assert draw([SCENE], tmp_path, command=ends) == [DrawFailure(reason=reason, is_over_limit=True)]
        assert runs.read_text() == "."


def test_a_process_that_answers_that_its_memory_is_used_up_is_asked_once(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    answers = program(
        "import builder.blocks.charts.drawing.drawing_server as server, pathlib, sys\n"
        f"def draw(scene):\n    with pathlib.Path({str(runs)!r}).open('a') as file:\n        file.write('.')\n"
        "    raise MemoryError\nserver.serve(draw, sys.stdin.buffer, sys.stdout.buffer)"
    )
    assert draw([SCENE], tmp_path, command=answers) == [DrawFailure(reason=TOO_LARGE, is_over_limit=True)]
    assert runs.read_text() == "."


def test_a_process_whose_memory_is_used_up_after_other_drawings_is_replaced_too(tmp_path: Path) -> None:
    second = program(
        'import sys, json\nsys.stdin.readline()\nprint(\'{"svg": "<svg/>"}\', flush=True)\n'
        f"sys.stdin.readline()\nprint(json.dumps({{'error': {TOO_LARGE!r}}}), flush=True)\nsys.stdin.readline()"
    )
    assert draw([SCENE] * 3, tmp_path, command=second) == ["<svg/>"] * 3


def test_a_process_without_memory_after_other_drawings_is_replaced_for_the_same_chart(tmp_path: Path) -> None:
    second = program(
        "import sys, os, signal\nsys.stdin.readline()\n"
        'print(\'{"svg": "<svg/>"}\', flush=True)\n'
        "sys.stdin.readline()\nos.kill(os.getpid(), signal.SIGTRAP)"
    )
    assert draw([SCENE] * 3, tmp_path, command=second) == ["<svg/>"] * 3


def test_an_endless_answer_is_cut_off(tmp_path: Path) -> None:
    floods = program("import sys\nwhile True:\n    sys.stdout.write('x' * 65536)")
    assert draw([SCENE], tmp_path, command=floods) == [
        DrawFailure(reason="the drawing has more than 16 MB", is_over_limit=True)
    ]


@pytest.mark.slow
def test_a_failing_chart_does_not_take_the_next_one_with_it(tmp_path: Path) -> None:
    good = bars_scene([Bar(name="甲", value=1.0)], unit="ratio", signed=True, label="收益率")
    bad, drawn = draw([{"kind": "marks"}, good], tmp_path)
    assert isinstance(bad, DrawFailure) and "KeyError" in bad.reason
    assert isinstance(drawn, str) and "甲" in drawn


def test_answers_keep_their_order_over_several_processes(tmp_path: Path) -> None:
    echo = program(
        "import sys, json\n"
        "for line in sys.stdin:\n    print(json.dumps({'svg': str(json.loads(line)['n'])}), flush=True)\n"
    )
    assert draw([{"n": n} for n in range(7)], tmp_path, command=echo, processes=3) == [str(n) for n in range(7)]


def test_the_process_sees_nothing_of_our_environment(tmp_path: Path) -> None:
    shows = program(
        "import sys, json, os\nsys.stdin.readline()\n"
        "print(json.dumps({'svg': ' '.join(sorted(os.environ))}), flush=True)\n"
    )
    (seen,) = draw([SCENE], tmp_path, command=shows)
    assert isinstance(seen, str)
    assert set(seen.split()) - {"LC_CTYPE"} == {"FONTCONFIG_FILE", "PYTHONHASHSEED", "PYTHONPATH", "PYTHONUTF8", "TZ"}


@pytest.mark.parametrize(
    "line", ['{"error": "x", "path": 5}', '{"path": []}', '{"path": [{}], "word": 1, "known": 2}', "[" * 50_000, "null"]
)
def test_an_answer_of_another_shape_is_a_failure(line: str) -> None:
    answer = drawing_process._read(line.encode())
    assert answer is None or isinstance(answer, DrawFailure)
