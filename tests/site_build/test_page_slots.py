"""The slots of an author's page: resolved once, right ones beside wrong ones, and what every briefing has besides."""

from __future__ import annotations

from dataclasses import replace

from builder.model import RESTATED, SHARE
from builder.site_build.build_run import BuildRun
from builder.site_build.page_records import PageRecord, read_page_records
from builder.site_build.page_slots import PageSlots, keep_slots
from builder.site_build.related_links import RelatedLinks
from builder.site_build.slot_requests import Requests, load_requests
from tests.site import BRIEFING, FUNDS, SmallSite
from tests.site_build.opened_run import number_slot, opened

A = "content/briefings/2024/2024-02-20-a.md"


def page_slots(run: BuildRun) -> PageSlots:
    return PageSlots(settings=run.settings, inputs=run.inputs, store=run.store, data=run.data)


def records_of(run: BuildRun) -> dict[str, PageRecord]:
    """The records of the site's pages, by the addresses of the pages."""
    records = read_page_records(
        list(run.inputs.content.sources.values()),
        store=run.store,
        code=run.inputs.code,
        options=run.settings.options,
        workers=run.workers,
    ).records
    return {record.page.url: record for record in records}


def slots_of(run: BuildRun, url: str) -> tuple[str, Requests, list[tuple[int, str]]]:
    """The key of a page's slots, what they ask for, and the lines and ids of its problems."""
    records = records_of(run)
    addresses = {record.page.path: url for url, record in records.items()}
    record = records[url]
    keys, problems = page_slots(run).keys(
        [record], run.data.directory, addresses, RelatedLinks(store=run.store, keys={})
    )
    key = keys[record.page.path]
    (requests,) = load_requests(run.store, [("page", key, record.page.path)]).values()
    return key, requests, [(problem.line, problem.id) for problem in problems]


def test_a_briefing_asks_for_its_marks_and_for_its_restatements_a_plain_page_for_nothing(site: SmallSite) -> None:
    with opened(site) as run:
        _, requests, problems = slots_of(run, "briefings/a/")
        assert slots_of(run, "about/")[1] == {}
    assert problems == []
    assert (requests["0"].block, requests["1"].block) == ("number", "claim")
    assert requests[RESTATED].params == {"slug": "a", "corrected": False}


def test_right_slots_stand_beside_wrong_ones_but_under_no_lasting_key(site: SmallSite) -> None:
    site.write(A, BRIEFING.replace("OTCFUND|990201", "OTCFUND|99020l"))
    for _ in range(2):
        with opened(site) as run:
            key, requests, problems = slots_of(run, "briefings/a/")
            assert problems == [(11, "unknown-series")]
        assert (requests["0"].block, RESTATED in requests) == ("number", False)
        assert key.startswith("slots:")


def test_the_key_changes_with_the_names_of_the_catalogue_and_not_with_a_row(site: SmallSite) -> None:
    keys = []
    later, renamed = site.read("content/data/nav/990101.csv") + "2024-12-30,1.5\n", FUNDS.replace("红利A", "分红A")
    for path, text in (("nav/990101.csv", ""), ("nav/990101.csv", later), ("funds.csv", renamed)):
        if text:
            site.write(f"content/data/{path}", text)
        with opened(site) as run:
            keys.append(slots_of(run, "briefings/b/")[0])
    assert keys[0] == keys[1] != keys[2]


def test_a_briefing_with_a_chart_has_a_picture_where_the_site_makes_them(site: SmallSite) -> None:
    with opened(site) as run:
        records = records_of(run)
        slots, none = page_slots(run), RelatedLinks(store=run.store, keys={})
        has_picture = [
            SHARE in slots._added_slots(records[url].page, slots.resolve(records[url], run.data.directory, {})[0], none)
            for url in ("briefings/a/", "briefings/b/")
        ]
        options = replace(run.settings.options, pictures=False)
        without = replace(slots, settings=replace(run.settings, options=options))
        assert without._picture_marks == []
    assert has_picture == [run.settings.has_share_pictures, False]


def test_equal_slots_are_stored_under_one_key(site: SmallSite) -> None:
    with opened(site) as run:
        keys = [keep_slots(run.store, {"0": number_slot(series)}) for series in ("fund:990101",) * 2 + ("fund:990102",)]
    assert keys[0] == keys[1] != keys[2]
