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


def styled(levels: int, selector: str, sheet: str = "") -> DrawnElements:
    """Groups of two rectangles each; a rule of the style sheet gives these the group before."""
    drawn = DrawnElements()
    drawn.begin("svg", {})
    for level in range(levels):
        drawn.begin("g", {"id": f"a{level}"})
        for side in "xy":
            drawn.begin("rect", {"class": f"all b{level} {side}", "id": f"{side}{level}"})
            drawn.end()
        drawn.end()
    rules = (f"{selector.replace('@', str(level + 1))}{{clip-path:url(#a{level})}}" for level in range(levels - 1))
    drawn.add_sheet(sheet.replace("…", "".join(rules)) if sheet else "".join(rules))
    return drawn


@pytest.mark.parametrize(
    "selector",
    [
        *(
            ".b@",
            "rect.b@",
            ".b@.all",
            "g > .b@",
            ".no, .b@:hover",
            "#x@, #y@",
            ":not(.no).b@",
            "[class].b@",
            "/*,*/.b@",
        ),
        *("rect", "*", ".no *", ":root", "g rect", '[class="}"]', "svg|rect"),
    ],
)
def test_a_rule_gives_its_parts_to_the_elements_that_it_names(selector: str) -> None:
    assert styled(40, selector).count() == MOST_DRAWN + 1


@pytest.mark.parametrize(
    "sheet", ["@media print{…}", ".x{fill:red;…}", "@keyframes k{…}", "/* { */…", "a{b:'{'}…", "…"]
)
def test_rules_within_rules_are_read(sheet: str) -> None:
    assert styled(40, ".b@", sheet).count() == MOST_DRAWN + 1


def test_what_a_variable_or_keyframes_show_any_element_may_show() -> None:
    for sheet in ("rect.no{fill:red;/* */ --v: url(#a0)}", "@keyframes k{from{fill:URL( '#a0')}}"):
        assert styled(2, ".no", sheet).count() > styled(2, ".no").count() + 2


@pytest.mark.parametrize("selector", [".no", ".all .no", "#no", "path", "rect.no", ".b1 > path", ".b", ".no:hover"])
def test_a_rule_that_names_no_element_shows_nothing(selector: str) -> None:
    assert styled(40, selector).count() == styled(40, ".b@", "a{}").count() == 1 + 3 * 40


def test_a_drawing_with_many_clip_paths_is_not_counted_beyond_what_is_drawn() -> None:
    drawn = DrawnElements()
    drawn.begin("svg", {})
    for number in range(30):
        drawn.begin("clipPath", {"id": f"c{number}"})
        drawn.begin("rect", {})
        drawn.end()
        drawn.end()
    for number in range(4_000):
        drawn.begin("path", {"class": f"cls-{number % 40}"})
        drawn.end()
    drawn.add_sheet("".join(f".cls-{number}{{clip-path:url(#c{number});}}" for number in range(30)))
    assert drawn.count() == 1 + 2 * 30 + 4_000 + 2 * 3_000


def test_what_shows_itself_is_not_drawn_for_ever() -> None:
    drawn = DrawnElements()
    drawn.begin("svg", {})
    for own, other in (("a", "b"), ("b", "a")):
        drawn.begin("g", {"id": own})
        drawn.begin("use", {"href": f"#{other}"})
        drawn.end()
        drawn.end()
    assert drawn.count() < 20
