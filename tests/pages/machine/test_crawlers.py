"""The files for search engines and hosts."""

from __future__ import annotations

from xml.etree import ElementTree

from builder.pages import SiteContent, generated_files
from builder.pages.machine import crawlers
from builder.templating import Templates
from tests.pages.conftest import by_path, site_of

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_hosts_and_search_engines_find_their_files(site: SiteContent, templates: Templates) -> None:
    known = site_of(site_url="https://example.org/repo")
    assert list(by_path(crawlers.files(known, templates, []))) == ["sitemap.xml", "robots.txt", ".nojekyll"]
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
