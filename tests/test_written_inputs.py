"""What an author writes, and what comes of it: words that readers see, or problems at their places; through the command line.

One site has a file for each input that readers see, another a file for each that is told, so that two runs try them all.
"""

from __future__ import annotations

import json
import re
import socket
import unicodedata
from pathlib import Path

import pytest

from tests.site import BRIEFING_WITHOUT_CHART, FILES, OTHER, SETTINGS, SmallSite

pytestmark = pytest.mark.slow

PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40
DATA = {
    **{path: text for path, text in FILES.items() if path.startswith("content/data/")},
    "content/data/stocks.csv": "code,name\nEXGPU,示例芯片\n600519,贵州茅台\n",
    "content/data/indexes.csv": "code,name\nX90713,示例人工智能指数\nSPX,标普500\n930999,综合债\n",
}
FRONT = "---\ntitle: 甲\ndate: 2024-02-22\n---\n\n"  # the words begin on line 6
LINKED = 'class="fund-link" href="../../funds/990201/index.html" data-fund="990201">示例红利低波A</a>'

# By the name of the file, the words and what of the page's HTML readers must get.
SHOWN: dict[str, tuple[str, str | tuple[str, ...]]] = {
    # less-than signs
    "less-than": ("筛选条件：当 PE<PB 且 ROE>15% 时买入。", "当 PE&lt;PB 且 ROE&gt;15% 时买入。"),
    "less-than-letter": ("若 A<B，C>D", "若 A&lt;B，C&gt;D"),
    # pictures
    "blank-in-name": (
        "![说明](没有 空格.png)",
        'src="../../media/briefings/%E6%B2%A1%E6%9C%89%20%E7%A9%BA%E6%A0%BC.png"',
    ),
    "size": ("![一](图.png =300x200)", ('width="300"', 'height="200"', 'alt="一"')),
    "width": ("![一](图.png){width=300}", 'width="300"'),
    "decomposed-name": ("![一](résumé.png)", 'src="../../media/briefings/r%C3%A9sum%C3%A9.png"'),
    # boxes
    "box-attention": (
        "!!! 注意\n    甲",
        '<div class="admonition warning"> <p class="admonition-title">注意</p> <p>甲</p>',
    ),
    "box-hint": ("!!! 提示\n    甲", '<div class="admonition tip"> <p class="admonition-title">提示</p>'),
    "box-warning": ("!!! 警告\n    甲", '<div class="admonition warning"> <p class="admonition-title">警告</p>'),
    "box-danger": ("!!! 危险\n    甲", '<div class="admonition danger"> <p class="admonition-title">危险</p>'),
    "box-titled": ('!!! warning "看清"\n    甲', '<p class="admonition-title">看清</p>'),
    "box-folded": ("??? note\n    甲", '<details class="note"> <summary>说明</summary> <p>甲</p> </details>'),
    "box-alert": ("> [!NOTE]\n> 甲", '<div class="admonition note"> <p class="admonition-title">说明</p> <p>甲</p>'),
    # links
    "heading": ("## 一、小结\n\n见[小结](#小结)。", '<a href="#xiao-jie">小结</a>'),
    "heading-elsewhere": ("见[为什么](2024/2024-02-20-a.md#为什么)。", 'href="../../briefings/a/#wei-shen-me"'),
    "site-address": ("见[乙](/briefings/b/)、[基金](/funds/)。", ('href="../../briefings/b/"', 'href="../../funds/"')),
    "site-address-near": ("见[乙](../b/)。", 'href="../../briefings/b/"'),
    "document": ("见[季报](季报.pdf)。", 'href="../../media/briefings/%E5%AD%A3%E6%8A%A5.pdf"'),
    "bare-address": ("见 https://example.com/a?b=1 一文", '<a href="https://example.com/a?b=1" rel="noopener">'),
    # lists
    "list-after-words": ("列表：\n- 甲\n- 乙", "<p>列表：</p> <ul> <li>甲</li> <li>乙</li> </ul>"),
    "list-nested-by-two": ("- 甲\n  - 乙", "<li>甲 <ul> <li>乙</li> </ul> </li>"),
    "list-nested-by-three": ("- 甲\n   - 乙", "<li>甲 <ul> <li>乙</li> </ul> </li>"),
    "list-of-numbers-after": ("- 甲\n\n1. 乙", "<ul> <li>甲</li> </ul> <ol> <li>乙</li> </ol>"),
    "list-of-numbers-at-once": ("- 甲\n1. 乙", "<ul> <li>甲</li> </ul> <ol> <li>乙</li> </ol>"),
    "list-of-tasks": ("- [ ] 待办\n- [x] 完成", "<li>☐ 待办</li> <li>☑ 完成</li>"),
    "list-of-topics": ("---\ntitle: 甲\ndate: 2024-02-22\ntopics:\n - 人工智能\n - 芯片\n---\n文\n", "#芯片</a>"),
    # signs around words
    "strike": ("~~作废~~", "<s>作废</s>"),
    "highlight": ("==重点==", "<mark>重点</mark>"),
    "signs-of-its-own": ("(c) 1/2 -> 2 +- 1 ...", "<p>(c) 1/2 -&gt; 2 +- 1 ...</p>"),
    # tables
    "table-after-words": ("文字\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", ("<p>文字</p>", "<th>甲</th>", "<td>2</td>")),
    # cashtags
    "cashtag-wide": ("见 ＄示例红利低波A(OTCFUND|990201)＄ 一句", LINKED),
    "cashtag-wide-inside": ("见 $示例红利低波A（OTCFUND｜990201）$ 一句", LINKED),
    "cashtag-lower": ("见 $贵州茅台(sh600519)$ 一句", 'data-series="stock:600519"'),
    "cashtag-fund": ("见 $示例红利低波A(F990201)$ 一句", LINKED),
    "cashtag-index": ("见 $标普500(.SPX)$ 一句", 'data-series="index:SPX"'),
    "cashtag-index-lower": ("见 $标普500(.spx)$ 一句", 'data-series="index:SPX"'),
    "cashtag-exchange": ("见 $综合债(930999.CSI)$ 一句", 'data-series="index:930999"'),
    "cashtag-stock-exchange": ("见 $贵州茅台(600519.sh)$ 一句", 'data-series="stock:600519"'),
    # no gap between Chinese and Chinese signs, and one between Latin words
    "gap-quotation": ("的\n“引号”", "的“引号”"),
    "gap-latin": ("买 ETF\n，再看", "买 ETF，再看"),
    "gap-percentage": ("涨 50%\n（括号）", "涨 50%（括号）"),
    "gap-number": ("共 12\n、三", "共 12、三"),
    "gap-bold": ("**粗**\n，后", "<strong>粗</strong>，后"),
    "gap-link": ("[网](https://example.com/)\n。后", "</a>。后"),
    "gap-value": ("净值 {{ 990201 nav }}\n，后", "</data>，后"),
    "gap-latin-words": ("Two\nwords", ">Two words<"),
    # times and numbers
    "utc": (
        "---\ntitle: 甲\ndate: 2024-02-20T20:00:00Z\n---\n\n至 {{ 990201 date }}。",
        ('<time datetime="2024-02-21T04:00:00+08:00">2024年2月21日 04:00</time>', ">2024-02-20</data>"),
    ),
    "sought": ("S&P 500、ChatGPT-4o、光模块·CPO。", "S&amp;P 500"),
    "wide-braces": ("净值 ｛｛ 990201 nav ｝｝ 元", ">0.9425</data> 元"),
    "wide-claim": ("指数［未跌］｛X90713 return 3m ＞ -90％｝", ("未跌</a>", "<strong>成立</strong>")),
}

# By the name of the file, the words and all that is told of them: line and column, id, a word of message or hint.
TOLD: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "missing-picture": ("![甲](没有 空格.png)", [("6:1", "missing-image", "没有 空格.png")]),
    "missing-sized-picture": ("![甲](图.png =300x200)", [("6:1", "missing-image", "图.png")]),
    "picture-of-another-case": ("![甲](logo.png)", [("6:1", "missing-image", "its name is Logo.PNG")]),
    "note-twice": ("字[^1]\n\n[^1]: 甲\n[^1]: 乙", [("9:1", "bad-footnote", "written twice")]),
    "note-missing": ("字[^9]", [("6:2", "bad-footnote", "no footnote 9")]),
    "tag-taken-out": ("甲<button>乙</button>", [("6:2", "bad-html", "\\<")]),
    # links
    "link-to-no-heading": ("[甲](2024/2024-02-21-b.md#no-such)", [("6:25", "bad-link", "by its words")]),
    "link-to-no-heading-here": ("[甲](#没有)", [("6:5", "bad-link", "没有")]),
    "link-to-nothing": ("[甲](../nothing/)", [("6:5", "bad-link", "briefings/nothing/")]),
    "link-to-html": ("[甲](b.html)", [("6:5", "bad-link", "did you mean the file briefings/2024/2024-02-21-b.md?")]),
    "link-to-no-document": ("[季报](季报.pdf)", [("6:6", "bad-link", "put the document beside")]),
    "link-to-no-page": ("[甲](2024-02-21-c.md)", [("6:5", "bad-link", "did you mean briefings/2024/2024-02-21-b.md?")]),
    # signs that nobody reads
    "heading-without-blank": ("##标题", [("6:1", "bad-markdown", "write ## 标题")]),
    "embedded": ("![[x]]", [("6:1", "bad-markdown", "![what it shows]")]),
    "attributes": ("文字{width=300}", [("6:3", "bad-markdown", "behind a picture")]),
    "unclosed-bold": ("**甲", [("6:1", "bad-markdown", "\\*\\*")]),
    "control-character": ("甲\x10乙", [("6:2", "not-text", "U+0010")]),
    # cashtags
    "cashtag-end-only": ("名(SH600519)$", [("6:2", "bad-cashtag", "no $ opens it")]),
    "cashtag-without-brackets": ("$名 sh600519$", [("6:1", "bad-cashtag", "not in brackets")]),
    "cashtag-or-money": ("估值$1.2B(AI)$2B", [("6:9", "unknown-series", "\\$")]),
    # claims
    "claim-blank": ("[涨] {X90713 return 1y > 3%}", [("6:5", "bad-expression", "leave it out")]),
    "claim-lenticular": ("【涨】{X90713 return 1y > 3%}", [("6:4", "bad-expression", "square brackets")]),
    "claim-round": ("(涨){X90713 return 1y > 3%}", [("6:4", "bad-expression", "square brackets")]),
    "claim-round-expression": ("[涨](X90713 return 1y > 3%)", [("6:4", "bad-expression", "braces")]),
    "claim-unopened": ("涨]{X90713 return 1y > 3%}", [("6:3", "bad-expression", "one pair of square brackets")]),
    "claim-unclosed": ("[涨]{X90713 return 1y > 3%", [("6:4", "bad-expression", "not closed")]),
    "claim-other-figure": (
        "[上涨超400%]{X90713 return 1y > 300%}",
        [("6:1", "false-claim", ""), ("6:2", "bad-claim", "400%")],
    ),
    "claim-other-direction": (
        "[大涨7%]{X90713 change < -7%}",
        [("6:1", "false-claim", ""), ("6:2", "bad-claim", "a fall")],
    ),
    "claim-operator": ("[涨]{X90713 return 1y => 3%}", [("6:22", "bad-expression", "did you mean >=?")]),
    "claim-per-cent": ("[涨]{X90713 return 1y > 300}", [("6:24", "bad-expression", "did you mean 300%?")]),
    "number-unclosed": ("净值 {{ 990201 nav }", [("6:4", "bad-expression", "not closed by }}")]),
    # tables and fences
    "table-without-line": ("| 甲 | 乙 |\n| 1 | 2 |", [("6:1", "bad-table", "|---|---|")]),
    "table-with-a-third-cell": ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", [("8:11", "bad-table", "3 cells")]),
    "fence-chat": ("```chat\ntype: line\n```", [("6:4", "bad-fence", "did you mean chart?")]),
    "fence-capital": ("```Chart\ntype: line\n```", [("6:4", "bad-fence", "did you mean chart?")]),
    "fence-column": (
        "```funds\nfunds: [990201]\ncolumns: [nav, retrun 1y]\n```\n\n表:一",
        [("8:16", "unknown-measure", "did you mean return")],
    ),
    # front matter
    "wide-colon": ("---\ntitle：芯片\ndate: 2024-02-22\n---\n文", [("2:6", "front-matter", "write title: 芯片")]),
    "colon-without-blank": (
        "---\ntitle:芯片\ndate: 2024-02-22\n---\n文",
        [("2:6", "front-matter", "write title: 芯片")],
    ),
    "tab": ("---\ntitle: 甲\n\tdate: 2024-02-22\n---\n文", [("3:1", "front-matter", "a tab")]),
    "wide-comma": (
        "---\ntitle: 甲\ndate: 2024-02-22\ntopics: [人工智能，芯片]\n---\n文",
        [("4:10", "front-matter", "ordinary comma")],
    ),
    "list-behind-text": (
        "---\ntitle: 甲\ndate: 2024-02-22\ntopics: 人工智能\n - 芯片\n---\n文",
        [("5:2", "front-matter", "[first, second]")],
    ),
    "list-indented-by-one": (
        "---\ntitle: 甲\ndate: 2024-02-22\ntopics:\n- 人工智能\n - 芯片\n---\n文",
        [("6:2", "front-matter", "indent both alike")],
    ),
    "unclosed-brackets": (
        "---\ntitle: 甲\ndate: 2024-02-22\ntopics: [芯片\n---\n文",
        [("4:9", "front-matter", "brackets are not closed")],
    ),
    "second-colon": ("---\ntitle: 甲: 乙\ndate: 2024-02-22\n---\n文", [("2:9", "front-matter", "quotation marks")]),
    "unclosed-quote": ('---\ntitle: "甲\ndate: 2024-02-22\n---\n文', [("2:8", "front-matter", "quotation mark")]),
    "sign-first": ("---\ntitle: @甲\ndate: 2024-02-22\n---\n文", [("2:8", "front-matter", "quotation marks")]),
    "quotation-first": (
        '---\ntitle: "甲"与乙\ndate: 2024-02-22\n---\n文',
        [("2:8", "front-matter", "'\"甲\"与乙'")],
    ),
    "brackets-first": (
        "---\ntitle: [热点]乙\ndate: 2024-02-22\n---\n文",
        [("2:8", "front-matter", "'[热点]乙'")],
    ),
    "bold-first": ("---\ntitle: **甲**乙\ndate: 2024-02-22\n---\n文", [("2:8", "front-matter", "quotation marks")]),
    "control-character-above": ("---\ntitle: 甲\x10乙\ndate: 2024-02-22\n---\n文", [("2:9", "not-text", "U+0010")]),
    "empty-date": ("---\ntitle: 甲\ndate:\n---\n文", [("3:6", "bad-date", "date is empty")]),
    "impossible-date": ("---\ntitle: 甲\ndate: 2024-02-30\n---\n文", [("3:7", "bad-date", "2024-02 has 29 days")]),
    "all-at-once": (
        "---\ntitle: 甲\ndate: 2024-02-30\nkye: 1\n---\n\n**甲 {{ 990201 nav }\n\n[乙](nope.md) {{ 990201 navv }} [丙](/nope/)",
        [
            ("3:7", "bad-date", "29 days"),
            ("4:1", "unknown-key", "kye"),
            ("7:1", "bad-markdown", "**"),
            ("7:5", "bad-expression", "not closed"),
            ("9:5", "bad-link", "nope.md"),
            ("9:24", "unknown-measure", "did you mean nav?"),
            ("9:36", "bad-link", "nope/"),
        ],
    ),
}

# Files that are no pages, each with its text, and what is told of it.
FILES_TOLD: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "content/breifings/x.md": (FRONT, [("0:0", "not-a-page", "did you mean briefings/x.md?")]),
    "content/2024-02-23-y.md": (FRONT, [("0:0", "not-a-page", "move it to briefings/2024-02-23-y.md")]),
    "content/briefings/x.markdown": ("文", [("0:0", "not-a-page", "rename it to briefings/x.md")]),
    "content/briefings/x.txt": ("文", [("0:0", "not-a-page", "rename it to briefings/x.md")]),
    "mkdocs.yml": (
        f"{SETTINGS}nav:\n  - 无: briefings/nix.md\n",
        [("12:1", "bad-link", "no published page briefings/nix.md")],
    ),
}


def article(site: SmallSite, name: str) -> str:
    """The words of a page as HTML; line ends and blanks beside them are one blank, as readers see them."""
    page = site.read(f"site/briefings/{name}/index.html")
    return re.sub(r"\s*\n\s*", " ", page[page.index("<article") : page.index("</article>")])


def with_front(text: str) -> str:
    return text if text.startswith("---\n") else f"{FRONT}{text}\n"


def table(told: list[dict[str, object]], path: str) -> list[tuple[str, str, str]]:
    """What was told of a file, as the tables above have it."""
    return [
        (f"{problem['line']}:{problem['column']}", str(problem["id"]), f"{problem['message']} {problem['hint']}")
        for problem in told
        if problem["path"] == path
    ]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The site of the inputs that readers see, built."""
    pages = {f"content/briefings/{name}.md": with_front(text) for name, (text, _) in SHOWN.items()}
    settings = {"mkdocs.yml": f"{SETTINGS}      documents: [pdf]\n"}
    others = {
        "content/briefings/2024/2024-02-20-a.md": BRIEFING_WITHOUT_CHART,
        "content/briefings/2024/2024-02-21-b.md": OTHER,
    }
    site = SmallSite.make(tmp_path_factory.mktemp("shown") / "site", DATA | settings | others | pages)
    folder = site.root / "content/briefings"
    for name in ("没有 空格.png", "图.png", unicodedata.normalize("NFD", "résumé.png")):
        (folder / name).write_bytes(PICTURE)
    (folder / "季报.pdf").write_bytes(b"%PDF-1.7\n")
    process = site.command_here("build")
    assert process.returncode == 0, process.stdout + process.stderr
    return site


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """All that is told of the other inputs."""
    pages = {f"content/briefings/{name}.md": with_front(text) for name, (text, _) in TOLD.items()}
    files = {path: text for path, (text, _) in FILES_TOLD.items()}
    others = {"content/briefings/2024/2024-02-21-b.md": OTHER}
    site = SmallSite.make(tmp_path_factory.mktemp("told") / "site", DATA | others | pages | files)
    (site.root / "content/briefings/Logo.PNG").write_bytes(PICTURE)
    process = site.command("check", "--format", "json")
    assert process.returncode == 1 and not process.stderr, process.stderr
    problems: list[dict[str, object]] = json.loads(process.stdout)
    return problems


@pytest.mark.parametrize("name", SHOWN)
def test_what_an_author_writes_is_what_readers_see(shown: SmallSite, name: str) -> None:
    html = SHOWN[name][1]
    for fragment in (html,) if isinstance(html, str) else html:
        assert fragment in article(shown, name)


@pytest.mark.parametrize("name", TOLD)
def test_what_readers_would_not_see_is_told(told: list[dict[str, object]], name: str) -> None:
    expected, found = TOLD[name][1], table(told, f"content/briefings/{name}.md")
    assert [problem[:2] for problem in found] == [problem[:2] for problem in expected]
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert words in problem[2]


@pytest.mark.parametrize("path", FILES_TOLD)
def test_a_file_that_becomes_no_page_is_told(told: list[dict[str, object]], path: str) -> None:
    ((place, id_, words),) = FILES_TOLD[path][1]
    ((found_place, found_id, said),) = table(told, path)
    assert (found_place, found_id) == (place, id_) and words in said


def test_a_site_without_an_address_has_no_feeds_and_says_so_once(shown: SmallSite) -> None:
    names = {path.name for path in (shown.root / "site").rglob("*")}
    assert names.isdisjoint({"sitemap.xml", "feed.xml"})
    assert "atom+xml" not in shown.read("site/index.html")
    process = shown.command_here("build")
    assert (process.stdout + process.stderr).count("no site_url") == 1


@pytest.mark.parametrize(
    ("query", "words"), [("S&P500", "[S&P 500]"), ("ChatGPT4o", "[ChatGPT-4o]"), ("光模块CPO", "[光模块·CPO]")]
)
def test_signs_between_letters_do_not_matter_to_search(shown: SmallSite, query: str, words: str) -> None:
    assert words in shown.command_here("search", query).stdout


def test_a_time_is_one_instant_wherever_it_is_shown(tmp_path: Path) -> None:
    dates = {"utc": "2024-02-20T20:00:00Z", "here": "2024-02-21 01:00", "there": "2024-02-20T21:00:00+01:00"}
    pages = {
        f"content/briefings/{name}.md": f"---\ntitle: {name}\ndate: {date}\n---\n文" for name, date in dates.items()
    }
    settings = {"mkdocs.yml": SETTINGS.replace("docs_dir", "site_url: https://example.com/\ndocs_dir", 1)}
    site = SmallSite.make(tmp_path / "site", DATA | pages | settings)
    assert site.command_here("build").returncode == 0
    archive, feed = site.read("site/archive/index.html"), site.read("site/feed.xml")
    assert re.findall(r'briefings/(\w+)/index.html">', archive) == ["there", "utc", "here"]
    assert re.findall(r"<id>https://example.com/briefings/(\w+)/", feed) == ["there", "utc", "here"]
    assert re.findall(r"<published>(.+?)</", feed) == [*("2024-02-21T04:00:00+08:00",) * 2, "2024-02-21T01:00:00+08:00"]


def test_a_briefing_of_tomorrow_waits_or_is_refused_by_a_setting(tmp_path: Path) -> None:
    pages = {
        "content/briefings/b.md": "---\ntitle: 乙\ndate: 2024-03-05\n---\n文",
        "content/pages/a.md": "---\ntitle: 甲\n---\n文",
    }
    site = SmallSite.make(tmp_path / "site", {"mkdocs.yml": SETTINGS} | DATA | pages)
    process = site.command_here("build")
    assert process.returncode == 0 and "b.md is published from 2024-03-05" in process.stdout + process.stderr
    assert not (site.root / "site/briefings/b").exists()
    site.write("mkdocs.yml", f"{SETTINGS}      future_dates: refuse\n")
    process = site.command_here("check")
    assert process.returncode == 1 and "content/briefings/b.md:3:1: bad-date" in process.stderr
    assert "published;" not in process.stderr and "1 problem in 1 file." in process.stderr


def test_a_site_of_no_pages_says_what_is_missing(tmp_path: Path) -> None:
    site = SmallSite.make(tmp_path / "site", {"mkdocs.yml": SETTINGS, "docs/y.md": "文"})
    (site.root / "content").mkdir()
    for command in ("build", "check"):
        process = site.command_here(command)
        assert process.returncode == 1 and "no-pages: there is no page" in process.stderr
        assert "write one, e.g. briefings/" in process.stderr
    site.write("mkdocs.yml", SETTINGS.replace("content", "inhalt"))
    said = site.command_here("check").stderr
    assert "docs_dir in mkdocs.yml names it" in said and "1 problem in 1 file." in said


def test_a_port_in_use_is_told(shown: SmallSite) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = shown.command("serve", "--port", str(port))
    said = process.stdout + process.stderr
    assert process.returncode == 1 and f"cannot listen at 127.0.0.1:{port}" in said and "Traceback" not in said


def test_what_readers_still_see_is_told_also_where_it_has_no_day(tmp_path: Path) -> None:
    site = SmallSite.make(
        tmp_path / "site", {"mkdocs.yml": SETTINGS, "content/pages/a.md": "---\ntitle: 甲\n---\n文", **DATA}
    )
    for path in [path for path in DATA if "/nav/" in path or "/index/" in path]:
        (site.root / path).unlink()
    assert site.command_here("build").returncode == 0
    site.write("content/pages/a.md", "---\ntitle: 甲\n---\n**文")
    said = site.command_here("build").stderr
    assert "Nothing was published; site/ still shows what was published last." in said
