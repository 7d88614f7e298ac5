"""The files of a rendered site: what differs is filled, what stands there is not read, attachments come with their pages."""

from __future__ import annotations

from builder.model import digest
from builder.output.publish import SiteFolder
from builder.site_build import steps
from builder.site_build.build_run import BuildRun
from builder.site_build.render_plan import plan_rendering, read_trace
from builder.site_build.site_files import RenderedSite, vega_module
from tests.site import OTHER, SmallSite, history
from tests.site_build.opened_run import opened

DRAFT = "briefings/2024/2024-02-23-draft.md"


def rendered(run: BuildRun) -> RenderedSite:
    """What is out of date, rendered."""
    plan, trace = steps.plan_site(run).plan, read_trace(run.store)
    assert plan
    site, problems = steps.render(run, plan_rendering(run.store, plan, trace, data=run.data.key, site=None), trace)
    assert problems == []
    return site


def test_a_site_with_nothing_to_fill_has_the_attachments_of_the_last_build(site: SmallSite) -> None:
    charts = {path for path in site.pages() if path.startswith("charts/")}
    with opened(site) as run:
        done = rendered(run)
        assert done.to_fill == []
        assert {path for path in done.attachments() if path.startswith("charts/")} == charts
        assert charts
        assert done.new_trace({}) == read_trace(run.store)


def test_after_a_later_row_a_page_is_filled_with_other_fragments_where_it_shows_one(site: SmallSite) -> None:
    site.write("content/data/nav/990201.csv", history(1.0, -0.0002, days=421))
    with opened(site) as run:
        done, before = rendered(run), read_trace(run.store).files
        changed = {path for path in done.to_fill if done.filled_with(path) != before[path].filled_with}
    assert {"briefings/b/index.html", "funds/990201/index.html"} <= changed
    assert "funds/990101/index.html" in set(done.to_fill) - changed


def test_a_draft_is_rendered_and_traced_but_never_filled(site: SmallSite) -> None:
    site.write(f"content/{DRAFT}", OTHER.replace("title: 另一篇", "title: 草稿\ndraft: true"))
    with opened(site) as run:
        done = rendered(run)
        trace = done.new_trace(dict.fromkeys(done.to_fill, "digest"))
    assert DRAFT in done.requests and DRAFT not in done.to_fill
    assert not trace.files[DRAFT].is_published
    assert trace.files["index.html"].is_published


def test_publishing_fills_and_writes_the_files_that_differ_alone(site: SmallSite) -> None:
    before = site.pages()
    site.write("content/data/nav/990201.csv", history(1.0, -0.0002, days=421))
    with opened(site) as run:
        folder = SiteFolder(site.root / "site", site.root / f".briefings/written-{digest('site')}.json")
        report = steps.publish_site(run, rendered(run), folder)
    after = site.pages()
    assert set(report.written) == {path for path in after if after[path] != before.get(path)} - {"build.json"}
    assert run.counts["filled"] < len(report.files)
    assert {path: digest(content) for path, content in after.items() if path != "build.json"} == dict(report.files)


def test_the_script_for_charts_with_parameters_is_read_when_it_is_written(site: SmallSite) -> None:
    assert vega_module("", site.root) == {}
    assert set(vega_module("0123456789", site.root)) == {"assets/briefings/vega.01234567.js"}
    with opened(site) as run:
        files = vega_module(run.inputs.vega, run.settings.root)
    assert {path for path, (read, content) in files.items() if digest(read()) != content} == set()
