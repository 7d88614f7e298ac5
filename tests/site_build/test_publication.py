"""Which pages are out, at what addresses, and what is wrong between them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from builder.model import Mark, Page, PageMeta
from builder.site_build import publication

NOON = datetime(2024, 2, 20, 12, tzinfo=UTC)
ZONE = "Asia/Shanghai"


def page(path: str, url: str = "briefings/a/", **meta: object) -> Page:
    return Page(path=path, kind="briefing", url=url, markdown="", meta=PageMeta(title="题", **meta))  # type: ignore[arg-type]


def test_a_draft_is_not_out_even_when_its_time_has_come() -> None:
    assert not publication.is_published(page("a.md", draft=True, publish_at="2024-02-20T11:00:00+00:00"), NOON, ZONE)


def test_a_page_is_out_from_its_instant_on_in_any_zone() -> None:
    assert not publication.is_published(page("a.md", publish_at="2024-02-20T20:00:01+08:00"), NOON, ZONE)
    assert publication.is_published(page("a.md", publish_at="2024-02-20T20:00:00+08:00"), NOON, ZONE)


def test_a_page_waits_for_its_date_unless_publish_at_says_otherwise() -> None:
    assert not publication.is_published(page("a.md", date="2024-02-21"), NOON, ZONE)
    assert publication.is_published(page("a.md", date="2024-02-21"), NOON, "Pacific/Kiritimati")  # where that day began
    early = page("b.md", date="2024-02-21", publish_at="2024-02-20T08:00:00+08:00")
    assert publication.is_published(early, NOON, ZONE)
    late = page("c.md", date="2024-02-20T20:00:01+08:00")
    assert publication.moments([late, early], ZONE) == ["2024-02-20T08:00:00+08:00", "2024-02-20T20:00:01+08:00"]
    assert publication.waiting([late, early], NOON, ZONE) == {"c.md": "2024-02-20T20:00+08:00"}
    (problem,) = publication.future_dates([late, early], NOON, ZONE)
    assert (problem.path, problem.id) == ("c.md", "bad-date")


def test_briefings_stand_newest_first_whatever_their_zone() -> None:
    dates = {
        "a.md": "2024-02-20T09:00:00+08:00",
        "b.md": "2024-02-20",
        "c.md": "2024-02-20T02:00:00+00:00",
        "d.md": "2024-02-19",
        "e.md": "2024-02-19T20:00:00+00:00",
    }
    ordered = publication.newest_first([page(path, date=date) for path, date in dates.items()], ZONE)
    assert [briefing.path for briefing in ordered] == ["c.md", "a.md", "e.md", "b.md", "d.md"]


def test_two_pages_of_one_address_are_a_problem_at_the_second_ones_slug() -> None:
    pages = [page("b.md"), page("a.md"), page("c.md", url="funds/")]
    problems = publication.duplicates(pages, ["funds/"])
    assert [(problem.path, problem.id) for problem in problems] == [
        ("b.md", "duplicate-slug"),
        ("c.md", "duplicate-slug"),
    ]
    assert "a.md" in problems[0].message


def linking(target: str = "", *, address: str = "", path: str = "briefings/a.md") -> Page:
    mark = Mark(block="address", params={"target": target, "address": address, "fragment": ""}, line=7, column=3)
    return Page(path=path, kind="briefing", url="briefings/a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))


FILES = {"index.html", "funds/index.html", "briefings/b/index.html", "briefings/a/index.html", "feed.xml"}


@pytest.mark.parametrize("address", ["/", "../../", "/funds/", "../b/", "/feed.xml", "/briefings/b/index.html"])
def test_an_address_that_the_site_has_is_right(address: str) -> None:
    assert publication.dead_links([linking(address=address)], {"briefings/a.md"}, FILES) == []


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("../nothing/", "link to a page by its Markdown file, e.g. ../2023/2023-11-06-gpts.md"),
        ("b.html", "did you mean the file briefings/b.md?"),
        ("/briefings/b", "did you mean the file briefings/b.md?"),
        ("/fund/", "did you mean /funds/?"),
        ("季报.pdf", "put the document beside the page"),
        ("图.png", "write ![what it shows](图.png)"),
    ],
)
def test_an_address_that_the_site_lacks_is_told_with_what_was_meant(address: str, hint: str) -> None:
    pages = [linking(address=address), page("briefings/b.md", url="briefings/b/", slug="b")]
    (problem,) = publication.dead_links(pages, {"briefings/a.md", "briefings/b.md"}, FILES)
    assert (problem.id, problem.path, problem.line, problem.hint) == ("bad-link", "briefings/a.md", 7, hint)


def test_a_published_page_must_not_link_to_one_that_is_not() -> None:
    pages = [linking("b.md"), page("b.md", draft=True)]
    (problem,) = publication.dead_links(pages, {"briefings/a.md"}, FILES)
    assert (problem.id, problem.line) == ("bad-link", 7) and "a draft" in problem.message
    assert publication.dead_links(pages, set(), FILES) == []  # a draft may


def test_the_navigation_leads_to_pages() -> None:
    nav = {"/": 3, "funds/": 4, "briefings/b.md": 5, "https://a.com": 6, "pages/abuot.md": 7}
    pages = [page("pages/about.md", url="about/")]
    (problem,) = publication.dead_navigation(nav, "mkdocs.yml", pages, FILES)
    assert (problem.id, problem.path, problem.line) == ("bad-link", "mkdocs.yml", 7)
    assert problem.hint == "did you mean pages/about.md?"


def test_addresses_that_differ_in_case_alone_are_one() -> None:
    (problem,) = publication.duplicates([page("a.md", url="funds/ab/")], ["funds/AB/"])
    assert problem.id == "duplicate-slug"
