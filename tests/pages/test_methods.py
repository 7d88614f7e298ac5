"""The methods page."""

from __future__ import annotations

from dataclasses import replace

import html5lib
import pytest

from builder import numbers
from builder.number_format import percent
from builder.numbers.measures.period import _PATIENCE
from builder.numbers.series import benchmark_words
from builder.numbers.series.benchmark_words import RATES_SINCE
from builder.pages import SiteContent, methods
from builder.site_build.restatements import NOTED
from builder.templating import Templates

from .conftest import by_path, html


def test_the_methods_page_says_how_each_number_is_made(site: SiteContent, templates: Templates) -> None:
    (page,) = methods.files(site, templates)
    assert page.path == "methods/index.html"
    text = html(page)
    assert "期末 ÷ 期初 − 1" in text
    assert "《办法》第四条" in text


def test_the_methods_page_names_base_spacing_and_limits(site: SiteContent, templates: Templates) -> None:
    text = html(by_path(methods.files(site, templates))["methods/index.html"])
    for words in (
        "期初为期末往前推相应月数",  # base
        "成立来以合同生效日的 1.0000 为期初",
        "以其首个净值为期初",
        "每日公布的取 252，每周的取 52，每月的取 12",  # spacing
        "间隔不一的",
        "最多可早于所指日期 15 天，近1周、今年来与年度两端为 11 天",  # limits
        "晚于生效日 31 天以上",
        "前一个净值，最多早 15 天",
        "在基金期末之前已经中止的，最多早 5 天",
        "已终止",
    ):
        assert words in text, words


def test_the_figures_on_the_methods_page_are_those_of_the_code(
    monkeypatch: pytest.MonkeyPatch, site: SiteContent, templates: Templates
) -> None:
    """The page takes them from the vocabulary. It may import no room of the numbers: of theirs its words are compared."""
    text = html(by_path(methods.files(site, templates))["methods/index.html"])
    rates = dict(benchmark_words._DEPOSIT_RATES)
    year, month, day = RATES_SINCE.split("-")
    for words in (
        f"人民银行 {year} 年 {int(month)} 月 {int(day)} 日起",
        f"活期 {percent(rates['活期'], signed=False)}、一年期 {percent(rates['一年|1年'], places=1, signed=False)}",
        f"更正达到 {percent(NOTED, signed=False)} 时",
    ):
        assert words in text, words
    assert _PATIENCE == 1.5 and "平常间隔的一倍半" in text
    for name, value in (
        ("DAYS_A_YEAR", 999),
        ("DRIFT_A_DAY", 0.123),
        ("LARGEST_DRIFT", 0.77),
        ("LARGEST_FIRST_GAP", 888),
        ("LONGEST_BREAK", 777),
        ("WEEKS_A_YEAR", 666),
        ("MONTHS_A_YEAR", 555),
    ):
        monkeypatch.setattr(methods, name, value)
    other = html(by_path(methods.files(site, templates))["methods/index.html"])
    for words in ("× 999 ÷", "每日 12.3%", "至多 77%", "888 天", "长于 777 天", "取 666", "取 555"):
        assert words in other, words


def test_every_measure_that_can_be_asked_of_an_instrument_is_on_the_methods_page(
    site: SiteContent, templates: Templates
) -> None:
    measures = numbers.measures_by_name()
    whole = replace(site, measures=measures)
    tree = html5lib.parse(
        html(by_path(methods.files(whole, templates))["methods/index.html"]), namespaceHTMLElements=False
    )
    rows = {row.get("id"): "".join(row.itertext()) for row in tree.findall(".//table[@class='fb-methods']/tbody/tr")}
    assert rows.keys() == {name for name, one in measures.items() if one.kinds != ("set",)}
    for name, said in rows.items():
        one = measures[str(name)]
        assert one.label and one.formula and one.source and one.unit
        for part in (one.label, one.name, one.formula, f"依据：{one.source}", "单位："):
            assert part in said, (name, part)
