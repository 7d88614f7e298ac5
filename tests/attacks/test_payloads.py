"""Hostile words, names and pictures in every place that readers see: nothing runs in Chromium, and nothing is asked elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from builder.blocks.images import picture_svg
from builder.model import SourceFile
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse
from tests.attacks.payloads import AUDIT, SCRIPT, WORDS, wrongs
from tests.browser.demo_site import served
from tests.running import preview
from tests.site import FILES, SETTINGS, SmallSite

# Where words of authors go, besides the keys of the front matter; `{}` is the payload.
SINKS = {
    "text": "一 {} 二\n",
    "block": "{}\n",
    "heading": "## 一 {} 二\n",
    "list": "- {}\n- 二\n",
    "quote": "> {}\n",
    "cell": "| 甲 | 乙 |\n|---|---|\n| {} | 二 |\n",
    "box": '!!! note "{}"\n    {}\n',
    "note": "一[^1]\n\n[^1]: {}\n",
    "caption": "| 甲 |\n|---|\n| 一 |\n\n表:{}\n",
    "alt": "![{}](a.png)\n",
    "link": "[{}](https://example.org)\n",
    "target": "[一](<{}>)\n",
    "title-of-link": "[一](https://example.org '{}')\n",
    "code": "`{}`\n\n```\n{}\n```\n",
    "fence": "```{}\nx\n```\n",
    "claim": "[{}]{index:X90713 return 3m > -90%}\n",
    "bare": "https://example.org/{}\n",
}
# Texts in a chart of ours and in one of an author's.
CHARTS = """\
```chart
type: line
series: [index:X90713]
from: 2023-06-01
title: {text}
alt: {text}
annotate:
  - {{date: 2023-08-01, text: {note}}}
```

图:{caption}

```vega-lite
{{
  "title": {text},
  "data": {{"values": [{{"a": {text}, "b": 1}}]}},
  "mark": {{"type": "bar", "tooltip": true}},
  "encoding": {{
    "x": {{"field": "a", "type": "nominal", "title": {text}}},
    "y": {{"field": "b", "type": "quantitative", "title": {text}}},
    "color": {{"field": "a", "type": "nominal", "title": {text}}}
  }}
}}
```

图:作者的图
"""
NOTES = (
    "<svg onload=hit=1>",
    "<b onclick=hit=1>x",
    "</title><script>",
    "]]><script>",
    "&lt;script&gt;",
    '" onclick="hit=1',
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a344d6b0000000049454e44ae426082".replace(" ", "")
)
DRAWING = f"""\
<?xml version="1.0"?><?xml-stylesheet href="//evil.test/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="{SCRIPT}">
<script>{SCRIPT}</script><script href="//evil.test/x.js"/><a href="javascript:{SCRIPT}"><text y="9">x</text></a>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="javascript:parent.hit=1"/></body></foreignObject>
<rect fill="url(//evil.test/x#a)"/>
<set attributeName="onclick" to="{SCRIPT}"/><animate attributeName="href" values="javascript:{SCRIPT}"/>
<style>rect {{ fill: red }}</style><rect width="9" height="9" style="background:url(//evil.test/y)" onclick="{SCRIPT}"/></svg>
"""
_RENDERER = MarkdownRenderer()


def _page(title: str, bodies: list[str], head: str = "") -> str:
    return f"---\ntitle: {title}\n{head}date: 2024-02-20\n---\n\n" + "\n一\n\n".join(bodies)


def _is_accepted(text: str) -> bool:
    """Whether a page with these words is published; else its author is told."""
    try:
        page = parse(SourceFile(path="briefings/2024/2024-02-20-a.md", text=text), zone="UTC")
        _RENDERER.body(page)
    except Failed:
        return False
    return not any(mark.block == "address" for mark in page.marks)  # the site has none of these addresses


def _bodies() -> dict[tuple[str, int], str]:
    """The payloads in their sinks that no problem keeps off the site, by the sink's name and the payload's number."""
    bodies = {
        (sink, number): text.replace("{}", payload)
        for sink, text in SINKS.items()
        for number, payload in enumerate(WORDS)
    }
    return {case: body for case, body in bodies.items() if _is_accepted(_page("题", [body]))}


def _together(bodies: Iterable[str]) -> list[str]:
    """Those that may stand on one page, in their order: e.g. no two notes of one name."""
    page: list[str] = []
    for body in bodies:
        if _is_accepted(_page("题", [*page, body])):
            page.append(body)
    return page


def _charts(number: int, payload: str) -> str:
    """The page of charts with a payload in each of their texts."""
    note = json.dumps(NOTES[number % len(NOTES)])
    return _page(f"图{number}", [CHARTS.format(text=json.dumps(payload), note=note, caption=f"图 {number}")])


def _heads(number: int, payload: str) -> str:
    named = f"{payload} {number}"  # each has an address of its own
    keys = {"summary": payload, "series": named, "authors": [named], "risk": payload}
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in keys.items()]
    return "".join(line for line in lines if _is_accepted(_page("题", ["一"], line)))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site in which each payload stands in each place: pages of a payload in all sinks, both ways round, and of a sink
    with all payloads, since one may swallow the next."""
    site = SmallSite.make(tmp_path_factory.mktemp("hostile") / "site")
    (site.root / "content/briefings/2024/a.png").write_bytes(PIXEL)
    site.write("content/briefings/2024/a.svg", DRAWING)
    site.write(
        "content/briefings/2024/2024-02-22-drawing.md", "---\ntitle: 图\ndate: 2024-02-22\n---\n\n![图](a.svg)\n"
    )
    cases = _bodies()
    assert len(cases) > 0.1 * len(SINKS) * len(WORDS)
    for number, payload in enumerate(WORDS):
        title = json.dumps(payload)
        title = title if _is_accepted(_page(title, ["一"])) else f"题{number}"
        bodies = _together(body for (_, of), body in cases.items() if of == number)
        site.write(f"content/briefings/2024/2024-02-20-p{number}.md", _page(title, bodies, _heads(number, payload)))
        if "{{" not in payload:  # a mark, which is refused in a chart
            site.write(
                f"content/briefings/2024/2024-02-20-c{number}.md", _charts(number, payload.strip("\u2028\u2029"))
            )
        site.write(f"content/briefings/2024/2024-02-20-r{number}.md", _page(f"反{number}", _together(bodies[::-1])))
    for sink in SINKS:
        bodies = _together(body for (of, _), body in cases.items() if of == sink)
        site.write(f"content/briefings/2024/2024-02-20-{sink}.md", _page(sink, bodies))
    site.write("content/data/funds.csv", _funds())
    indexes = io.StringIO()
    csv.writer(indexes).writerows([("code", "name"), ("X90713", "示例人工智能指数"), *_named("X8", WORDS)])
    site.write("content/data/indexes.csv", indexes.getvalue())
    site.write("mkdocs.yml", f"site_url: https://example.org/\nsite_description: {json.dumps(WORDS[0])}\n{SETTINGS}")
    status = io.StringIO()
    failing = [(f"nav/{code}", "2024-02-01", "", WORDS[1]) for code in ("990101", "990201")]
    csv.writer(status).writerows([("set", "since", "last_success", "reason"), *failing])
    site.write("content/data/status.csv", status.getvalue())
    declared = {"origin": " ".join(WORDS), "licence": WORDS[15], "synthetic": True}
    site.write("content/data/sources.yml", json.dumps({"nav": declared, "index": declared}))
    assert [problem.message for problem in site.build().problems] == []
    return site


def _named(prefix: str, words: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{prefix}{number:04}", " ".join(word.split())) for number, word in enumerate(words)]


_FACTS = ("managers", "manager_company", "custodian", "benchmark")


def _funds() -> str:
    """The small site's funds, and further ones whose cells are the payloads."""
    rows = [row.split(",") for row in FILES["content/data/funds.csv"].splitlines()]
    rows = [[*row, *(_FACTS if row is rows[0] else [""] * len(_FACTS))] for row in rows]
    for number, payload in enumerate(WORDS):
        words = " ".join(payload.split())
        cells = dict.fromkeys((*_FACTS, "short_name", "kind"), words)
        cells |= {"code": f"99{number + 1000}", "name": words if number % 2 else f"基金{number}"}
        rows.append([cells.get(column, "") for column in rows[0]])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.fixture
def address(hostile: SmallSite) -> Iterator[str]:
    """The site, on a server."""
    with served(hostile.root / "site") as url:
        yield url


@pytest.mark.parametrize("part", range(3))
def test_nothing_runs_on_any_page(part: int, hostile: SmallSite, address: str, chromium: Browser) -> None:
    site = hostile.root / "site"
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in (".html", ".svg", ".xml")]
    files += ["build.json", "feed.json"]  # the others are of one kind: a browser shows them as text
    assert len(files) > 180 and {"404.html", "feed.xml", "sitemap.xml"} <= set(files)
    assert wrongs(chromium, address, sorted(files)[part::3]) == []


@pytest.mark.parametrize("shown", ["![x](evil{})", "<img src='evil{}' alt='x'>", "![x][e]\n\n[e]: evil{}", "cover"])
@pytest.mark.parametrize(
    "suffix", [".html", ".xhtml", ".xml", ".htm", ".js", ".svgz", ".css", ".pdf", ".png", ".gif", ""]
)
def test_a_file_that_is_no_picture_is_a_problem_with_its_line(site: SmallSite, suffix: str, shown: str) -> None:
    site.write(f"content/briefings/2024/evil{suffix}", f"<script>{SCRIPT}</script>")
    head, body = (f"cover: evil{suffix}\n", "") if shown == "cover" else ("", shown.replace("{}", suffix))
    site.write(
        "content/briefings/2024/2024-02-22-e.md", f"---\ntitle: 新\n{head}date: 2024-02-22\n---\n\n一\n\n{body}\n"
    )
    (problem,) = site.build().problems
    assert (problem.id, problem.line) == ("bad-picture", 3 if head else 8)
    assert not (site.root / "site/media").exists()


def test_a_drawing_is_published_without_what_runs(hostile: SmallSite) -> None:
    published = hostile.read("site/media/briefings/2024/a.svg")
    assert "<rect" in published and "fill: red" in published
    assert not any(word in published for word in ("script", "hit", "evil", "foreignObject", "animate", "onload"))
    assert not [path for path in Path(hostile.root / "site/media").rglob("*") if "evil" in path.name]


def test_the_texts_of_feeds_run_nothing_in_a_reader_without_a_policy(hostile: SmallSite, chromium: Browser) -> None:
    feed = ElementTree.parse(hostile.root / "site/feed.xml")
    texts = [element.text or "" for element in feed.iter("{http://www.w3.org/2005/Atom}content")]
    texts += [item["content_html"] for item in json.loads(hostile.read("site/feed.json"))["items"]]
    assert len(texts) > 10
    page, asked = chromium.new_page(), list[str]()
    page.route("**", lambda route: (asked.append(route.request.url), route.abort()))
    for text in texts:
        page.set_content(text)
        assert page.evaluate(AUDIT) == []
    page.close()
    assert [url for url in asked if "evil" in url] == []


def test_the_words_of_a_shared_picture_are_text(tmp_path: Path, chromium: Browser) -> None:
    for number, payload in enumerate(WORDS):
        layout = picture_svg.PictureLayout(colours=picture_svg.colours("red"), width=1200)
        layout.text(payload, 30, most=9, bold=True)
        layout.legend(((payload, "var(--c1)", "6 3"),), 24)
        (tmp_path / f"{number}.svg").write_text(layout.svg(), "utf-8")
    (tmp_path / "404.html").write_text("<!doctype html>", "utf-8")
    with served(tmp_path) as url:
        assert wrongs(chromium, url, (path.name for path in tmp_path.glob("*.svg"))) == []


def test_problems_are_text_in_the_preview(tmp_path: Path, chromium: Browser) -> None:
    site = SmallSite.make(tmp_path / "site", {path: text for path, text in FILES.items() if "2024-02-20" not in path})
    with preview(site.root) as url:
        page = chromium.new_page()
        page.goto(url)
        lines = "".join(f"{json.dumps(word)}: 1\n" for word in WORDS)
        site.write("content/briefings/2024/2024-02-22-x.md", f"---\n{lines}---\n\n{{{{ {WORDS[1]} }}}}\n")
        page.wait_for_selector("#briefings-problems:not([hidden])")
        assert WORDS[1] in page.inner_text("#briefings-problems")
        assert page.evaluate(AUDIT) == []
        page.close()
