"""The page of a briefing."""

from __future__ import annotations

from dataclasses import replace

import html5lib

from builder.model import ROOT, Body, Heading, PageMeta, hole
from builder.pages import briefing_page
from builder.settings.options import Options
from builder.templating import Templates

from .conftest import LISTINGS, SORA_PAGE, site_of

BODY = Body(
    html=f"<p>指数{hole(0)}点</p>",
    headings=(Heading(id="yi", title="一、<新>在哪里？", level=2), Heading(id="er", title="二、谁受益？", level=2)),
    excerpt="指数点",
)


def html_of(templates: Templates, *, notice: str = "投资须谨慎。", **changed: object) -> str:
    settings = replace(site_of().settings, options=Options(risk_notice=notice))
    page = replace(SORA_PAGE, meta=replace(SORA_PAGE.meta, **changed))
    listings = {**LISTINGS, "authors": dict.fromkeys(page.meta.authors, "authors/x/")}
    return briefing_page.shell_input(page, BODY, settings, templates, listings).html


def test_the_head_says_what_when_who_and_as_of(templates: Templates) -> None:
    text = html_of(templates)
    for words in ("热点追踪", "2024年2月20日 18:30", "研究部", "数据截至", "2024年2月19日", "文生视频会带来什么?"):
        assert words in text
    for address in ("topics/sora-heng-kong-chu-shi/", "series/re-dian-zhui-zong/", "authors/x/"):
        assert f'href="{ROOT}{address}"' in text


def test_everything_of_the_authors_but_the_body_is_escaped(templates: Templates) -> None:
    text = html_of(templates, corrections=("<b>错</b>",), risk="<i>险</i>", summary="a<b", authors=("<甲>",))
    assert [markup for markup in ("<b>", "<i>", "a<b", "<甲>", "<新>", "<Sora>") if markup in text] == []
    assert "<p>指数" in text
    parser = html5lib.HTMLParser()
    parser.parseFragment(text)
    assert parser.errors == []


def test_the_holes_of_the_body_stay(templates: Templates) -> None:
    assert hole(0) in html_of(templates)


def test_a_risk_notice_of_its_own_comes_before_the_sites(templates: Templates) -> None:
    assert "投资须谨慎。" in html_of(templates)
    own = html_of(templates, risk="本文另有风险。")
    assert "本文另有风险。" in own
    assert "投资须谨慎。" not in own


def test_without_notice_and_corrections_there_is_no_empty_box(templates: Templates) -> None:
    text = html_of(templates, notice="")
    assert "风险提示" not in text
    assert "更正" not in text


def test_corrections_are_listed(templates: Templates) -> None:
    assert "<li>第二节的时长有误</li>" in html_of(templates, corrections=("第二节的时长有误",))


def test_the_description_is_the_summary_or_the_first_paragraph(templates: Templates) -> None:
    page = replace(SORA_PAGE, meta=PageMeta(title="无题", date="2024-02-20"))
    shell_input = briefing_page.shell_input(page, BODY, site_of().settings, templates, {kind: {} for kind in LISTINGS})
    assert shell_input.description == "指数点"
    assert shell_input.depth == 2
    assert "数据截至" not in shell_input.html
