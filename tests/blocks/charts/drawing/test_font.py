"""The font that text is measured with while a chart is drawn."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from builder.blocks.charts.drawing import font
from builder.blocks.charts.drawing.drawing_process import environment

# How wide the renderer makes a drawing whose only label is this text.
MEASURE = """
import json, re, sys, vl_convert
for text in json.load(sys.stdin):
    y = {"field": "n", "type": "nominal", "axis": {"labelLimit": 0}}  # shortening splits the rarer characters and fails
    spec = {"data": {"values": [{"n": text}]}, "mark": "bar", "encoding": {"y": y}}
    print(re.search(r'width="(\\d+)"', vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))[1])
"""


def measured(texts: list[str], folder: Path) -> list[int]:
    """How wide the renderer takes each text to be."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE],
        input=json.dumps(texts),
        env=environment(font.install(folder)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return [int(width) for width in run.stdout.split()]


def test_the_renderer_takes_every_chinese_character_for_one_em(tmp_path: Path) -> None:
    texts = ["一", "一二三四五六七八九十一", "（，。）「」ＡＢ龥㐀", "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇𠀈𠀉𠀊"]
    one, *others = measured(texts, tmp_path)
    assert others == [one + 100, one + 90, one + 100]  # at ten units to the em


def test_the_renderer_takes_every_letter_for_its_usual_width(tmp_path: Path) -> None:
    texts = ["0", "0" * 11, "i" * 10 + "0", "W" * 10 + "0"]
    one, *others = measured(texts, tmp_path)
    wanted = [one + 10 * font.width(letter, 10) for letter in "0iW"]
    assert all(abs(made - want) <= 1 for made, want in zip(others, wanted, strict=True)), (one, others)


def test_the_font_is_always_the_same_and_small(tmp_path: Path) -> None:
    fonts = []
    for name in ("a", "b"):
        font.install(tmp_path / name)
        fonts.append((tmp_path / name / "fonts" / "metrics.ttf").read_bytes())
    assert fonts[0] == fonts[1] and len(fonts[0]) < 6000


def test_our_own_measure_knows_wide_and_narrow() -> None:
    assert font.width("中证", 16) == 32
    assert font.width("10%", 10) == pytest.approx(20.01)
    assert font.width("i", 10) < font.width("W", 10)


def test_a_folder_with_odd_characters_still_makes_a_font_file(tmp_path: Path) -> None:
    config = font.install(tmp_path / "a & <b>")
    assert "a &amp; &lt;b&gt;" in config.read_text("utf-8")
