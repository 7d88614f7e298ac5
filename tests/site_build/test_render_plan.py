"""What to render: files and drafts that are out of date, with what they ask for, and the trace between two builds."""

from __future__ import annotations

from builder.model import digest
from builder.output.publish import SiteFolder
from builder.site_build import steps
from builder.site_build.build_run import BuildRun
from builder.site_build.out_of_date import DATA, LOST, NEW, FileTrace, Trace
from builder.site_build.render_plan import ASKED_FOR, keep_trace, plan_all, plan_rendering, read_trace
from builder.site_build.site_plan import SitePlan
from tests.site import OTHER, SmallSite
from tests.site_build.opened_run import opened

DRAFT = "briefings/2024/2024-02-23-draft.md"


def plan_of(run: BuildRun) -> SitePlan:
    """The plan of a site whose words are right."""
    plan = steps.plan_site(run).plan
    assert plan
    return plan


def reasons(run: BuildRun, *, data: str, site: SiteFolder | None = None) -> dict[str, tuple[str, ...]]:
    """What is out of date, and why."""
    plan = plan_rendering(run.store, plan_of(run), read_trace(run.store), data=data, site=site)
    return {path: tuple(why) for path, why in plan.reasons.items()}


def test_nothing_is_planned_after_a_build_and_all_of_it_after_new_data(site: SmallSite) -> None:
    with opened(site) as run:
        assert reasons(run, data=run.data.key) == {}
        assert reasons(run, data="other") == dict.fromkeys(plan_of(run).files, (DATA,))
        done = plan_rendering(run.store, plan_of(run), read_trace(run.store), data=run.data.key, site=None)
        assert done.up_to_date == list(plan_of(run).files)


def test_a_new_draft_is_planned_under_its_source_with_what_it_asks_for(site: SmallSite) -> None:
    site.write(f"content/{DRAFT}", OTHER.replace("title: 另一篇", "title: 草稿\ndraft: true"))
    with opened(site) as run:
        planned = reasons(run, data=run.data.key)
        assert planned[DRAFT] == (NEW,)
        assert not {"index.html", f"content/{DRAFT}", "briefings/draft/index.html"} & planned.keys()
        plan = plan_rendering(run.store, plan_of(run), read_trace(run.store), data=run.data.key, site=None)
        (batch,) = plan.batches
    assert {request.source for request in batch[DRAFT].values()} == {f"content/{DRAFT}"}


def test_a_file_that_is_gone_from_the_site_is_planned_where_the_site_is_looked_at(site: SmallSite) -> None:
    (site.root / "site/funds/990101/index.html").unlink()
    with opened(site) as run:
        folder = SiteFolder(site.root / "site", site.root / f".briefings/written-{digest('site')}.json")
        assert reasons(run, data=run.data.key, site=folder) == {"funds/990101/index.html": (LOST,)}
        assert reasons(run, data=run.data.key) == {}


def test_the_whole_plan_is_asked_for_or_only_the_files_with_reasons(site: SmallSite) -> None:
    with opened(site) as run:
        plan = plan_of(run)
        whole = plan_all(run.store, plan)
        assert whole.reasons == dict.fromkeys(plan.all_files, ASKED_FOR)
        assert [path for batch in whole.batches for path in batch] == list(plan.all_files)
        single = plan_all(run.store, plan, {"index.html": ASKED_FOR})
        assert [list(batch) for batch in single.batches] == [["index.html"]]


def test_a_trace_comes_back_as_it_was_left_and_a_lost_one_is_empty(site: SmallSite) -> None:
    trace = Trace(data="monday", files={"a.html": FileTrace("shell", "slots", "filled", "digest", {"a.csv": "csv"})})
    with opened(site) as run:
        keep_trace(run.store, trace)
        assert read_trace(run.store) == trace
        run.store.put("last", "")
        assert read_trace(run.store) == Trace(data="", files={})
