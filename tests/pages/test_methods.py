"""The methods page."""

from __future__ import annotations

from dataclasses import replace

import html5lib

from builder import numbers
from builder.pages import SiteContent, methods
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
        "前一个净值、与基金对比的指数与基准，同样最多早 15 天",
        "已终止",
    ):
        assert words in text, words


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
