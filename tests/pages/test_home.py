"""The front page."""

from __future__ import annotations

from dataclasses import replace

from builder.model import ROOT
from builder.pages import SiteContent, home
from builder.slot_params.generated import FundRowsParams
from builder.templating import Templates

from .conftest import by_path, html


def test_the_site_has_one_front_page(site: SiteContent, templates: Templates) -> None:
    assert [file.path for file in home.files(site, templates)] == ["index.html"]


def test_the_front_page_shows_the_latest_first_and_only_so_many(site: SiteContent, templates: Templates) -> None:
    front = html(by_path(home.files(site, templates))["index.html"])
    assert front.index("briefings/sora/") < front.index("briefings/chips/")
    options = replace(site.settings.options, latest=1)
    fewer = replace(site, settings=replace(site.settings, options=options))
    front = html(by_path(home.files(fewer, templates))["index.html"])
    assert "briefings/chips/" not in front
    assert f'href="{ROOT}archive/"' in front


def test_a_briefing_without_summary_shows_its_first_paragraph(site: SiteContent, templates: Templates) -> None:
    assert "一月里芯片板块先抑后扬。" in html(by_path(home.files(site, templates))["index.html"])


def test_it_lists_the_funds_that_the_latest_briefings_mention(site: SiteContent, templates: Templates) -> None:
    (front,) = home.files(site, templates)
    (rows,) = (slot for slot in front.slots.values() if slot.block == "fund-rows")
    assert rows.params == FundRowsParams(series=("fund:990001",))
