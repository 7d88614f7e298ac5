"""What all generated pages have in common, and what the registry of their kinds promises."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import html5lib
import pytest

from builder.model import ROOT, Directory
from builder.pages import PAGE_KINDS, SiteContent, generated_files, icons, navigation, reserved_names
from builder.slot_params.generated import HtmlParams
from builder.templating import Templates
from builder.theme.assets import material_templates

from .conftest import CHIPS, by_path, html, site_of


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', text)


def test_each_path_is_generated_once_and_by_its_kind(site: SiteContent, templates: Templates) -> None:
    paths = [file.path for file in generated_files(site, templates)]
    assert len(paths) == len(set(paths))
    of_kinds = {file.path for kind in PAGE_KINDS.values() for file in kind.files(site, templates)}
    assert set(paths) == of_kinds | {"robots.txt", ".nojekyll"}


@pytest.mark.parametrize("name", PAGE_KINDS)
def test_a_kind_has_tests_and_a_page_at_its_address(name: str, site: SiteContent, templates: Templates) -> None:
    kind = PAGE_KINDS[name]
    *rooms, module = kind.files.__module__.split(".")[2:]
    assert Path(__file__).parent.joinpath(*rooms, f"test_{module}.py").exists()
    files = by_path(kind.files(site, templates))
    if kind.address is None:
        assert all("/" not in path for path in files)
    elif kind.link:
        page = files[f"{kind.address}index.html"].shell_input
        assert page is not None and page.section == kind.address
    else:
        assert all(path.startswith(kind.address) for path in files)


def test_authors_are_told_every_address_that_the_site_uses() -> None:
    guide = (Path(__file__).parents[2] / "docs/authoring.md").read_text("utf-8")
    addresses = [kind.address or "/" for kind in PAGE_KINDS.values() if kind.address is not None]
    assert [address for address in addresses if f"| `{address}` |" not in guide] == []
    assert [name for name in reserved_names() - {"index", "404"} if f"`{name}/`" not in guide] == []


def test_every_page_belongs_to_a_link_of_the_navigation_or_to_none(site: SiteContent, templates: Templates) -> None:
    sections = {address for _, address in navigation()}
    for file in generated_files(site, templates):
        assert file.shell_input is None or file.shell_input.section in sections | {None}, file.path


def test_links_of_the_bar_have_an_icon_that_material_has() -> None:
    assert {"", "funds/"} <= set(icons()) <= {address for _, address in navigation()}
    assert [
        name for name in icons().values() if not (material_templates() / f".icons/material/{name}.svg").is_file()
    ] == []


def test_the_navigation_leads_to_the_main_pages_in_the_order_of_the_kinds() -> None:
    links = navigation()
    assert links == tuple((kind.link, kind.address) for kind in PAGE_KINDS.values() if kind.link)
    main = (
        ("首页", ""),
        ("简报", "archive/"),
        ("主题", "topics/"),
        ("基金", "funds/"),
        ("对比", "compare/"),
        ("方法", "methods/"),
    )
    assert tuple(link for link in links if link in main) == main


def test_no_author_may_take_an_address_that_the_site_uses(site: SiteContent, templates: Templates) -> None:
    files = [file for file in generated_files(site, templates) if file.path.endswith(".html") or "/" in file.path]
    used = {file.path.partition("/")[0].removesuffix(".html") for file in files}
    assert used <= reserved_names()
    assert {"index", "404", "api", "funds", "assets", "briefings", "charts", "media"} <= reserved_names()


def test_every_link_leads_to_a_page_that_is_there(site: SiteContent, templates: Templates) -> None:
    files = by_path(generated_files(site, templates))
    there = {posixpath.dirname(path) for path in files} | {
        page.url.rstrip("/") for page in (*site.briefings, *site.plain_pages)
    }
    there.add("build.json")  # written with the site
    for file in files.values():
        for link in links(html(file)) if file.shell_input else []:
            assert link.startswith((ROOT, "#")), link
            target = link.removeprefix(ROOT)
            assert "\ue000" in target or target in files or target.rstrip("/") in there, (file.path, link)


def test_every_page_is_whole_html(site: SiteContent, templates: Templates) -> None:
    for file in generated_files(site, templates):
        if file.shell_input:
            parser = html5lib.HTMLParser()
            parser.parseFragment(file.shell_input.html)
            assert parser.errors == [], file.path
            assert file.shell_input.html.count("<h1") == 1, file.path
            assert file.shell_input.depth == file.path.count("/")


def test_every_hole_of_a_page_has_its_slot(site: SiteContent, templates: Templates) -> None:
    for file in generated_files(site, templates):
        page = file.shell_input
        text = file.text if page is None else page.title + page.metadata + page.html
        assert set(re.findall("\ue000(.*?)\ue001", text or "")) == set(file.slots), file.path


def test_what_the_words_say_is_escaped(site: SiteContent, templates: Templates) -> None:
    files = by_path(generated_files(site, templates))
    for path in ("index.html", "archive/index.html", "topics/ren-gong-zhi-neng/index.html"):
        assert "&lt;Sora&gt; &amp; 文生视频" in html(files[path])
        assert "<Sora>" not in html(files[path])


def test_a_fund_that_the_catalogue_lacks_is_not_linked(site: SiteContent, templates: Templates) -> None:
    assert "111111" in CHIPS.meta.funds
    assert all("111111" not in html(file) for file in generated_files(site, templates) if file.shell_input)


def test_a_site_without_anything_still_has_its_pages(site: SiteContent, templates: Templates) -> None:
    empty = SiteContent(settings=site.settings, briefings=(), directory=Directory(instruments={}))
    files = by_path(generated_files(empty, templates))
    assert "还没有发布的简报" in html(files["index.html"])
    assert "archive/index.html" in files


@pytest.mark.parametrize("url", ["", "https://example.org/repo/"])
def test_the_same_site_gives_the_same_files(templates: Templates, url: str) -> None:
    once, again = (list(generated_files(site_of(site_url=url), templates)) for _ in range(2))
    assert once == again


def test_a_page_with_a_feed_of_its_own_announces_it_and_no_other_page_does(templates: Templates) -> None:
    files = by_path(generated_files(site_of(site_url="https://example.org/repo/"), templates))
    feeds = {path for path in files if path.endswith("/feed.xml")}
    heads = {}
    for path, file in files.items():
        if file.shell_input is not None:
            own = file.slots.get("metadata") if file.shell_input.kind == "fund" else None
            heads[path] = own.params.html if own and isinstance(own.params, HtmlParams) else file.shell_input.metadata
    told = {
        path: re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', head)
        for path, head in heads.items()
    }
    assert {path: urls for path, urls in told.items() if urls} == {
        path.replace("feed.xml", "index.html"): [f"https://example.org/repo/{path}"] for path in feeds
    }
    assert len(feeds) == 5
    without = [file.shell_input for file in generated_files(site_of(), templates) if file.shell_input]
    assert all("alternate" not in page.metadata for page in without)


def test_the_page_for_what_is_missing_says_what_it_is_but_no_address(templates: Templates) -> None:
    page = by_path(generated_files(site_of(site_url="https://example.org/"), templates))["404.html"].shell_input
    assert page and 'name="description"' in page.metadata
    assert "canonical" not in page.metadata and "og:url" not in page.metadata and "ld+json" not in page.metadata
