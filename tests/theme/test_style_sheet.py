"""The one style sheet: what stays of Material's sheets, and what does not."""

from __future__ import annotations

import pytest

from builder.theme.style_sheet import joined, page_names, style_sheet

WORDS = frozenset(("a", "table", "box", "open", "id", "root", "dir", "ltr"))


@pytest.mark.parametrize(
    ("rule", "stays"),
    [
        ("a{x:y}", "a{x:y}"),
        ("video{x:y}", ""),
        (".box{x:y}", ".box{x:y}"),
        (".tabs{x:y}", ""),
        (".box .tabs{x:y}", ""),
        ("#id>#other{x:y}", ""),
        ("#id{x:y}", "#id{x:y}"),
        (".tabs,.box{x:y}", ".box{x:y}"),
        ("[dir=ltr] .box{x:y}", "[dir=ltr] .box{x:y}"),
        ("[dir=rtl] .box{x:y}", ""),
        ("[data-tabs] .box{x:y}", ""),
        ("a[href$='#only']{x:y}", ""),
        ("a[id$='#only']{x:y}", 'a[id$="#only"]{x:y}'),
        (".box:not(.tabs){x:y}", ".box:not(.tabs){x:y}"),
        (".box:is(.tabs,.open){x:y}", ".box:is(.tabs,.open){x:y}"),
        (".box:is(.tabs,video){x:y}", ""),
        (".box:has(>.tabs){x:y}", ""),
        ("a:hover::before{x:y}", "a:hover::before{x:y}"),
        ("a:nth-child(2n + 1){x:y}", "a:nth-child(2n + 1){x:y}"),
        ("*{x:y}", "*{x:y}"),
        ("@media print{.tabs{x:y}}", ""),
        ("@media screen and (min-width: 60em){.tabs{x:y} .box{x:y}}", "@media screen and (min-width:60em){.box{x:y}}"),
        ("@supports selector(:popover-open){.box{x:y}}", "@supports selector(:popover-open){.box{x:y}}"),
        ("@page{margin:25mm}", "@page{margin:25mm}"),
        ("@keyframes turn{0%{x:y}} .box{animation:turn 1s}", "@keyframes turn{0%{x:y}}.box{animation:turn 1s}"),
        ("@keyframes turn{0%{x:y}} .tabs{animation:turn 1s}", ""),
    ],
)
def test_a_rule_stays_where_a_page_may_have_all_that_it_names(rule: str, stays: str) -> None:
    assert joined({"material.css": rule}, {}, WORDS) == stays


def test_a_variable_stays_where_a_rule_that_stays_reads_it_or_a_variable_that_does() -> None:
    sheet = ":root{--md-a:1;--md-b:var(--md-a);--md-c:2;--md-d:var(--md-c)} .box{x:var(--md-b, 3)} .tabs{x:var(--md-d)}"
    assert joined({"material.css": sheet}, {}, WORDS) == ":root{--md-a:1;--md-b:var(--md-a)}.box{x:var(--md-b,3)}"
    assert (
        joined({"material.css": ":root{--md-a:1}"}, {"own.css": ".own{x:var(--md-a)}"}, WORDS)
        == ":root{--md-a:1}.own{x:var(--md-a)}"
    )


def test_our_own_rules_stay_whatever_they_name() -> None:
    assert joined({}, {"own.css": ".align-right{--fb-x:1}"}, WORDS) == ".align-right{--fb-x:1}"


@pytest.mark.parametrize(
    ("written", "minified"),
    [
        (
            "a /* x */ , a  >  a { x : y ; z : calc( 1px  +  2px ) !important ; }",
            "a,a>a{x:y;z:calc(1px + 2px)!important}",
        ),
        ("a{font:13px/1.5 a, b;x:url( data:x )}", "a{font:13px/1.5 a,b;x:url(data:x)}"),
        ("a{content:'“  ”' / '';x:-1px -2px}", 'a{content:"“  ”" / "";x:-1px -2px}'),
        ("a :is(a, a) + a ~ a :first-child{x:y}", "a :is(a,a) + a~a :first-child{x:y}"),
        ("a{x:y}a{}", "a{x:y}"),
    ],
)
def test_blanks_and_comments_that_mean_nothing_go(written: str, minified: str) -> None:
    assert joined({}, {"own.css": written}, WORDS) == minified


@pytest.mark.parametrize(
    "broken", ["a{x:y}\nb }", "a{x:y;\nb{x:y}}", "a{x:y;\n&:hover{x:y}}", "a{x:y;\n@media print{x:y}}", "a{x:y;\nb}"]
)
def test_a_sheet_that_is_broken_or_has_a_rule_within_a_rule_is_a_mistake_of_ours(broken: str) -> None:
    for sheets in (({}, {"frame.css": broken}), ({"frame.css": broken}, {})):
        with pytest.raises(ValueError, match=r"^frame\.css, line 2: "):
            joined(*sheets, WORDS)


def test_the_words_are_those_of_templates_scripts_and_code_and_not_of_any_page() -> None:
    words = page_names()
    assert {"md-typeset", "fb-toc", "footnote-ref", "highlight", "nf", "is-vega"} <= words
    assert not {"md-search", "tabbed-set", "twemoji", "md-clipboard", "admonition"} & words


def test_the_sheet_has_what_pages_use_of_material_and_is_always_the_same() -> None:
    sheet = style_sheet()
    assert ".md-typeset .footnote" in sheet and ".fb-toc" in sheet
    assert not [name for name in ("md-search", "tabbed", "mermaid", "sourceMappingURL", "rtl", "url(") if name in sheet]
    assert len(sheet) < 60_000
    assert style_sheet() == sheet
