"""A drawing that shows its parts again and again is counted as a browser draws it."""

from __future__ import annotations

import pytest

from builder.words.media.svg_expansion import MOST_DRAWN, DrawnElements


def doubling(levels: int, name: str, attribute: str) -> DrawnElements:
    """Groups of which each shows the one before twice, in the way that the attribute says."""
    drawn = DrawnElements()
    drawn.begin("svg", {})
    for level in range(levels):
        drawn.begin("g", {"id": f"a{level}"})
        for _ in range(2):
            drawn.begin(name, {attribute: f"#a{level - 1}" if attribute == "href" else f"url('#a{level - 1}')"})
            drawn.end()
        drawn.end()
    return drawn


@pytest.mark.parametrize(
    ("name", "attribute"), [("use", "href"), ("rect", "fill"), ("rect", "mask"), ("rect", "style")]
)
def test_parts_that_are_shown_again_count_each_time(name: str, attribute: str) -> None:
    assert doubling(3, name, attribute).count() < 50
    assert doubling(40, name, attribute).count() == MOST_DRAWN + 1


def test_a_style_sheet_gives_its_parts_to_all() -> None:
    drawn = doubling(1, "use", "href")
    alone = drawn.count()
    drawn.add_sheet(".x{clip-path:url(#a0)}")
    assert drawn.count() > alone


def test_what_shows_itself_is_not_drawn_for_ever() -> None:
    drawn = DrawnElements()
    drawn.begin("svg", {})
    for own, other in (("a", "b"), ("b", "a")):
        drawn.begin("g", {"id": own})
        drawn.begin("use", {"href": f"#{other}"})
        drawn.end()
        drawn.end()
    assert drawn.count() < 20
