"""The steps of a build one by one: the plan comes from the store, problems come together, and drafts are asked for too."""

from __future__ import annotations

import pytest

from builder.problem import Failed
from builder.site_build import steps
from builder.site_build.out_of_date import Trace
from builder.site_build.render_plan import plan_all
from tests.site import BRIEFING, OTHER, SmallSite
from tests.site_build.opened_run import opened

A, B = "content/briefings/2024/2024-02-20-a.md", "content/briefings/2024/2024-02-21-b.md"
DRAFT = "content/briefings/2024/2024-02-23-draft.md"
DRAFT_TEXT = OTHER.replace("title: 另一篇", "title: 草稿\ndraft: true")


def test_the_plan_of_the_same_words_comes_from_the_store(site: SmallSite) -> None:
    with opened(site) as run:
        planned = steps.plan_site(run)
    assert planned.plan and planned.shells is None and not run.counts["pages"]
    site.write(A, BRIEFING.replace("一句", "两句"))
    with opened(site) as run:
        assert steps.plan_site(run).shells
    assert run.counts["pages"] == 1


def test_sources_ask_for_what_stands_in_them_drafts_too(site: SmallSite) -> None:
    site.write(DRAFT, DRAFT_TEXT)
    with opened(site) as run:
        requests = steps.requests_of_sources(run)
    assert requests.keys() == {A, B, DRAFT, "content/pages/about.md"}
    numbers = {source: [slot.params for slot in asked if slot.block == "number"] for source, asked in requests.items()}
    assert numbers[DRAFT] == [{"series": "fund:990201", "measure": "nav"}]
    assert {request.source for request in requests[DRAFT]} == {DRAFT}


def test_nothing_is_asked_for_where_the_catalogue_cannot_be_read(site: SmallSite) -> None:
    site.write("content/data/funds.csv", "code\n")
    with opened(site) as run:
        assert steps.requests_of_sources(run) == {}


def test_a_failed_slot_is_a_problem_at_every_place_that_asks_for_it(site: SmallSite) -> None:
    wrong = OTHER.replace("990201 nav live", "990201 return 5y")
    for path, text in ((B, wrong), (DRAFT, wrong.replace("title: 另一篇", "title: 草稿\ndraft: true"))):
        site.write(path, text)
    with opened(site) as run:
        plan = steps.plan_site(run).plan
        assert plan
        _, problems = steps.render(run, plan_all(run.store, plan), Trace(data="", files={}))
    assert sorted((problem.path, problem.line, problem.id) for problem in problems) == [
        (B, 6, "no-answer"),
        (DRAFT, 7, "no-answer"),
    ]


def test_a_check_gives_the_whole_site_or_all_problems_of_words_and_numbers(site: SmallSite) -> None:
    with opened(site) as run:
        rendered = steps.check_whole_site(run)
    assert set(rendered.to_fill) >= {"index.html", "briefings/a/index.html", "funds/990101/index.html"}
    site.write(A, BRIEFING.replace("> -90%", "> 90%"))
    site.write(B, OTHER.replace("990201 nav live", "990201 navv live"))
    with opened(site) as run, pytest.raises(Failed) as failed:
        steps.check_whole_site(run)
    assert [(problem.path, problem.id) for problem in failed.value.problems] == [
        (A, "false-claim"),
        (B, "unknown-measure"),
    ]


def test_a_page_of_a_future_day_has_one_problem_at_its_date(site: SmallSite) -> None:
    path = "content/briefings/2042/2042-02-20-late.md"
    site.write(
        path,
        OTHER.replace("2024-02-21", "2042-02-20").replace("990201 nav live", "990201 nav")
        + "\n{{ 990201 return 1y }}\n",
    )
    (problem,) = site.build().problems
    assert (problem.path, problem.line, problem.id) == (path, 3, "bad-date")
    assert problem.message.startswith("the date lies in the future: of 2042-02-19, 2 of its numbers")
    assert problem.message.endswith("; the page waits until 2042-02-20T00:00+08:00")
    assert site.build().problems == (problem,)
    site.write(path, site.read(path).replace("date: 2042-02-20", "date: 2042-02-20\nas_of: 2024-02-20"))
    assert not site.build().problems
