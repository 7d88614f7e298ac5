"""The pages that the site makes of its briefings and its catalogue."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace

import html5lib
import pytest

from builder import numbers
from builder.cache.codec import to_json
from builder.model import ROOT, Directory, GeneratedFile
from builder.pages import SiteContent, leaves
from builder.templating import Templates

from .conftest import CHIPS, FUND, INDEX, site_of


def made(site: SiteContent, templates: Templates) -> dict[str, GeneratedFile]:
    return {leaf.path: leaf for leaf in leaves(site, templates)}


def html(leaf: GeneratedFile) -> str:
    assert leaf.draft is not None
    return leaf.draft.html


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', text)


def test_the_site_has_the_pages_it_promises(site: SiteContent, templates: Templates) -> None:
    paths = [leaf.path for leaf in leaves(site, templates)]
    assert len(paths) == len(set(paths))
    assert set(paths) == {
        "index.html",
        "archive/index.html",
        "topics/index.html",
        "topics/sora-heng-kong-chu-shi/index.html",
        "topics/ren-gong-zhi-neng/index.html",
        "funds/index.html",
        "funds/990001/index.html",
        "funds/990002/index.html",
        "compare/index.html",
        "methods/index.html",
        "search/index.html",
        "404.html",
        "feed.xml",
        "feed.json",
        "sitemap.xml",
        "robots.txt",
        "freshness.js",
        ".nojekyll",
        "api/briefings.json",
        "api/funds/990001.json",
        "api/funds/990002.json",
    }


def test_every_link_leads_to_a_page_that_is_there(site: SiteContent, templates: Templates) -> None:
    found = made(site, templates)
    there = {posixpath.dirname(path) for path in found} | {
        page.url.rstrip("/") for page in (*site.briefings, *site.plain)
    }
    for leaf in found.values():
        for link in links(html(leaf)) if leaf.draft else []:
            assert link.startswith((ROOT, "#")), link
            target = link.removeprefix(ROOT)
            assert "\ue000" in target or target in found or target.rstrip("/") in there, (leaf.path, link)


def test_every_page_is_whole_html(site: SiteContent, templates: Templates) -> None:
    for leaf in leaves(site, templates):
        if leaf.draft:
            parser = html5lib.HTMLParser()
            parser.parseFragment(leaf.draft.html)
            assert parser.errors == [], leaf.path
            assert leaf.draft.html.count("<h1") == 1, leaf.path
            assert leaf.draft.depth == leaf.depth


def test_all_funds_share_one_draft(site: SiteContent, templates: Templates) -> None:
    found = made(site, templates)
    first, second = found["funds/990001/index.html"], found["funds/990002/index.html"]
    assert first.draft is second.draft
    assert to_json(first.draft).find("990001") == -1
    assert first.slots["title"].params == {"text": "示例人工智能联接A（990001）"}
    assert first.slots != second.slots


def test_every_hole_of_a_page_has_its_slot(site: SiteContent, templates: Templates) -> None:
    for leaf in leaves(site, templates):
        text = leaf.text if leaf.draft is None else leaf.draft.title + leaf.draft.description + leaf.draft.html
        assert set(re.findall("\ue000(.*?)\ue001", text or "")) == set(leaf.slots), leaf.path


def test_a_fund_lists_the_briefings_that_mention_it(site: SiteContent, templates: Templates) -> None:
    found = made(site, templates)
    mention = found["funds/990001/index.html"].slots["mentions"].params["briefings"]
    assert mention == [
        {"url": "briefings/sora/", "title": "一文看懂 <Sora> & 文生视频", "date": "2024-02-20", "series": "热点追踪"}
    ]
    assert found["funds/990002/index.html"].slots["mentions"].params["briefings"] == []


def test_a_fund_stands_beside_its_index_and_its_last_five_whole_years(site: SiteContent, templates: Templates) -> None:
    fund = replace(FUND, facts={**FUND.facts, "index": "990930", "effective_date": "2016-03-01"})
    index = replace(INDEX, has_history=True)
    directory = Directory(instruments={one.id: one for one in (fund, index)}, data_as_of={"nav": "2024-02-19"})
    slot = made(replace(site, directory=directory), templates)["funds/990001/index.html"].slots["performance"]
    assert slot.params == {
        "series": "fund:990001",
        "benchmark": "index:990930",
        "years": ["2019", "2020", "2021", "2022", "2023"],
    }


def test_what_the_words_say_is_escaped(site: SiteContent, templates: Templates) -> None:
    found = made(site, templates)
    for path in ("index.html", "archive/index.html", "topics/ren-gong-zhi-neng/index.html"):
        assert "&lt;Sora&gt; &amp; 文生视频" in html(found[path])
        assert "<Sora>" not in html(found[path])


def test_the_front_page_shows_the_latest_first_and_only_so_many(site: SiteContent, templates: Templates) -> None:
    front = html(made(site, templates)["index.html"])
    assert front.index("briefings/sora/") < front.index("briefings/chips/")
    options = replace(site.settings.options, latest=1)
    fewer = replace(site, settings=replace(site.settings, options=options))
    front = html(made(fewer, templates)["index.html"])
    assert "briefings/chips/" not in front
    assert f'href="{ROOT}archive/"' in front


def test_a_briefing_without_summary_shows_its_first_paragraph(site: SiteContent, templates: Templates) -> None:
    assert "一月里芯片板块先抑后扬。" in html(made(site, templates)["index.html"])


def test_a_fund_that_the_catalogue_lacks_is_not_linked(site: SiteContent, templates: Templates) -> None:
    assert "111111" in CHIPS.meta.funds
    assert all("111111" not in html(leaf) for leaf in leaves(site, templates) if leaf.draft)


def test_the_archive_is_by_month_newest_first(site: SiteContent, templates: Templates) -> None:
    leaf = made(site, templates)["archive/index.html"]
    assert leaf.draft is not None
    assert [heading.title for heading in leaf.draft.headings] == ["2024年2月", "2024年1月"]
    assert all(f'id="{heading.id}"' in leaf.draft.html for heading in leaf.draft.headings)


def test_the_methods_page_says_how_each_number_is_made(site: SiteContent, templates: Templates) -> None:
    text = html(made(site, templates)["methods/index.html"])
    assert "期末 ÷ 期初 − 1" in text
    assert "《办法》第四条" in text


def test_every_measure_that_can_be_asked_of_an_instrument_is_on_the_methods_page(
    site: SiteContent, templates: Templates
) -> None:
    measures = numbers.measures_by_name()
    whole = replace(site, measures=measures)
    tree = html5lib.parse(html(made(whole, templates)["methods/index.html"]), namespaceHTMLElements=False)
    rows = {row.get("id"): "".join(row.itertext()) for row in tree.findall(".//table[@class='fb-methods']/tbody/tr")}
    assert rows.keys() == {name for name, one in measures.items() if one.kinds != ("set",)}
    for name, said in rows.items():
        one = measures[str(name)]
        assert one.label and one.formula and one.source and one.unit
        for part in (one.label, one.name, one.formula, f"依据：{one.source}", "单位："):
            assert part in said, (name, part)


def test_a_site_without_anything_still_has_its_pages(site: SiteContent, templates: Templates) -> None:
    empty = SiteContent(settings=site.settings, briefings=(), directory=Directory(instruments={}))
    found = made(empty, templates)
    assert "还没有发布的简报" in html(found["index.html"])
    assert "feed.xml" in found


@pytest.mark.parametrize("url", ["", "https://example.org/repo/"])
def test_the_same_site_gives_the_same_files(templates: Templates, url: str) -> None:
    once, again = (list(leaves(site_of(site_url=url), templates)) for _ in range(2))
    assert once == again
