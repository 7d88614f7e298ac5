"""Pages that say the same in several languages."""

from __future__ import annotations

import re

import pytest

from builder.model import Page, PageMeta, PageProjection
from builder.site_build.translations import faults, is_listed, twins
from tests.site import SmallSite

ENGLISH = """\
---
title: A briefing
date: 2024-02-20
lang: en
translation_of: 2024-02-20-a.md
topics: [AI]
---

One year: {{ 990101 return 1y }}.

!!! note

    A box.

```chart
type: line
series: [index:X90713]
from: 2023-06-01
```

图:The index
"""


def page(name: str, lang: str = "zh", of: str = "", kind: str = "briefing") -> Page:
    meta = PageMeta(title=name, date="2024-02-20", lang=lang, translation_of=of)
    return Page(
        path=f"briefings/{name}.md", kind=kind, meta=meta, url=f"{name}/", markdown="", keys={"translation_of": 4}
    )


def projection(page: Page) -> PageProjection:
    return PageProjection(path=page.path, kind=page.kind, url=page.url, meta=page.meta)


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([page("b", "en", "briefings/x.md")], "there is no page briefings/x.md"),
        ([page("a"), page("b", "zh", "briefings/a.md")], "briefings/a.md is in the same language, zh"),
        (
            [page("a"), page("b", "en", "briefings/a.md"), page("c", "en", "briefings/a.md")],
            "briefings/b.md is the translation",
        ),
        (
            [page("a"), page("b", "en", "briefings/a.md"), page("c", "zh-TW", "briefings/b.md")],
            "is a translation itself",
        ),
        ([page("a", kind="page"), page("b", "en", "briefings/a.md")], "is a page, and this is a briefing"),
    ],
)
def test_what_is_no_twin_is_told_at_its_line(pages: list[Page], said: str) -> None:
    (problem,) = faults(pages)
    assert (problem.id, problem.line) == ("bad-translation", 4)
    assert said in problem.message
    assert problem.hint


def test_two_pages_that_call_each_other_the_original_are_told_both() -> None:
    both = [page("a", "zh", "briefings/b.md"), page("b", "en", "briefings/a.md")]
    assert [problem.path for problem in faults(both)] == ["briefings/a.md", "briefings/b.md"]


def test_twins_know_each_other_whichever_says_so() -> None:
    a, b, c = page("a"), page("b", "en", "briefings/a.md"), page("c")
    by_path = twins(map(projection, (b, a, c)))
    assert by_path == {a.path: (("zh", "a/"), ("en", "b/")), b.path: (("zh", "a/"), ("en", "b/"))}
    assert [is_listed(projection(each), by_path, "zh") for each in (a, b, c)] == [True, False, True]
    assert [is_listed(projection(each), by_path, "zh-TW") for each in (a, b)] == [True, False]


def test_a_twin_is_in_its_own_language_and_leads_to_the_other(site: SmallSite) -> None:
    site.write(
        "mkdocs.yml",
        site.read("mkdocs.yml").replace("site_name: 小站", "site_name: 小站\nsite_url: https://x.example/b/"),
    )
    site.write("content/briefings/2024/2024-02-20-a-en.md", ENGLISH)
    assert not site.build().problems
    english, chinese = (site.read(f"site/briefings/{name}/index.html") for name in ("a-en", "a"))
    for text in (english, chinese):
        links = re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text)
        a, b = "https://x.example/b/briefings/a/", "https://x.example/b/briefings/a-en/"
        assert links == [("zh-CN", a), ("en", b), ("x-default", a)]
    assert '<html lang="en"' in english and '<html lang="zh-CN"' in chinese
    assert ">English</a>" in chinese and ">简体中文</a>" in english
    assert "Figure 1" in english and "Data as of" in english and ">Note<" in english
    assert site.read("site/sitemap.xml").count('hreflang="en"') == 2
    assert "a-en/" not in site.read("site/archive/index.html") + site.read("site/feed.xml")
    assert "a-en/" in site.read("site/topics/ai/index.html")
    assert "Data as of" in site.read("site/briefings/a-en/index.md")
