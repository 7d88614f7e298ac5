"""Colours of a site's own: they can be read, in both schemes, whatever their owner chose."""

from __future__ import annotations

import re
from itertools import product

import pytest
import tinycss2

from builder.settings.theme_settings import ThemeSettings
from builder.settings.theme_validation import NAMED_COLOURS
from builder.templating import templates_folder
from builder.theme.palette import _BEHIND, LEAST, contrast, legible, palette_notes, palette_rules

CUBE = ["#" + "".join(channels) for channels in product(("00", "40", "80", "c0", "ff"), repeat=3)]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0000ff", "#ffffff") == contrast("#ffffff", "#0000ff") == pytest.approx(8.59, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_becomes_one_that_can_be_read_and_no_other_if_it_can(scheme: str) -> None:
    for colour in (*CUBE, *NAMED_COLOURS.values()):
        used = legible(colour, scheme)
        assert contrast(used, _BEHIND[scheme]) >= LEAST
        assert (used == colour) == (contrast(colour, _BEHIND[scheme]) >= LEAST)


def test_the_surfaces_are_those_of_the_tokens() -> None:
    light, dark = (templates_folder() / "assets/tokens.css").read_text("utf-8").split("@media screen")
    for sheet, scheme in ((light, "light"), (dark, "dark")):
        surfaces = re.findall(r"--fb-(?:surface|raised): (#\w+);", sheet)
        words = "#000000" if scheme == "light" else "#ffffff"
        assert _BEHIND[scheme] == min(surfaces, key=lambda surface: contrast(words, surface))


@pytest.mark.parametrize("colour", [*CUBE, *NAMED_COLOURS.values()])
def test_the_words_of_a_header_can_be_read(colour: str) -> None:
    rules = palette_rules(ThemeSettings(primary=colour, dark_primary=colour))
    headers = re.findall(r"background:(#\w+);color:(#\w+)", rules)
    assert len(headers) == 2
    assert all(background == colour and contrast(background, words) >= LEAST for background, words in headers)


def test_the_rules_are_css_and_a_site_without_colours_has_none() -> None:
    assert palette_rules(ThemeSettings()) == ""
    rules = palette_rules(ThemeSettings(primary="#123456", accent="#abcdef", dark_primary="#123456"))
    nodes = tinycss2.parse_stylesheet(rules)
    assert [node.type for node in nodes] == ["qualified-rule", "at-rule"]
    assert all(node.type == "qualified-rule" or node.at_keyword for node in tinycss2.parse_rule_list(nodes[1].content))


def test_a_colour_that_cannot_be_read_is_told_with_what_is_used() -> None:
    (note,) = palette_notes(ThemeSettings(accent="#ffcc00", dark_accent="#ffcc00"))
    assert "#ffcc00" in note
    assert legible("#ffcc00", "light") in note
    assert palette_notes(ThemeSettings(primary="#ffcc00", dark_primary="#ffcc00")) == []  # the header shows it as it is
