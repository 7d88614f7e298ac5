"""What the head of pages tells programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest

from builder.model import Body, Instrument, hole
from builder.pages import SiteContent, briefing_page, fund_pages, generated_files
from builder.pages.machine import metadata
from builder.slot_params.generated import HtmlParams
from builder.templating import Templates
from tests.pages.conftest import FUND, LISTINGS, SORA_PAGE, by_path, site_of

URL = "https://example.org/repo/"
TEXT, ADDRESS, TIME, DAY, TRUTH, NUMBER = "text", "address", "time", "day", "truth", "number"
# What schema.org says of the properties that we use: type -> property -> the types of its values.
SHAPES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "BreadcrumbList": {"itemListElement": ("ListItem",)},
    "CorrectionComment": {"text": (TEXT,), "datePublished": (DAY, TIME)},
    "DataDownload": {"encodingFormat": (TEXT,), "contentUrl": (ADDRESS,)},
    "Dataset": {
        "name": (TEXT,),
        "description": (TEXT,),
        "url": (ADDRESS,),
        "about": ("@id",),
        "inLanguage": (TEXT,),
        "isAccessibleForFree": (TRUTH,),
        "creator": ("Organization", "Person"),
        "distribution": ("DataDownload",),
    },
    "InvestmentFund": {
        "name": (TEXT,),
        "identifier": (TEXT,),
        "url": (ADDRESS,),
        "provider": ("Organization", "Person"),
    },
    "ListItem": {"position": (NUMBER,), "name": (TEXT,), "item": (ADDRESS,)},
    "NewsArticle": {
        "headline": (TEXT,),
        "description": (TEXT,),
        "url": (ADDRESS,),
        "mainEntityOfPage": (ADDRESS,),
        "inLanguage": (TEXT,),
        "isAccessibleForFree": (TRUTH,),
        "datePublished": (TIME,),
        "dateModified": (TIME,),
        "author": ("Organization", "Person"),
        "publisher": ("Organization", "Person"),
        "articleSection": (TEXT,),
        "keywords": (TEXT,),
        "image": (ADDRESS,),
        "correction": ("CorrectionComment",),
    },
    "Organization": {"name": (TEXT,), "url": (ADDRESS,)},
    "Person": {"name": (TEXT,)},
}
# What the consumers of a type cannot do without.
REQUIRED = {
    "BreadcrumbList": {"itemListElement"},
    "Dataset": {"name", "description"},
    "InvestmentFund": {"name", "identifier", "url"},
    "ListItem": {"position", "name", "item"},
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "publisher", "url"},
}


def kinds(value: Any) -> Iterator[str]:
    """The kinds that a value may be said to be of."""
    if isinstance(value, dict):
        assert_has_its_shape(value)
        yield value.get("@type", "@id")
    elif isinstance(value, bool):
        yield TRUTH
    elif isinstance(value, int):
        yield NUMBER
    else:
        assert isinstance(value, str) and value
        yield TEXT
        if urlsplit(value).scheme == "https":
            yield ADDRESS
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", value):
            yield TIME
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            yield DAY


def assert_has_its_shape(document: Mapping[str, Any]) -> None:
    """Every property is one of its type, and its values are of the types that schema.org gives it."""
    if set(document) == {"@id"}:
        return
    shape = SHAPES[document["@type"]]
    names = {name for name in document if not name.startswith("@")}
    assert names <= shape.keys()
    assert REQUIRED.get(document["@type"], set()) <= names
    for name in names:
        values = document[name] if isinstance(document[name], list) else [document[name]]
        assert values
        for value in values:
            assert set(kinds(value)) & set(shape[name]), (name, value)


def read(head: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """What a program reads of the head: its names and properties, and its documents."""
    parsed = html5lib.parse(f"<!doctype html><title>x</title>{head}", namespaceHTMLElements=False)
    said = {meta.get("property") or meta.get("name"): meta.get("content") for meta in parsed.iter("meta")}
    said |= {link.get("rel"): link.get("href") for link in parsed.iter("link")}
    return said, [json.loads(script.text) for script in parsed.iter("script")]


def briefing(templates: Templates, site_url: str = URL, **changed: Any) -> tuple[dict[str, str], list[dict[str, Any]]]:
    page = replace(SORA_PAGE, meta=replace(SORA_PAGE.meta, **changed))
    settings = site_of(site_url=site_url).settings
    return read(briefing_page.shell_input(page, Body(html=f"<p>{hole(0)}</p>"), settings, templates, LISTINGS).metadata)


def fund_head(
    templates: Templates, fund: Instrument, site_url: str = URL
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    site = site_of(site_url=site_url)
    site = replace(site, directory=replace(site.directory, instruments={fund.id: fund}))
    slot = by_path(fund_pages.files(site, templates))[f"funds/{fund.code}/index.html"].slots["metadata"]
    assert isinstance(slot.params, HtmlParams)
    return read(slot.params.html)


def test_a_briefing_tells_where_it_is_when_it_came_out_and_that_it_is_news(templates: Templates) -> None:
    said, documents = briefing(templates)
    assert said["canonical"] == said["og:url"] == "https://example.org/repo/briefings/sora/"
    assert said["og:type"] == "article"
    assert said["og:title"] == "一文看懂 <Sora> & 文生视频"
    assert said["article:published_time"] == said["article:modified_time"] == "2024-02-20T18:30:00+08:00"
    breadcrumbs, article = documents
    assert [entry["name"] for entry in breadcrumbs["itemListElement"]] == ["简报", "一文看懂 <Sora> & 文生视频"]
    assert article["author"] == [{"@type": "Organization", "name": "研究部"}]
    assert "correction" not in article
    assert all(document["@context"] == "https://schema.org" for document in documents)


def test_a_correction_that_names_its_day_is_a_later_state_of_the_article(templates: Templates) -> None:
    said, documents = briefing(templates, corrections=("2024年3月5日:净值更正。", "第二节的时长有误"))
    article = documents[-1]
    assert said["article:modified_time"] == article["dateModified"] == "2024-03-05T00:00:00+08:00"
    assert said["article:published_time"] == "2024-02-20T18:30:00+08:00"
    first, second = article["correction"]
    assert first["datePublished"] == "2024-03-05"
    assert "datePublished" not in second
    early, _ = briefing(templates, corrections=("2023年1月1日:早于发布",))
    assert early["article:modified_time"] == "2024-02-20T18:30:00+08:00", "nothing changes before it comes out"


def test_each_document_has_the_shape_that_the_vocabulary_gives_it(templates: Templates) -> None:
    fund = replace(FUND, has_history=True, facts={"company": "示例基金"}, origin="示例来源")
    documents = [*briefing(templates, corrections=("2024-03-05 更正",))[1], *fund_head(templates, fund)[1]]
    documents += briefing(templates, authors=(), column="", topics=())[1]
    for document in documents:
        assert_has_its_shape(document)
    assert {document["@type"] for document in documents} == {
        "BreadcrumbList",
        "NewsArticle",
        "InvestmentFund",
        "Dataset",
    }


@pytest.mark.parametrize(
    "wrong", [{"headline": ""}, {"datePublished": "2024-02-20"}, {"url": "briefings/"}, {"title": "x"}]
)
def test_the_shapes_tell_a_document_that_is_wrong(templates: Templates, wrong: dict[str, str]) -> None:
    article = briefing(templates)[1][-1]
    with pytest.raises(AssertionError):
        assert_has_its_shape(article | wrong)


def test_a_fund_tells_what_it_is_and_where_its_history_lies(templates: Templates) -> None:
    said, documents = fund_head(templates, replace(FUND, has_history=True))
    assert said["canonical"] == "https://example.org/repo/funds/990001/"
    _, fund, history = documents
    assert (fund["name"], fund["identifier"]) == ("示例人工智能联接A", "990001")
    assert history["distribution"][0]["contentUrl"] == "https://example.org/repo/api/funds/990001/history.json"
    assert history["about"]["@id"] == fund["@id"]
    assert [document["@type"] for document in fund_head(templates, FUND)[1]] == ["BreadcrumbList", "InvestmentFund"]


def test_all_funds_share_one_shell(templates: Templates) -> None:
    pages = [file for file in fund_pages.files(site_of(site_url=URL), templates) if "metadata" in file.slots]
    assert len(pages) == 2
    assert pages[0].shell_input == pages[1].shell_input


def test_without_an_address_of_the_site_nothing_is_said_that_needs_one(templates: Templates) -> None:
    for said, documents in (briefing(templates, ""), fund_head(templates, FUND, "")):
        assert documents == []
        assert not said.keys() & {"canonical", "og:url", "og:image"}
        assert said["og:title"]
    assert briefing(templates, "")[0]["article:published_time"] == "2024-02-20T18:30:00+08:00"


def test_words_of_authors_stay_words(templates: Templates) -> None:
    attack = '</script><script>alert("1")</script><!-- & \' \u2028'
    said, documents = briefing(templates, title=attack, summary=attack, column=attack, corrections=(attack,))
    assert said["og:title"] == said["article:section"] == attack
    assert len(documents) == 2
    assert documents[1]["headline"] == attack
    assert documents[1]["correction"][0]["text"] == attack


def test_every_page_but_the_one_for_what_is_missing_tells_its_address(templates: Templates) -> None:
    site: SiteContent = site_of(site_url=URL)
    for file in generated_files(site, templates):
        if file.shell_input and file.shell_input.kind != "fund":
            said, documents = read(file.shell_input.metadata)
            expected = None if file.path == "404.html" else f"{URL}{file.path.removesuffix('index.html')}"
            assert said.get("canonical") == expected
            for document in documents:
                assert_has_its_shape(document)


def test_json_in_a_page_cannot_end_its_element() -> None:
    assert metadata.script_json({"a": "</script>&"}) == '{"a": "\\u003c/script\\u003e\\u0026"}'
