"""The front page."""

from __future__ import annotations

from dataclasses import replace

from builder.model import ROOT, hole
from builder.pages import SiteContent, home
from builder.templating import Templates

from .conftest import by_path, html


def front(site: SiteContent, templates: Templates) -> str:
    return html(by_path(home.files(site, templates))["index.html"])


def test_the_site_has_one_front_page(site: SiteContent, templates: Templates) -> None:
    assert [file.path for file in home.files(site, templates)] == ["index.html"]


def test_the_newest_briefing_leads_and_the_others_follow_in_short(site: SiteContent, templates: Templates) -> None:
    text = front(site, templates)
    lead, others = text.split('id="more"')
    assert "briefings/sora/" in lead and "文生视频会带来什么?" in lead
    assert "briefings/chips/" in others and "一月里芯片板块先抑后扬。" not in others


def test_it_shows_only_so_many_and_links_to_the_others(site: SiteContent, templates: Templates) -> None:
    options = replace(site.settings.options, latest=1)
    fewer = replace(site, settings=replace(site.settings, options=options))
    text = front(fewer, templates)
    assert "briefings/chips/" not in text and 'id="more"' not in text
    options = replace(site.settings.options, latest=2)
    assert f'href="{ROOT}archive/"' not in front(
        replace(site, settings=replace(site.settings, options=options)), templates
    )


def test_a_briefing_without_summary_shows_its_first_paragraph(site: SiteContent, templates: Templates) -> None:
    assert "一月里芯片板块先抑后扬。" in front(replace(site, briefings=site.briefings[1:]), templates)


def test_its_numbers_are_holes_that_no_word_changes(site: SiteContent, templates: Templates) -> None:
    text = front(site, templates)
    assert all(text.count(hole(name)) == 1 for name in ("figure", "returns", "quotes"))


def test_a_site_without_briefings_says_so(site: SiteContent, templates: Templates) -> None:
    assert "还没有发布的简报" in front(replace(site, briefings=()), templates)
