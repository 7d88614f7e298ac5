"""Captions find their figures, and figures their numbers."""

from __future__ import annotations

import re

import pytest

from tests.words.parsed_text import html, page, problem

PNG, TABLE, CHART = "![甲](a.png)", "| a | b |\n|---|---|\n| 1 | 2 |", "```chart\ntype: line\n```"


def captions(text: str) -> list[str]:
    """Each figure as its element's id, what is in it, and its caption."""
    figures = re.findall(r"<figure[^>]* id=\"([^\"]+)\"[^>]*>(.*?)</figure>", html(text), re.DOTALL)
    kinds = {"<img": "image", "<table": "table", "<<": "chart"}
    return [
        f"{id_} {next(kind for sign, kind in kinds.items() if sign in inner)} "
        + re.sub(r"<[^<>]+>", "", re.findall(r"<figcaption.*?>(.*?)</figcaption>", inner)[0]).strip()
        for id_, inner in figures
    ]


@pytest.mark.parametrize(("figure", "kind"), [(PNG, "image"), (TABLE, "table"), (CHART, "chart")])
@pytest.mark.parametrize("sign", ["图:", "图：", "图 3: ", "图："])
@pytest.mark.parametrize("text", ["{0}\n\n{1}说明", "{1}说明\n\n{0}", "{0}\n{1}说明", "一\n\n{0}\n\n\n{1}说明\n\n二"])
def test_a_caption_before_or_after_a_figure_is_its_own(text: str, sign: str, figure: str, kind: str) -> None:
    assert captions(text.format(figure, sign)) == [f"tu-1 {kind} 图 1 说明"]


def test_tables_and_pictures_are_numbered_each_for_themselves() -> None:
    text = f"{TABLE}\n\n表:一\n\n{PNG}\n\n图:二\n\n{TABLE}\n\n表:三\n\n{CHART}"
    assert captions(text) == ["biao-1 table 表 1 一", "tu-1 image 图 1 二", "biao-2 table 表 2 三", "tu-2 chart 图 2"]
    assert page(text).marks[1].params["figure"] == 2


def test_a_caption_after_wins_over_one_before() -> None:
    text = f"图:前\n\n{PNG}\n\n图:后"
    assert captions(text) == ["tu-1 image 图 1 后"]
    assert '<p class="caption">图:前</p>' in html(text)


@pytest.mark.parametrize(
    ("order", "bound"),
    [
        ("FcFc", ["1 c1", "2 c2"]),
        ("cFcF", ["1 c1", "2 c2"]),
        ("FcF", ["1 c1"]),
        ("FccF", ["1 c1", "2 c2"]),
        ("cFFc", ["1 c1", "2 c2"]),
        ("FctcF", ["1 c1", "2 c2"]),
        ("ctF", []),
    ],
)
def test_a_caption_belongs_to_one_figure_only(order: str, bound: list[str]) -> None:
    count = iter(range(1, 9))
    blocks = [{"F": PNG, "t": "文字", "c": f"图:c{next(count)}" if sign == "c" else ""}[sign] for sign in order]
    assert captions("\n\n".join(blocks)) == [f"tu-{caption[0]} image 图 {caption}" for caption in bound]


def test_labels_take_no_more_images_than_they_name() -> None:
    assert captions("![零](0.png)\n\n![甲](a.png)\n\n![乙](b.png)\n\n图:一(上)、二(下)") == [
        "tu-1 image 图 1 一(上)、二(下)"
    ]
    assert "<p><img" in html("![零](0.png)\n\n![甲](a.png)\n\n![乙](b.png)\n\n图:一(上)、二(下)")


def test_labels_of_one_composed_image_are_just_words() -> None:
    assert captions("![甲](a.png)\n图:一(上)、二(下)") == ["tu-1 image 图 1 一(上)、二(下)"]


@pytest.mark.parametrize("text", ["图书:好", "表面上看:好", "图表", "文字\n图:不是", "图:"])
def test_other_lines_are_no_captions(text: str) -> None:
    assert "figure" not in html(f"{PNG}\n\n{text}")


@pytest.mark.parametrize(("figure", "kind"), [(PNG, "image"), (TABLE, "table"), (CHART, "chart")])
@pytest.mark.parametrize("next_item", ["\n- 乙", "\n\n- 乙", ""])
def test_a_caption_in_an_item_of_a_list_is_its_figures(figure: str, kind: str, next_item: str) -> None:
    inside = f"{figure}\n图：说明".replace("\n", "\n  ")
    assert captions(f"- 甲\n\n  {inside}{next_item}") == [f"tu-1 {kind} 图 1 说明"]


@pytest.mark.parametrize(("figure", "kind"), [(PNG, "image"), (TABLE, "table"), (CHART, "chart")])
@pytest.mark.parametrize(
    ("behind", "shown"),
    [
        ("---\n正文。", "<hr>\n<p>正文。</p>"),
        ("===\n正文。", "<p>===正文。</p>"),
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("1. 甲", "<ol>\n<li>甲</li>\n</ol>"),
        ("> 引", "<blockquote>\n<p>引</p>\n</blockquote>"),
        ("<p>乙</p>", "<p>乙</p>"),
        ("## 题", '<h2 id="ti">题</h2>'),
        ("```\n- 甲\n```", '<pre><code tabindex="0">- 甲\n</code></pre>'),
        ('!!! note "题"\n    甲', '<div class="admonition note">'),
    ],
)
def test_a_caption_ends_where_a_block_begins(figure: str, kind: str, behind: str, shown: str) -> None:
    for prefix in ("", "> "):
        text = f"{figure}\n\n图：题\n续\n{behind}".replace("\n", f"\n{prefix}")
        assert captions(f"{prefix}{text}") == [f"tu-1 {kind} 图 1 题续"]
        assert shown in html(f"{prefix}{text}")


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("prefix", ["", "> ", "  "])
@pytest.mark.parametrize(
    ("caption", "shown"),
    [
        ("题\n后文", "题后文"),
        ("题\n2023. 年", "题2023. 年"),
        ("来源 <https://a.com>", "来源 https://a.com"),
        ("A 到 B ->", "A 到 B -&gt;"),
        ("> 引", "&gt; 引"),
        ("<b>粗</b>", "粗"),
        ("题<!-- 注 -->", "题"),
        ("题[^1]\n[^1]: 注", "题1"),
        ("[涨\n了]{NVDA return 1y > 3}后", "<<1>>后"),
    ],
)
def test_blanks_around_a_caption_go_and_signs_stay(caption: str, shown: str, prefix: str, between: str) -> None:
    text = f"{PNG}{between}图：{caption}".replace("\n", f"\n{prefix}")
    whole = html(prefix + text)
    (figcaption,) = re.findall(r"<figcaption.*?>(.*?)</figcaption>", whole, re.DOTALL)
    assert " ".join(re.sub(r"<(?!<)[^<>]+>(?!>)", "", figcaption).split()) == f"图 1 {shown}"


def test_what_is_wrong_in_a_caption_is_told_in_its_line() -> None:
    wrong = problem(f"{PNG}\n\n图：题\n续**续")
    assert (wrong.line, wrong.column) == (8, 2)
