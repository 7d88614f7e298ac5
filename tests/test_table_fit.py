"""A table's width is told in the steps that the style sheet has rules for."""

from __future__ import annotations

import re

from builder.table_fit import STEPS, fits
from builder.templating import templates_folder


def test_a_width_is_rounded_up_to_a_step() -> None:
    assert [fits(ems) for ems in (4.0, 20.0, 20.1, 37.0, 52.1)] == ["20", "20", "31", "37", "none"]


def test_the_style_sheet_has_every_step() -> None:
    sheet = (templates_folder() / "assets/blocks.css").read_text("utf-8")
    scales = dict(re.findall(r'\.table-box\[data-fits="(\w+)"\] \{ --fits: (\d+); \}', sheet))
    assert scales.pop("none") == "400"
    assert scales == {str(step): str(step) for step in STEPS if step != STEPS[0]}
    assert f"--fits: {STEPS[0]};" in sheet
