"""A whole site in one language: every kind of page, feed and file, all kinds of charts and blocks, over words in Latin letters."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.site import FILES, NOW, SmallSite, history

CATALOGUE = Path(__file__).parent.parent.parent / "builder/language/translations/en.po"
HAN = re.compile("[\u4e00-\u9fff]")
# Of data alone: types of products and words of benchmarks, which readers see as the catalogue has them.
DATA_WORDS = ("指数型", "货币型")
KINDS = ("line", "area", "drawdown", "rolling", "monthly", "calendar-years", "compare", "bar", "table")

BRIEFING = """\
---
title: All blocks
date: 2024-02-20
series: Column
authors: [Someone]
topics: [AI, What next?]
corrections: [2024-02-21 A number was wrong.]
---

Return {{ 990101 return 1y }}, [more than that]{index:X90713 return 3m > -90%}, {{ 990101 date as cn-date }},
{{ 990101 size live }}, a note[^1], $Sample AI A(OTCFUND|990101)$ in words, and {{ 990401 yield7 }}.

[^1]: A note.

!!! warning

    A box.

## Cards

$Sample AI A(OTCFUND|990101)$
$Sample AI C(OTCFUND|990102)$

$Sample money A(OTCFUND|990401)$

$Sample index(X90713)$

## Tables

```funds
funds: [990101, 990201]
columns: [nav, return 1y, drawdown 1y, risk, size]
```

图: Pictures

| a | b |
|---|---|
| 1 | 2 |

表: A table

""" + "".join(
    f"""\
```chart
type: {kind}
series: [{"990101" if kind in ("monthly", "calendar-years", "area", "drawdown") else "990101, 990102"}]
{"measure: return 1y" if kind == "bar" else "measure: [return 1y, drawdown 1y]" if kind == "table" else ""}
alt: {kind}
```

"""
    for kind in KINDS
)

FUNDS = """\
code,name,short_name,kind,risk_level,effective_date,index,size,size_date,benchmark
990101,Sample AI A,AI A,指数型,R4,2022-01-03,X90713,1264000000,2023-12-31,
990102,Sample AI C,AI C,指数型,R4,2022-01-03,X90713,,,
990201,Sample dividend A,Dividend A,指数型,R3,2024-01-03,,,,
990401,Sample money A,Money A,货币型,R1,2022-01-03,,,,
"""


@pytest.fixture(scope="module")
def latin(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    rows = ["date,income,yield7", *(f"2024-{month:02}-{day:02},0.5,1.8" for month in (1, 2) for day in range(1, 29))]
    files = {
        **{path: text for path, text in FILES.items() if "/nav/" in path or "/index/" in path},
        "mkdocs.yml": "site_name: Small\nsite_url: https://x.example/s/\nsite_description: Small site\ndocs_dir: content\n"
        "site_dir: site\ntheme: {name: material, language: en, font: false}\nplugins:\n  - briefings:\n      rising: red\n",
        "content/briefings/2024/2024-02-20-a.md": BRIEFING,
        "content/briefings/2024/2024-02-21-b.md": "---\ntitle: Other\ndate: 2024-02-21\ntopics: [AI]\n---\n\n{{ 990101 nav }}\n",
        "content/pages/about.md": "---\ntitle: About\n---\n\nAbout.\n",
        "content/data/funds.csv": FUNDS,
        "content/data/indexes.csv": "code,name\nX90713,Sample index\n",
        "content/data/stocks.csv": "code,name\nEXGPU,Sample chips\n",
        "content/data/nav/990101.csv": history(1.0, 0.0005).replace("nav\n", "nav\n2022-12-30,0.9990\n", 1),
        "content/data/nav/990201.csv": history(1.0, -0.0002),
        "content/data/nav/990401.csv": "\n".join(rows) + "\n",
        "content/data/sources.yml": "nav: {origin: Made up, synthetic: true, fetcher: file, from: exports}\n"
        "index: {origin: Made up, synthetic: true, fetcher: file, from: exports}\n",
    }
    site = SmallSite.make(tmp_path_factory.mktemp("latin") / "site", files)
    problems = site.build(now=NOW).problems
    assert not problems, "\n".join(map(str, problems))
    return site


def readable(path: str, content: bytes) -> str:
    """What of a file readers or programs read, without the comments of scripts."""
    text = unescape(content.decode("utf-8"))
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL) if path.endswith(".js") else text


def texts(site: SmallSite) -> dict[str, str]:
    """The readable files of a site. The search engine reads Chinese in any language, and has no interface."""
    return {
        path: readable(path, content)
        for path, content in site.pages().items()
        if (not path.endswith((".png", ".bin", ".svg")) and "/finder." not in path and not path.startswith("search/"))
        or path.endswith("search/index.html")
    }  # fmt: skip


@pytest.mark.slow
def test_an_english_site_has_no_chinese_of_ours(latin: SmallSite) -> None:
    shown = texts(latin)
    assert {path.partition("/")[0] for path in shown} >= {
        "404.html",
        "about",
        "api",
        "feeds",
        "funds",
        "search",
        "worker.js",
    }
    for path, text in shown.items():
        own = re.sub("|".join(DATA_WORDS), "", text)
        if "languages" not in path:
            assert not HAN.search(own), (
                f"{path}: {HAN.search(own)}: {own[max(0, HAN.search(own).start() - 60) :][:120]}"
            )  # type: ignore[union-attr]
    assert '<html lang="en"' in shown["index.html"]
    assert "Net asset value as of" in shown["funds/990101/index.html"]


@pytest.mark.slow
def test_the_same_site_in_chinese_has_no_english_of_ours_and_a_build_from_nothing_is_the_same(latin: SmallSite) -> None:
    latin.write("mkdocs.yml", latin.read("mkdocs.yml").replace("language: en", "language: zh"))
    assert latin.build(now=NOW).problems == ()
    phrases = [
        message.string for message in read_po(BytesIO(CATALOGUE.read_bytes())) if isinstance(message.string, str)
    ]
    telling = [text for text in phrases if len(text) > 14 and "{" not in text and "$" not in text]
    for path, text in texts(latin).items():
        assert [phrase for phrase in telling if phrase in text] == [], path
    assert latin.pages() == latin.cold_pages()
    latin.write("mkdocs.yml", latin.read("mkdocs.yml").replace("language: zh", "language: zh-Hant"))
    assert latin.build(now=NOW).problems == ()
    home = latin.read("site/index.html")
    assert '<html lang="zh-Hant"' in home and "首頁" in home and "簡報" in home and "简报" not in home
    assert latin.pages() == latin.cold_pages()
