"""Where to read on: neighbours in time of all that a briefing shares, so that a new one changes a few others alone."""

from __future__ import annotations

from dataclasses import replace

from builder.model import PageProjection
from builder.pages.related import related

from .conftest import CHIPS, SORA


def briefing(day: int, *, title: str = "", **shared: object) -> PageProjection:
    meta = replace(SORA.meta, title=title or f"第{day}篇", date=f"2024-01-{day:02}", topics=(), authors=(), column="")
    page = replace(SORA, path=f"{day:02}.md", url=f"briefings/{day:02}/", meta=meta, mentions=())
    mentions = shared.pop("mentions", ())
    return replace(page, meta=replace(page.meta, **shared), mentions=mentions)  # type: ignore[arg-type]


def titles(links: object) -> list[str]:
    return [link.title for link in links]  # type: ignore[attr-defined]


def test_a_briefing_leads_to_the_one_before_and_the_one_after() -> None:
    links = related([briefing(3), briefing(2), briefing(1)])
    assert (titles(links["02.md"].earlier), titles(links["02.md"].later)) == (["第1篇"], ["第3篇"])
    assert (titles(links["03.md"].later), titles(links["01.md"].earlier)) == ([], [])
    assert links["02.md"].links == ()


def test_links_say_what_is_shared_and_those_that_share_most_come_first() -> None:
    own = {"topics": ("人工智能",), "authors": ("甲",), "column": "热点", "mentions": ("990001",)}
    pages = [
        briefing(9, **own),
        briefing(8),
        briefing(7, authors=("甲",)),
        briefing(6, topics=("人工智能",), mentions=("990001",)),
        briefing(5, column="热点"),
        briefing(4, funds=("990001",)),
    ]
    links = related(pages)["09.md"].links
    assert [(link.title, *link.reasons) for link in links] == [
        ("第6篇", "同一主题“人工智能”", "提到相同基金"),
        ("第7篇", "同一作者"),
        ("第5篇", "同一栏目"),
        ("第4篇", "提到相同基金"),
    ]


def test_neighbours_say_what_they_share_and_are_not_linked_twice() -> None:
    sora = related([SORA, CHIPS])[SORA.path]
    assert [(link.title, *link.reasons) for link in sora.earlier] == [("芯片的一月", "同一主题“人工智能”")]
    assert sora.links == ()


def test_a_new_briefing_changes_the_links_of_a_few() -> None:
    pages = [briefing(day, topics=("人工智能",), authors=("甲",)) for day in range(30, 1, -1)]
    before, after = related(pages), related([briefing(31, topics=("人工智能",), authors=("甲",)), *pages])
    assert [path for path in before if before[path] != after[path]] == ["30.md"]
    retold = [replace(page, excerpt="另一段") for page in pages]
    assert related(retold) == before


def test_a_briefing_has_no_more_than_six_links() -> None:
    pages = [briefing(day, topics=tuple(f"题{day % n}" for n in (2, 3, 4, 5, 6, 7))) for day in range(30, 0, -1)]
    assert max(len(one.links) for one in related(pages).values()) == 6
