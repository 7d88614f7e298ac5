"""Hostile words, names and pictures in every place that readers see: nothing runs in Chromium, and nothing is asked elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builder.model import SourceFile
from builder.problem import Failed
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse
from tests.browser.demo_site import served
from tests.site import FILES, SmallSite

_SCRIPT = "window.hit=1"
WORDS = [
    f"<script>{_SCRIPT}</script>",
    f"<img src=a.png onerror={_SCRIPT}>",
    f"<svg onload={_SCRIPT}>",
    f"<svg><script>{_SCRIPT}</script></svg>",
    f"<iframe srcdoc='<script>parent.{_SCRIPT}</script>'></iframe>",
    "<iframe src=javascript:parent.hit=1></iframe>",
    f"<details open ontoggle={_SCRIPT}>",
    f"<a href='javascript:{_SCRIPT}'>x</a>",
    f"<a href='jav&#x09;ascript:{_SCRIPT}'>x</a>",
    f"<form action=javascript:{_SCRIPT}><input autofocus onfocus={_SCRIPT}>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=a.png onerror={_SCRIPT}&gt;'>",
    f"<noscript><p title='</noscript><img src=a.png onerror={_SCRIPT}>'>",
    "<base href=//evil.test/>",
    "<link rel=stylesheet href=//evil.test/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    "<object data=//evil.test/x.swf></object><embed src=//evil.test/x.swf>",
    "<video src=//evil.test/x.mp4 autoplay></video>",
    "<style>@import '//evil.test/x.css';</style>",
    "<p style='background:url(//evil.test/x)'>x</p>",
    f"</title><script>{_SCRIPT}</script>",
    f"</textarea></script></style><script>{_SCRIPT}</script>",
    f'"><script>{_SCRIPT}</script>',
    f"' onmouseover='{_SCRIPT}' x='",
    f'" autofocus onfocus="{_SCRIPT}',
    f"--><script>{_SCRIPT}</script><!--",
    f"]]><script>{_SCRIPT}</script>",
    f"&lt;script&gt;{_SCRIPT}&lt;/script&gt;",
    f"{{{{ {_SCRIPT} }}}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    f"<template><script>{_SCRIPT}</script></template>",
    f"<xmp><p title='</xmp><img src=a.png onerror={_SCRIPT}>'>",
    f"<scr<script>ipt>{_SCRIPT}</scr</script>ipt>",
    f"<div id=__md_scope class=md-overlay onclick={_SCRIPT}>x</div>",
    "<img src=//evil.test/x.png alt=x>",
    f"＜script＞{_SCRIPT}＜/script＞",
    f"\u2028<script>{_SCRIPT}</script>\u2029",
]
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
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360f8cf500f0003860180"
    "5a344d6b0000000049454e44ae426082".replace(" ", "")
)
DRAWING = f"""\
<?xml version="1.0"?><?xml-stylesheet href="//evil.test/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" onload="{_SCRIPT}">
<script>{_SCRIPT}</script><script href="//evil.test/x.js"/><a href="javascript:{_SCRIPT}"><text y="9">x</text></a>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="javascript:parent.hit=1"/></body></foreignObject>
<rect fill="url(//evil.test/x#a)"/>
<set attributeName="onclick" to="{_SCRIPT}"/><animate attributeName="href" values="javascript:{_SCRIPT}"/>
<style>rect {{ fill: red }}</style><rect width="9" height="9" style="background:url(//evil.test/y)" onclick="{_SCRIPT}"/></svg>
"""
_AUDIT = """() => {
  const wrong = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (['iframe', 'object', 'embed', 'base', 'frame', 'video', 'audio', 'applet', 'foreignObject'].includes(name))
      wrong.push(name);
    if (name === 'meta' && element.httpEquiv === 'refresh') wrong.push('refresh');
    if (name === 'script' && element.src && !element.src.startsWith(location.origin)) wrong.push(element.src);
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith('on')) wrong.push(name + ' ' + attribute.name);
      if (/^[\\s\\x00-\\x20]*(javascript|vbscript|data:text)/i.test(attribute.value)) wrong.push(attribute.value);
    }
    if (element.id === '__md_scope' && name === 'div') wrong.push('poses as the theme');
  }
  if (window.hit) wrong.push('a script ran');
  return wrong;
}"""
_RENDERER = MarkdownRenderer()
_VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => console.error(e.effectiveDirective + ' ' + e.blockedURI))"


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


def _heads(payload: str) -> str:
    keys = {"summary": payload, "series": payload, "risk": payload}
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
        site.write(f"content/briefings/2024/2024-02-20-p{number}.md", _page(title, bodies, _heads(payload)))
        site.write(f"content/briefings/2024/2024-02-20-r{number}.md", _page(f"反{number}", _together(bodies[::-1])))
    for sink in SINKS:
        bodies = _together(body for (of, _), body in cases.items() if of == sink)
        site.write(f"content/briefings/2024/2024-02-20-{sink}.md", _page(sink, bodies))
    site.write("content/data/funds.csv", _funds())
    indexes = io.StringIO()
    csv.writer(indexes).writerows([("code", "name"), ("X90713", "示例人工智能指数"), *_named("X8", WORDS)])
    site.write("content/data/indexes.csv", indexes.getvalue())
    declared = {"origin": " ".join(WORDS), "licence": WORDS[15], "synthetic": True}
    site.write("content/data/sources.yml", json.dumps({"nav": declared, "index": declared}))
    assert site.build().problems == ()
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


def test_nothing_runs_on_any_page(hostile: SmallSite, address: str, chromium: Browser) -> None:
    site = hostile.root / "site"
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in (".html", ".svg")]
    assert len(files) > 130
    context = chromium.new_context()
    context.add_init_script(_VIOLATIONS)
    page = context.new_page()
    said, asked, wrong = list[str](), list[str](), dict[str, list[str]]()
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}") if message.type == "error" else None)
    page.on("dialog", lambda dialog: (said.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    for name in sorted(files):
        page.goto(address + name, wait_until="domcontentloaded")
        if problems := page.evaluate(_AUDIT):
            wrong[name] = problems
    context.close()
    assert wrong == {}
    # Opened alone, a drawing has no icon, and the style sheet in it is not applied.
    assert [text for text in said if not any(word in text for word in ("404", "style-src"))] == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


@pytest.mark.parametrize("shown", ["![x](evil{})", "<img src='evil{}' alt='x'>", "![x][e]\n\n[e]: evil{}", "cover"])
@pytest.mark.parametrize(
    "suffix", [".html", ".xhtml", ".xml", ".htm", ".js", ".svgz", ".css", ".pdf", ".png", ".gif", ""]
)
def test_a_file_that_is_no_picture_is_a_problem_with_its_line(site: SmallSite, suffix: str, shown: str) -> None:
    site.write(f"content/briefings/2024/evil{suffix}", f"<script>{_SCRIPT}</script>")
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
    assert not [path for path in Path(hostile.root / "site").rglob("*") if "evil" in path.name]
