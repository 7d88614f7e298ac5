"""Which pages are out, at what addresses, and what is wrong between them."""

from __future__ import annotations

from datetime import UTC, datetime

from builder.model import Mark, Page, PageMeta
from builder.problem import Problem
from builder.site_build import publication

NOON = datetime(2024, 2, 20, 12, tzinfo=UTC)


def page(path: str, url: str = "briefings/a/", **meta: object) -> Page:
    return Page(path=path, kind="briefing", url=url, markdown="", meta=PageMeta(title="题", **meta))  # type: ignore[arg-type]


def test_a_draft_is_not_out_even_when_its_time_has_come() -> None:
    assert not publication.is_published(page("a.md", draft=True, publish_at="2024-02-20T11:00:00+00:00"), NOON)


def test_a_page_is_out_from_its_instant_on_in_any_zone() -> None:
    assert not publication.is_published(page("a.md", publish_at="2024-02-20T20:00:01+08:00"), NOON)
    assert publication.is_published(page("a.md", publish_at="2024-02-20T20:00:00+08:00"), NOON)


def test_briefings_stand_newest_first_whatever_their_zone() -> None:
    dates = {
        "a.md": "2024-02-20T09:00:00+08:00",
        "b.md": "2024-02-20",
        "c.md": "2024-02-20T02:00:00+00:00",
        "d.md": "2024-02-19",
    }
    ordered = publication.newest_first([page(path, date=date) for path, date in dates.items()])
    assert [briefing.path for briefing in ordered] == ["c.md", "a.md", "b.md", "d.md"]


def test_two_pages_of_one_address_are_a_problem_at_the_second_ones_slug() -> None:
    pages = [page("b.md"), page("a.md"), page("c.md", url="funds/")]
    problems = publication.duplicates(pages, ["funds/"])
    assert [(problem.path, problem.id) for problem in problems] == [
        ("b.md", "duplicate-slug"),
        ("c.md", "duplicate-slug"),
    ]
    assert "a.md" in problems[0].message


def test_a_missing_image_is_a_problem_at_its_place_with_the_one_that_was_meant() -> None:
    mark = Mark(block="image", params={"target": "briefings/patch.svg"}, line=7, column=3, length=18)
    shown = Page(path="a.md", kind="briefing", url="a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))
    (problem,) = publication.missing_images([shown], ["briefings/patches.svg"])
    assert (problem.line, problem.column, problem.length) == (7, 3, 18)
    assert problem.hint == "did you mean briefings/patches.svg?"
    assert publication.missing_images([shown], ["briefings/patch.svg"]) == []


def test_a_file_that_is_no_picture_is_a_problem_wherever_a_page_shows_it() -> None:
    mark = Mark(block="image", params={"target": "a.svg"}, line=7, column=3, length=18)
    shown = Page(path="a.md", kind="briefing", url="a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))
    fault = Problem(id="bad-picture", path="a.svg", line=2, message="no drawing", hint="draw it")
    (problem,) = publication.picture_problems([shown], {"a.svg": fault, "b.svg": fault})
    assert (problem.path, problem.line, problem.column, problem.length) == ("a.md", 7, 3, 18)
    assert (problem.message, problem.hint) == ("a.svg, line 2: no drawing", "draw it")


def test_pictures_that_pages_show_have_the_digests_of_what_is_published() -> None:
    shown = Page(path="a.md", kind="page", url="a/", markdown="", meta=PageMeta(title="题"), images=("b.svg", "a.svg"))
    digests = {"a.svg": "1", "b.svg": "2", "c.svg": "3"}
    assert list(publication.shown_images([shown, shown], digests).items()) == [("a.svg", "1"), ("b.svg", "2")]
