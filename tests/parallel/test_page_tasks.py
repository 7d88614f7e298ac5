"""What page workers do: a source file becomes a page and a body as JSON, and a shell input a shell."""

from __future__ import annotations

import json

from builder.cache.codec import decode
from builder.model import Body, Page, ShellInput, SourceFile
from builder.output.fill import decode_shell
from builder.parallel.page_tasks import (
    FaultyPage,
    PageOptions,
    PageTask,
    ParsedPage,
    ParseTask,
    page_shell,
    parse_page,
    shell,
)
from builder.settings.settings import read_settings
from tests.site import BRIEFING, SmallSite

PATH = "briefings/2024/2024-02-20-a.md"


def parsed(text: str, slugs: dict[str, str] | None = None) -> ParsedPage:
    """A source file that is right, understood."""
    outcome = parse_page(ParseTask(SourceFile(path=PATH, text=text), "Asia/Shanghai", slugs or {}, {}, "zh"))
    assert isinstance(outcome, ParsedPage)
    return outcome


def test_a_source_file_becomes_a_page_without_its_text_and_a_body_with_holes() -> None:
    outcome = parsed(BRIEFING)
    record = json.loads(outcome.record)
    page, body = decode(Page, record["page"]), decode(Body, json.loads(outcome.body))
    assert (page.url, page.meta.title, page.markdown) == ("briefings/a/", "一篇简报", "")
    assert record["listings"]["topics"] == {"人工智能": "topics/ren-gong-zhi-neng/"}
    assert record["excerpt"] == body.excerpt
    assert [heading.title for heading in body.headings] == ["一、为什么?", "相关产品"]
    assert "\ue0000\ue001" in body.html


def test_known_slugs_are_taken_and_only_new_ones_are_handed_back() -> None:
    learned = parsed(BRIEFING).new_slugs
    assert learned["人工智能"] == "ren-gong-zhi-neng"
    again = parsed(BRIEFING, learned)
    assert (again.new_slugs, again.record) == ({}, parsed(BRIEFING).record)


def test_what_is_wrong_with_a_source_file_is_the_outcome() -> None:
    source = SourceFile(path=PATH, text=BRIEFING.replace("date: 2024-02-20", "date: soon\nauthor: x"))
    outcome = parse_page(ParseTask(source, "Asia/Shanghai", {}, {}, "zh"))
    assert isinstance(outcome, FaultyPage)
    assert {problem.id for problem in outcome.problems} == {"bad-date", "unknown-key"}
    assert len(decode(Page, json.loads(outcome.record)["page"]).marks) == len(
        decode(Page, json.loads(parsed(BRIEFING).record)["page"]).marks
    )


def test_a_shell_has_the_frame_of_the_theme_around_the_holes(site: SmallSite) -> None:
    options = PageOptions(read_settings(site.root / "mkdocs.yml"), "", "digest", "site.css", {"zh": "site.js"})
    outcome = parsed(BRIEFING)
    record = json.loads(outcome.record)
    page, listings = decode(Page, record["page"]), record["listings"]
    html = decode_shell(page_shell(PageTask(options, page, listings, outcome.body, {}, ())).encode())
    assert {"0", "1"} <= set(html.holes)
    framed = decode_shell(shell((options, ShellInput(depth=0, kind="page", title="题", html="<p>正文</p>"))).encode())
    text = b"".join(framed.pieces).decode()
    assert "<title>题" in text and "<p>正文</p>" in text and "小站" in text


def test_what_an_unclosed_fence_swallows_is_not_missed() -> None:
    text = BRIEFING + "\n甲[^1]、[小结](#小结)。\n\n```python\nx\n\n[^1]: 注\n\n## 小结\n"
    for text_with_fence, ids in ((text, ["unclosed-fence"]), (text.replace("```python", ""), [])):
        outcome = parse_page(ParseTask(SourceFile(path=PATH, text=text_with_fence), "Asia/Shanghai", {}, {}, "zh"))
        assert [problem.id for problem in getattr(outcome, "problems", [])] == ids
