"""Fragments: rendered once for all places and builds that ask the same of the same data."""

from __future__ import annotations

from dataclasses import replace

from builder.parallel.fragment_rendering import decode_fragment
from builder.site_build.build_run import BuildRun
from builder.site_build.fragments import FragmentRenderer, Fragments
from builder.site_build.slot_requests import Requests
from tests.site import SmallSite, history
from tests.site_build.opened_run import number_slot, opened, request_of

FROZEN, LIVE = number_slot("fund:990101"), number_slot("fund:990101", as_of="")
NO_NUMBER = number_slot("fund:990201", "return", window="5y")
FROZEN_PAGE = {"frozen.html": {"0": request_of(FROZEN)}}
TWO_PAGES = {"a.html": {"0": request_of(FROZEN), "1": request_of(LIVE)}, "b.html": {"7": request_of(FROZEN)}}


def render(run: BuildRun, *batches: dict[str, Requests], recipe: str = "recipe") -> Fragments:
    """The fragments of these requests, rendered in this process."""
    renderer = FragmentRenderer(store=run.store, data=run.data, options=run.render_options, recipe=recipe, helper=None)
    for batch in batches:
        renderer.add(batch)
    return renderer.finish()


def test_a_slot_is_rendered_once_for_all_places_that_ask_for_it(site: SmallSite) -> None:
    with opened(site) as run:
        fragments = render(run, TWO_PAGES, FROZEN_PAGE)
        assert fragments.rendered == 2
        assert fragments.records.keys() == {FROZEN.id, LIVE.id}
        assert render(run, TWO_PAGES, FROZEN_PAGE) == replace(fragments, rendered=0)


def test_a_fragment_is_in_the_store_under_its_key(site: SmallSite) -> None:
    with opened(site) as run:
        record = render(run, FROZEN_PAGE).records[FROZEN.id]
        encoded = run.store.get(record.key)
    assert encoded is not None
    assert 'data-measure="nav"' in decode_fragment(encoded).html


def test_a_later_row_renders_the_live_number_and_not_the_frozen_one(site: SmallSite) -> None:
    with opened(site) as run:
        before = render(run, TWO_PAGES)
    site.write("content/data/nav/990101.csv", history(1.0, 0.0005, days=430))
    with opened(site) as run:
        after = render(run, TWO_PAGES)
    assert after.rendered == 1
    assert after.records[FROZEN.id] == before.records[FROZEN.id]
    assert after.records[LIVE.id].digest != before.records[LIVE.id].digest


def test_an_earlier_row_that_is_corrected_renders_the_frozen_number_too(site: SmallSite) -> None:
    with opened(site) as run:
        render(run, TWO_PAGES)
    site.write("content/data/nav/990101.csv", history(1.01, 0.0005))
    with opened(site) as run:
        assert render(run, TWO_PAGES).rendered == 2


def test_other_code_or_templates_render_all_of_them(site: SmallSite) -> None:
    with opened(site) as run:
        render(run, TWO_PAGES)
        assert render(run, TWO_PAGES, recipe="another").rendered == 2


def test_a_slot_without_an_answer_is_a_problem_and_is_looked_at_again_by_the_next_build(site: SmallSite) -> None:
    pages = {"a.html": {"0": request_of(NO_NUMBER), "1": request_of(FROZEN)}, "b.html": {"3": request_of(NO_NUMBER)}}
    for rendered in (1, 0):
        with opened(site) as run:
            fragments = render(run, pages)
        assert {slot_id: problem.id for slot_id, problem in fragments.problems.items()} == {NO_NUMBER.id: "no-answer"}
        assert (fragments.records.keys(), fragments.rendered) == ({FROZEN.id}, rendered)
