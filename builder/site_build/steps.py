"""The steps of a build, in the order in which `build` takes them; the commands of `desk` use the first ones.

Each is a function from what the run shares, and from the values of earlier steps, to values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.model import digest
from builder.output.publish import PublishReport, SiteFolder
from builder.parallel.file_writing import file_writing
from builder.problem import Failed, Problem
from builder.site_build import publication
from builder.site_build.build_run import BuildRun
from builder.site_build.cached_data import FACTS
from builder.site_build.fragments import FragmentRenderer
from builder.site_build.inputs import Outcome
from builder.site_build.out_of_date import Trace
from builder.site_build.published_media import media_files
from builder.site_build.render_plan import ASKED_FOR, RenderPlan, keep_trace, plan_all, plan_rendering, read_trace
from builder.site_build.site_files import RenderedSite, SiteFiles, vega_module
from builder.site_build.site_plan import NewPlan, SitePlan
from builder.site_build.slot_requests import Requests, SlotRequest
from builder.theme.frame_files import frame_files


def plan_site_and_rendering(run: BuildRun, trace: Trace, site: SiteFolder | None) -> tuple[NewPlan, RenderPlan | None]:
    """Plan every file of the site, and what is to be rendered; None where the catalogue cannot be read.

    While the helper loads the data, this looks at the plan of the last build, which is right unless the catalogue changed.
    """
    expected = run.planner.expected_plan() if run.helper else None
    early = plan_rendering(run.store, expected, trace, data=run.data.key, site=site) if expected else None
    planned = plan_site(run, expected)
    if planned.plan is None:
        return planned, None
    if early and planned.plan.names == early.plan.names:
        return planned, early
    return planned, plan_rendering(run.store, planned.plan, trace, data=run.data.key, site=site)


def plan_site(run: BuildRun, expected: SitePlan | None = None) -> NewPlan:
    """Every file of the site: from the store if the same words and names were planned before, or planned now."""
    try:
        names = run.data.names_key
    except Failed:  # the new plan says what is wrong with the data
        names = ""
    known = expected if expected and expected.names == names else run.planner.stored_plan(names)
    planned = NewPlan(plan=known, problems=run.inputs.problems) if known else run.planner.new_plan()
    run.counts.update(planned.counts)
    return planned


def render(run: BuildRun, rendering: RenderPlan, trace: Trace) -> tuple[RenderedSite, list[Problem]]:
    """Render all that out-of-date files ask for, and find what is wrong with it.

    Each briefing's requests get what the data restate since it came out.
    """
    renderer = FragmentRenderer(
        store=run.store,
        data=run.data,
        options=run.render_options,
        recipe=digest(run.inputs.code + run.inputs.appearance),
        helper=run.helper,
    )
    requests: dict[str, Requests] = {}
    problems: list[Problem] = []
    for batch in rendering.batches:
        announced, restated = run.ledgers.announce(batch)
        problems += restated
        renderer.add(announced)  # the helper begins with it while the next batch is looked up
        requests |= announced
    fragments = renderer.finish()
    run.counts["fragments"] += fragments.rendered
    of_authors = {request.id for holes in requests.values() for request in holes.values() if request.source}
    for path, holes in requests.items():
        # The front page shows a chart of a briefing: what is wrong with it is told where its author wrote it.
        failed = [
            request
            for request in holes.values()
            if request.id in fragments.problems and (request.source or request.id not in of_authors)
        ]
        unknown_yet = _unknown_yet(run, path, rendering, fragments.problems, failed)
        if unknown_yet:
            problems.append(_future_date(run, path, rendering.plan.waiting[path], unknown_yet))
        problems += [request.locate(fragments.problems[request.id]) for request in failed if request not in unknown_yet]
    rendered = RenderedSite(
        rendering=rendering,
        requests=requests,
        fragments=fragments.records,
        data=run.data.key,
        code=run.inputs.code,
        trace=trace,
    )
    return rendered, problems


def _unknown_yet(
    run: BuildRun,
    path: str,
    rendering: RenderPlan,
    faults: Mapping[str, Problem],
    failed: Sequence[SlotRequest],
) -> list[SlotRequest]:
    """What a page that waits asks of a day that has not come, and that the data do not answer."""
    today = run.now.date().isoformat()
    return [
        request
        for request in failed
        if path in rendering.plan.waiting
        and faults[request.id].id == "no-answer"
        and any(today < as_of for _, as_of in request.scopes if as_of != FACTS)
    ]


def _future_date(run: BuildRun, path: str, published_from: str, asked: Sequence[SlotRequest]) -> Problem:
    """One problem for all that a page asks of a day that has not come, at its date."""
    lines = run.inputs.content.sources[path].text.splitlines()
    line = next((number for number, text in enumerate(lines, 1) if text.startswith("date:")), 1)
    day = max(as_of for request in asked for _, as_of in request.scopes if as_of != FACTS)
    slots = (
        f"{len(asked)} of its numbers, claims and charts" if len(asked) > 1 else "one of its numbers, claims or charts"
    )
    return Problem(
        id="bad-date",
        path=asked[0].source,
        line=line,
        message=f"the date lies in the future: of {day}, {slots} cannot be known yet; the page waits until {published_from}",
        hint="correct the date, or write as_of with the day of the data that the page tells of",
    )


def keep_plan(run: BuildRun, planned: NewPlan) -> None:
    """Wait for the shells of a new plan, and keep it: all in it is right."""
    if planned.shells:
        run.counts["shells"] += planned.shells.keep_in(run.store)
        run.planner.keep(planned)
    elif planned.plan:
        run.planner.expect(planned.plan)


def publish_site(run: BuildRun, rendered: RenderedSite, site: SiteFolder) -> PublishReport:
    """Fill the files that differ, and write them."""
    settings, inputs, plan = run.settings, run.inputs, rendered.rendering.plan
    executor = run.helper.executor if run.helper else None
    static = media_files(plan.images, plan.documents, settings.content_dir, inputs.content.names_on_disk)
    static |= frame_files(
        plan.languages, store=run.store, appearance=inputs.appearance, code=inputs.code, settings=settings
    )
    static |= vega_module(inputs.vega, settings.root)
    files = SiteFiles(
        rendered=rendered,
        static=static,
        index=run.indexer.load(plan.index),
        indexer=run.indexer,
        directory=run.data.directory,
        settings=settings,
        store=run.store,
        site=site,
        has_helper=executor is not None,
        counts=run.counts,
    )
    published = site.publish(files.all(), files.paths, _summary(run, plan), write_files=file_writing(executor))
    return published


def _summary(run: BuildRun, plan: SitePlan) -> dict[str, Any]:
    """What build.json says besides the files."""
    directory = run.data.directory
    return {
        "generator": "fund-briefings",
        "engine": run.inputs.code,
        "content": run.inputs.key,
        "data": dict(directory.data_as_of),
        "synthetic": directory.synthetic,
        "counts": {"pages": len(plan.files), "instruments": len(directory.instruments)},
    }


def remember(run: BuildRun, rendered: RenderedSite, published: PublishReport, notes: Sequence[str]) -> None:
    """Keep what this build made, for the next one."""
    keep_trace(run.store, rendered.new_trace(published.files))
    outcome = Outcome(published.files, notes)
    run.inputs.keep_outcome(run.store, run.now, rendered.rendering.plan.instants, outcome)


# ----------------------------------------------------------------------------------------------- what `desk` asks of a run


def check_whole_site(run: BuildRun) -> RenderedSite:
    """Every file of the site, rendered but not filled. Raises Failed with all problems of the site."""
    planned = plan_site(run)
    if planned.plan is None:
        raise Failed(publication.sort_problems(planned.problems))
    rendered, problems = render(run, plan_all(run.store, planned.plan), read_trace(run.store))
    if planned.problems or problems:
        raise Failed(publication.sort_problems((*planned.problems, *problems)))
    keep_plan(run, planned)
    return rendered


def requests_of_sources(run: BuildRun) -> dict[str, list[SlotRequest]]:
    """What each source file asks for, drafts included, e.g. {"content/pages/about.md": [...]}. Nothing where the catalogue
    cannot be read. Pages with problems give the requests that are right."""
    plan = plan_site(run).plan
    if plan is None:
        return {}
    sources = {path: file.source for path, file in plan.all_files.items() if file.source}
    rendering = plan_all(run.store, plan, dict.fromkeys(sources, ASKED_FOR))
    return {sources[path]: list(holes.values()) for batch in rendering.batches for path, holes in batch.items()}
