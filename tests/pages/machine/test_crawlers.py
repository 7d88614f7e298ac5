"""The files for search engines and hosts."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from builder.pages import SiteContent, generated_files
from builder.pages.machine import crawlers
from builder.templating import Templates
from tests.pages.conftest import by_path, site_of

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_hosts_and_search_engines_find_their_files(site: SiteContent, templates: Templates) -> None:
    known = site_of(site_url="https://example.org/repo")
    assert list(by_path(crawlers.files(known, templates, []))) == ["sitemap.xml", "llms.txt", "robots.txt", ".nojekyll"]
    assert list(by_path(crawlers.files(site, templates, []))) == ["robots.txt", ".nojekyll"], (
        "a sitemap has whole addresses"
    )


def test_robots_name_the_sitemap_where_the_site_knows_its_address(site: SiteContent, templates: Templates) -> None:
    known = by_path(crawlers.files(site_of(site_url="https://example.org/repo"), templates, []))
    assert "Sitemap: https://example.org/repo/sitemap.xml" in (known["robots.txt"].text or "")
    assert "Sitemap" not in (by_path(crawlers.files(site, templates, []))["robots.txt"].text or "")


def test_the_sitemap_lists_every_page_once(templates: Templates) -> None:
    site = site_of(site_url="https://example.org/")
    tree = ElementTree.fromstring(by_path(generated_files(site, templates))["sitemap.xml"].text or "")
    locations = [element.text or "" for element in tree.iter(f"{MAP}loc")]
    assert len(locations) == len(set(locations))
    assert {"https://example.org/", "https://example.org/briefings/sora/", "https://example.org/about/"} <= set(
        locations
    )
    assert "https://example.org/funds/990002/" in locations
    assert all(location.startswith("https://example.org/") for location in locations)


def test_the_sitemap_says_when_words_changed_last(templates: Templates) -> None:
    site = site_of(site_url="https://example.org/")
    sora, chips = site.briefings
    corrected = replace(sora, meta=replace(sora.meta, corrections=("2024-03-05 更正",)))
    site = replace(site, briefings=(corrected, chips))
    files = by_path(crawlers.files(site, templates, ["", "archive/", "funds/"]))
    tree = ElementTree.fromstring(files["sitemap.xml"].text or "")
    changed = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in tree}
    assert changed["https://example.org/briefings/sora/"] == "2024-03-05"
    assert changed["https://example.org/briefings/chips/"] == "2024-01-10"
    for list_of_briefings in ("", "archive/", "topics/ren-gong-zhi-neng/"):
        assert changed[f"https://example.org/{list_of_briefings}"] == "2024-03-05"
    assert changed["https://example.org/funds/"] is None, "numbers are not words"


def test_language_models_are_led_to_the_markdown_of_each_briefing(templates: Templates) -> None:
    text = by_path(crawlers.files(site_of(site_url="https://example.org/"), templates, []))["llms.txt"].text or ""
    assert text.startswith("# 示例 & 简报\n\n> 有据可查\n")
    assert "- [芯片的一月](https://example.org/briefings/chips/index.md) 2024-01-10: 一月里芯片板块先抑后扬。" in text
