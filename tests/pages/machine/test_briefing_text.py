"""The full text of briefings."""

from __future__ import annotations

from dataclasses import replace

from builder.model import ROOT, Body, hole
from builder.pages.machine import briefing_text
from builder.settings.options import Options
from builder.templating import Templates
from tests.pages.conftest import SORA, site_of

SETTINGS = replace(site_of(site_url="https://example.org/repo/").settings, options=Options(risk_notice="有<险>"))
BODY = Body(
    html=f'<p>涨{hole(0)}<a href="#yi">一</a><a href="{ROOT}about/">关于</a><img src="../../media/a.svg"></p>',
    markdown=f"涨{hole(0)}\n\n{hole('tu-1')} 走势\n\n{hole('lead')} 核心标的\n\n"
    f"{hole(1)}\n\n![图]({ROOT}media/briefings/2024/a.svg)\n\n{hole('t1')} a<b & c\n",
)


def test_a_feed_has_whole_addresses_and_names_its_holes_by_the_briefing() -> None:
    html = briefing_text.feed_html(replace(SORA, meta=replace(SORA.meta, corrections=("<b>错",))), BODY, SETTINGS)
    assert hole("sora/0") in html
    assert html.startswith(hole("sora/restated"))
    assert 'href="https://example.org/repo/briefings/sora/#yi"' in html
    assert 'href="https://example.org/repo/about/"' in html
    assert 'src="https://example.org/repo/media/a.svg"' in html
    assert "<li>&lt;b&gt;错</li>" in html
    assert "有&lt;险&gt;" in html
    assert ROOT not in html


def test_markdown_is_what_the_author_wrote_with_places_for_numbers_and_evidence(templates: Templates) -> None:
    text = briefing_text.markdown(SORA, BODY, SETTINGS, templates)
    assert text.startswith("# 一文看懂 <Sora> & 文生视频\n\n- 网页：https://example.org/repo/briefings/sora/\n")
    for words in (
        "数据截至：2024-02-19",
        "图 1：走势\n\n核心标的\n",
        "#人工智能 a<b & c",
        f"涨{hole('sora/0')}",
        hole("sora/evidence"),
        "有<险>",
    ):
        assert words in text
    assert "有<险>" in text
    assert "![图](https://example.org/repo/media/briefings/2024/a.svg)" in text
