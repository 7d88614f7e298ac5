"""The page of `api/` and the schemas; that files keep to them is tested in tests/test_contracts.py."""

from __future__ import annotations

import json

import html5lib
import pytest
from jsonschema import Draft202012Validator

from builder.pages.machine import api_page
from builder.templating import Templates
from builder.vocabulary import WINDOWS
from tests.pages.conftest import by_path, html, site_of


@pytest.mark.parametrize("name", api_page.ADDRESSES)
def test_a_schema_is_published_as_it_is_and_is_a_schema(templates: Templates, name: str) -> None:
    published = json.loads(by_path(api_page.files(site_of(), templates))[f"api/schemas/{name}.json"].text or "")
    assert published == api_page.schema_of(name)
    Draft202012Validator.check_schema(published)


def test_the_page_tells_every_value_of_every_file_in_words(templates: Templates) -> None:
    page = html5lib.parse(
        html(by_path(api_page.files(site_of(), templates))["api/index.html"]), namespaceHTMLElements=False
    )
    tables = {
        section.get("aria-labelledby"): {
            "".join(row.find("th").itertext()): "".join(row.find("td").itertext())
            for row in section.iterfind(".//tbody/tr")
        }
        for section in page.iter("section")
    }
    assert tables.keys() == api_page.ADDRESSES.keys()
    assert tables["briefings"]["as_of"] == "数据截止日：文中的数字只用这一天及以前的数据日期"
    assert tables["fund"]["windows.*.from"] == "期初日日期，或 null"
    assert tables["history"].keys() == api_page.schema_of("history")["properties"].keys()
    assert all(words for rows in tables.values() for words in rows.values())


def test_feeds_are_named_where_the_site_has_some(templates: Templates) -> None:
    with_address, without = (
        html(by_path(api_page.files(site_of(site_url=url), templates))["api/index.html"])
        for url in ("https://example.org/", "")
    )
    assert "feeds/" in with_address and "llms.txt" in with_address
    assert "feed" not in without and "llms" not in without


def test_the_windows_of_a_fund_are_those_that_there_are() -> None:
    windows = api_page.schema_of("fund")["properties"]["windows"]
    assert windows["propertyNames"]["enum"] == list(WINDOWS)
