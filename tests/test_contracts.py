"""What other programs may rely on in a built site, tested with two sites: the small one and the demo."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser
import html5lib
import pytest
from jsonschema import Draft202012Validator

from builder import numbers
from builder.model import Ask
from builder.number_format import rounded
from builder.numbers.snapshot import Snapshot
from builder.pages.machine import api_page
from tests.site import SmallSite

ROOT = Path(__file__).parent.parent
Element = Any  # html5lib gives trees of xml.etree
SVG = "http://www.w3.org/2000/svg"
DATED = ("data-from", "data-to")


@dataclass(frozen=True)
class Built:
    """A built site, its pages as trees, and its data."""

    site: SmallSite

    @cached_property
    def files(self) -> dict[str, bytes]:
        return self.site.pages()

    @cached_property
    def pages(self) -> dict[str, Element]:
        """Every page, read as strictly as the standard allows."""
        return {
            path: html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.decode())
            for path, content in self.files.items()
            if path.endswith(".html")
        }

    @cached_property
    def snapshot(self) -> Snapshot:
        return numbers.load(self.site.root / "content/data", risk_free=0.015, trading_days=252)

    @cached_property
    def record(self) -> Any:
        return json.loads(self.files["build.json"])

    @property
    def has_address(self) -> bool:
        """Whether the settings give the site's address."""
        return "site_url:" in self.site.read("mkdocs.yml")

    @property
    def funds(self) -> list[str]:
        return [one.code for one in self.snapshot.directory.instruments.values() if one.kind == "fund"]

    def all(self, selector: str) -> Iterator[tuple[str, Element]]:
        """Every element of a name on every page, with the page's path."""
        for path, page in self.pages.items():
            for element in page.iter(selector):
                yield path, element


@pytest.fixture(scope="module", params=["small", "demo"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    if request.param == "small":
        return Built(request.getfixturevalue("small_site"))
    site = SmallSite(tmp_path_factory.mktemp("demo"))
    shutil.copytree(ROOT / "content", site.root / "content")
    settings = (
        (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("rising: red", "rising: red\n      pictures: false")
    )
    site.write("mkdocs.yml", settings + "site_url: https://example.org/\n")
    assert site.build(workers=2, now=datetime(2024, 4, 1, tzinfo=UTC)).problems == ()  # after the last of its data
    return Built(site)


def classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())


def text_of(element: Element) -> str:
    return "".join(element.itertext()).strip()


def test_every_promised_path_is_there(built: Built) -> None:
    pages = ["", "funds/", "compare/", "archive/", "about/", "topics/"]
    pages += [f"funds/{code}/" for code in built.funds]
    briefings = json.loads(built.files["api/briefings.json"])
    assert briefings
    pages += [one["url"] for one in briefings]
    assert all(one["url"].startswith("briefings/") for one in briefings)
    files = ["404.html", "api/briefings.json", "build.json"]
    with_address = ["feed.xml", "feed.json", "sitemap.xml"]
    files += with_address if built.has_address else []
    assert built.has_address or not set(with_address) & built.files.keys()
    files += [f"api/funds/{code}.json" for code in built.funds]
    wanted = [*(f"{page}index.html" for page in pages), *files]
    assert [path for path in wanted if path not in built.files] == []
    assert any(re.fullmatch(r"topics/[^/]+/index.html", path) for path in built.files)


def answers(built: Built, element: Element) -> list[float | str | None]:
    """What the data say to the questions that an element's attributes can mean: they tell dates, not the window."""
    series, measure = element.get("data-series"), element.get("data-measure")
    start, end = (element.get(name) or "" for name in DATED)
    asks = [Ask(series=series, measure=measure, as_of=end)]
    if measure == "calendar-year":
        asks = [Ask(series=series, measure=measure, window=end[:4], as_of=f"{end[:4]}-12-31")]
    elif start and measure != "change":
        asks = [
            Ask(series=series, measure=measure, start=start, end=end, as_of=end),
            Ask(series=series, measure=measure, window="launch", as_of=end),  # begins at 1.0000 without a row
        ]
    return [built.snapshot.answer(ask).value for ask in asks]


def is_rounding(shown: str, value: float) -> bool:
    """Whether a text is a number's rounding to the places that it shows."""
    match = re.fullmatch(r"([+-]?[\d,]+(?:\.(\d+))?)(%|亿元?|万元|元)?", shown)
    if not match:
        return False
    unit = {"%": Decimal("0.01"), "亿": Decimal(10**8), "亿元": Decimal(10**8), "万元": Decimal(10**4)}.get(
        match[3] or "", 1
    )
    number, places = Decimal(match[1].replace(",", "")), len(match[2] or "")
    return number == rounded(Decimal(repr(value)) / unit, places) and (match[1][0] != "+" or value > 0)


def test_every_number_is_the_snapshots_answer_unrounded_and_shown_rounded(built: Built) -> None:
    counted = 0
    for path, element in built.all("data"):
        value, shown = element.get("value"), text_of(element)
        assert value, path
        assert element.get("data-series"), (path, shown)
        assert element.get("data-measure"), (path, shown)
        if element.get("data-measure") in ("history-rebased", "drawdown-history"):
            continue  # a cell of a chart's table that no measure tells alone; the next test holds it against the CSV
        said = answers(built, element)
        if any(isinstance(one, str) for one in said):
            assert value in said, (path, element.attrib)
            continue
        near = [one for one in said if isinstance(one, float) and float(value) == pytest.approx(one, rel=1e-12)]
        assert near, (path, element.attrib, said)
        assert value == repr(float(value)), "a number is spelled as short as it can be without loss"
        assert is_rounding(shown, float(value)), (path, shown, value)
        assert element.get("data-to"), (path, element.attrib)
        counted += 1
    assert counted > 50


def test_a_number_without_a_value_is_no_data_element(built: Built) -> None:
    for path, element in built.all("data"):
        assert text_of(element) not in ("", "--", "nan", "None"), path


def test_cards_claims_and_funds_are_found_by_their_attributes(built: Built) -> None:
    cards = [(path, one) for path, one in built.all("article") if "fund-card" in classes(one)]
    assert cards
    for path, card in cards:
        for code in (card.get("data-fund") or "").split():
            assert f"fund:{code}" in built.snapshot.directory.instruments, path
        assert card.get("data-fund")
    claims = [one for _, one in built.all("span") if "claim" in classes(one)]
    assert claims
    assert {one.get("data-holds") for one in claims} == {"true"}
    entries = {(path, one.get("id")): one for path, one in built.all("li") if one.get("id", "").startswith("e-")}
    for path, link in built.all("a"):
        if "claim-words" in classes(link):
            entry = entries[path, (link.get("href") or "").removeprefix("#")]
            assert next(entry.iter("data")).get("value"), path


def test_every_chart_has_a_picture_a_caption_a_table_and_its_file(built: Built) -> None:
    charts = [(path, one) for path, one in built.all("figure") if one.get("data-chart")]
    assert charts
    for path, chart in charts:
        pictures = [one for one in chart.iter(f"{{{SVG}}}svg") if one.get("role") == "img"]
        assert pictures, path
        assert not list(chart.iter("img")), path
        (caption,) = chart.iter("figcaption")
        assert text_of(caption)
        (details,) = chart.iter("details")
        (table,) = details.iter("table")
        (link,) = (one for one in details.iter("a") if (one.get("href") or "").endswith(".csv"))
        target = urljoin(path, link.get("href"))
        rows = list(csv.reader(StringIO(built.files[target].decode("utf-8-sig"))))
        head = [text_of(cell) for cell in next(table.iter("thead")).iter("th")]
        assert len(rows[0]) == len(head), path
        by_first = {row[0]: row[1:] for row in rows[1:]}
        for row in next(table.iter("tbody")).iter("tr"):
            first = text_of(next(row.iter("th")))
            # What an author's program computed is text, a number of the data is an element with its value.
            cells = [(cell, next(iter(cell.iter("data")), None)) for cell in row.iter("td")]
            values = [text_of(cell).replace("--", "") if data is None else data.get("value") for cell, data in cells]
            assert by_first[first] == values, (path, first)
            assert all(is_rounding(text_of(data), float(data.get("value"))) for _, data in cells if data is not None)


def test_a_line_charts_file_holds_the_tables_source(built: Built) -> None:
    """The closes or NAVs of a chart of one series, row by row, are those of the data file."""
    if "briefings/a/index.html" not in built.files:
        return  # the demo's charts are rebased, and are held against their tables above
    (link,) = (
        one for path, one in built.all("a") if path == "briefings/a/index.html" and ".csv" in (one.get("href") or "")
    )
    rows = list(csv.reader(StringIO(built.files[urljoin("briefings/a/", link.get("href"))].decode("utf-8-sig"))))
    lines = built.site.read("content/data/index/X90713.csv").splitlines()[1:]
    source = [line.split(",") for line in lines if "2023-06-01" <= line[:10] <= "2024-02-19"]
    assert [(day, float(value)) for day, value in rows[1:]] == [(day, float(value)) for day, value in source]


ADDRESSES = {"href", "src", "srcset", "action", "formaction", "poster", "data"}


def test_pages_link_relatively_and_run_nothing_of_an_authors(built: Built) -> None:
    for path, page in built.pages.items():
        for element in page.iter():
            if not isinstance(element.tag, str):
                continue  # a comment
            for name, value in element.attrib.items():
                assert name != "style", (path, element.tag, value)
                assert not str(name).lower().startswith("on"), (path, element.tag, name)
                assert "javascript:" not in value.lower(), (path, name, value)
                if name in ADDRESSES and element.tag != "data":
                    absolute = value.startswith("/") or urlsplit(value).netloc
                    allowed = (
                        path == "404.html" or element.get("rel") in ("canonical", "alternate") or element.tag == "a"
                    )
                    assert not absolute or allowed, (path, element.tag, value)
                    assert not value.startswith("//") and not (value.startswith("/") and path != "404.html"), (
                        path,
                        value,
                    )


def test_every_internal_link_leads_to_a_file_and_every_fragment_to_an_element(built: Built) -> None:
    ids = {path: [one.get("id") for one in page.iter() if one.get("id")] for path, page in built.pages.items()}
    for path, page in built.pages.items():
        assert len(ids[path]) == len(set(ids[path])), f"an id stands twice in {path}"
        base = "/" if path == "404.html" else f"/{path}"
        for element in page.iter():
            for name in ("href", "src"):
                target = element.get(name)
                if target is None or urlsplit(target).scheme or urlsplit(target).netloc:
                    continue
                split = urlsplit(urljoin(base, target))
                file = unquote(split.path).lstrip("/")
                file = f"{file}index.html" if file.endswith("/") or not file else file
                assert file in built.files, (path, target)
                if split.fragment and file in ids:
                    assert unquote(split.fragment) in ids[file], (path, target)


def test_the_record_names_every_file_by_its_content(built: Built) -> None:
    digests = {path: blake2b(content, digest_size=16).hexdigest() for path, content in built.files.items()}
    del digests["build.json"]
    record = built.record
    assert record["files"] == digests
    assert record["data"] == dict(built.snapshot.directory.data_as_of)
    assert all(re.fullmatch("[0-9a-f]{32}", record[name]) for name in ("engine", "content"))
    assert record["counts"]["instruments"] == len(built.snapshot.directory.instruments)
    assert record["synthetic"] is True


def test_every_feed_is_read_by_a_feed_reader(built: Built) -> None:
    feeds = [path for path in built.files if path.endswith(".xml") and path != "sitemap.xml"]
    if not built.has_address:
        assert feeds == []
        return
    kinds = {re.sub(r"^(authors|funds|series|topics)/.*", r"\1", path) for path in feeds}
    assert kinds == {"feed.xml", "feeds/corrections.xml", "authors", "funds", "series", "topics"}
    briefings = {f"https://example.org/{one['url']}": one for one in json.loads(built.files["api/briefings.json"])}
    titles = {
        url: f"【{one['series']}】{one['title']}" if one["series"] else one["title"] for url, one in briefings.items()
    }
    ids = []
    for path in feeds:
        feed = feedparser.parse(built.files[path])
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10" and feed.feed.title and feed.feed.updated_parsed, path
        assert feed.feed.links[0].href == f"https://example.org/{path}", "a feed tells its own address"
        assert len({entry.id for entry in feed.entries}) == len(feed.entries), path
        ids.append(feed.feed.id)
        for entry in feed.entries:
            assert entry.published_parsed <= entry.updated_parsed and entry.authors, path
            assert entry.link.partition("#")[0] in briefings, path
            if path != "feeds/corrections.xml":
                assert (entry.id, entry.title) == (entry.link, titles[entry.link]), path
        if path == "feed.xml":
            in_chinese = [url for url, one in briefings.items() if one["lang"] == "zh-CN"]
            assert [entry.id for entry in feed.entries] == in_chinese, "of twins one"
            assert all(len(entry.content[0].value) > 100 for entry in feed.entries), "the full text"
    assert len(set(ids)) == len(ids)


# What https://jsonfeed.org/version/1.1 requires of what we use.
JSON_FEED: Any = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri", "pattern": "^https://"},
        "feed_url": {"type": "string", "format": "uri", "pattern": r"^https://.*/feed\.json$"},
        "description": {"type": "string"},
        "language": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "url", "title", "content_html", "date_published", "date_modified"],
                "additionalProperties": False,
                "properties": {
                    **{name: {"type": "string", "pattern": "^https://"} for name in ("id", "url", "image")},
                    **{name: {"type": "string", "minLength": 1} for name in ("title", "content_html")},
                    "summary": {"type": "string"},
                    **{
                        name: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
                        for name in ("date_published", "date_modified")
                    },
                    "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


def test_the_json_feed_has_the_shape_of_its_standard_and_says_what_the_other_says(built: Built) -> None:
    if not built.has_address:
        assert "feed.json" not in built.files
        return
    feed = json.loads(built.files["feed.json"])
    assert [error.message for error in Draft202012Validator(JSON_FEED).iter_errors(feed)] == []
    atom = feedparser.parse(built.files["feed.xml"], sanitize_html=False, resolve_relative_uris=False)
    assert [(item["id"], item["title"], item["content_html"], item["date_modified"]) for item in feed["items"]] == [
        (entry.id, entry.title, entry.content[0].value, entry.updated) for entry in atom.entries
    ]


def test_the_sitemap_has_every_page_once_and_the_day_that_its_words_changed(built: Built) -> None:
    if not built.has_address:
        assert "sitemap.xml" not in built.files
        return
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = ElementTree.fromstring(built.files["sitemap.xml"])
    days = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in urls}
    assert len(days) == len(urls)
    pages = {f"https://example.org/{path.removesuffix('index.html')}" for path in built.pages}
    assert set(days) == pages - {f"https://example.org/{path}" for path in ("404.html", "search/")}
    briefings = json.loads(built.files["api/briefings.json"])
    assert all((days[f"https://example.org/{one['url']}"] or "") >= one["date"][:10] for one in briefings)
    newest = max(days[f"https://example.org/{one['url']}"] or "" for one in briefings)
    assert days["https://example.org/"] == days["https://example.org/archive/"] == newest
    assert all(day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days.values())


def test_every_json_file_of_the_api_keeps_to_its_published_schema_which_leaves_nothing_out(built: Built) -> None:
    checked = set()
    for name, addresses in api_page.ADDRESSES.items():
        schema = closed(json.loads(built.files[f"api/schemas/{name}.json"]))
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        patterns = [re.sub(r"\\{.*?\\}", "[^/]+", re.escape(address)) for address in addresses]
        for path, content in built.files.items():
            if any(re.fullmatch(pattern, path) for pattern in patterns):
                assert [error.message for error in validator.iter_errors(json.loads(content))] == [], path
                checked.add(path)
    in_api = {path for path in built.files if re.match(r"api/(?!schemas/|index\.html)", path)}
    assert checked == in_api | {"build.json"}


def closed(schema: Any) -> Any:
    """The schema, which lets no value through that it does not name."""
    if isinstance(schema, list):
        return [closed(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    more = {"additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else {}
    return {**more, **{name: closed(value) for name, value in schema.items()}}


def test_a_funds_json_holds_the_snapshots_answers(built: Built) -> None:
    for code in built.funds:
        told = json.loads(built.files[f"api/funds/{code}.json"])
        series = f"fund:{code}"
        assert told["code"] == code
        assert told["name"] == built.snapshot.directory.instruments[series].name
        nav = built.snapshot.answer(Ask(series=series, measure="nav"))
        assert (told["nav"], told["date"]) == (nav.value, nav.end or None)
        for window, figure in told["windows"].items():
            answer = built.snapshot.answer(Ask(series=series, measure="return", window=window))
            assert (figure["value"], figure["from"], figure["to"]) == (
                answer.value,
                answer.start or None,
                answer.end or None,
            )
