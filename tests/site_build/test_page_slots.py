"""The slots of an author's page: resolved once, right ones beside wrong ones, and what every briefing has besides."""

from __future__ import annotations

from dataclasses import replace

from builder.model import RESTATED, SHARE
from builder.site_build.build_run import BuildRun
from builder.site_build.page_records import PageRecord, read_page_records
from builder.site_build.page_slots import PageSlots, RelatedLinks, keep_slots
from builder.site_build.site_plan import PlannedFile
from builder.site_build.slot_requests import Requests, load_requests
from builder.site_build.steps import plan_site
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
        language=run.settings.language,
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


FAR = "---\ntitle: 旧文\ndate: 2024-01-0{day}\n---\n\n一句。\n"


def planned(site: SmallSite, url: str) -> PlannedFile:
    """A page as it is planned now."""
    with opened(site) as run:
        plan = plan_site(run).plan
        assert plan
        return plan.files[f"{url}index.html"]


def test_an_edited_paragraph_plans_no_other_page_and_a_title_its_neighbours(site: SmallSite) -> None:
    for day in (4, 5):
        site.write(f"content/briefings/2024/2024-01-0{day}-old{day}.md", FAR.format(day=day))
    urls = ("briefings/b/", "briefings/old5/", "briefings/old4/")
    before = [planned(site, url) for url in urls]
    site.write(A, BRIEFING.replace("近一年", "近一年来"))  # the first paragraph: the excerpt of lists
    assert [planned(site, url) for url in urls] == before
    site.write(A, BRIEFING.replace("一篇简报", "另一题"))
    after = [planned(site, url) for url in urls]
    assert [one.shell for one in after] == [one.shell for one in before]
    assert [one.slots == other.slots for one, other in zip(before, after, strict=True)] == [False, False, True]


def test_a_new_briefing_is_the_next_of_the_one_before(site: SmallSite) -> None:
    assert "上一篇" in site.read("site/briefings/b/index.html")
    assert site.read("site/briefings/b/index.html").count("下一篇") == 0
    site.write("content/briefings/2024/2024-02-28-c.md", "---\ntitle: 新<文>\ndate: 2024-02-28\n---\n\n一句。\n")
    assert site.build().problems == ()
    page = site.read("site/briefings/b/index.html")
    assert '<a href="../../briefings/c/index.html" rel="next"><span>下一篇</span>新&lt;文&gt;</a>' in page
    assert site.pages() == site.cold_pages()


def test_a_draft_is_nobodys_neighbour(site: SmallSite) -> None:
    site.write("content/briefings/2024/2024-02-28-c.md", "---\ntitle: 稿\ndate: 2024-02-28\ndraft: true\n---\n\n一。\n")
    assert site.build().problems == ()
    assert "下一篇" not in site.read("site/briefings/b/index.html")
