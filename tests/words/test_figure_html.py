"""The elements around figures and groups of cards."""

from __future__ import annotations

from tests.words.parsed_text import html, page


def test_sub_figures_are_one_figure_with_each_image_labelled() -> None:
    shown_html = html("![](a.png)\n\n![乙](b.png)\n\n图:切块(上)、去噪(下)\n")
    assert shown_html.count("<figure") == 1
    assert '<div class="sub-figures above">' in shown_html
    assert 'alt="切块"' in shown_html and 'alt="乙"' in shown_html
    assert shown_html.count('<span class="sub-figure-label">') == 2


def test_images_side_by_side_are_beside_each_other() -> None:
    assert 'class="sub-figures beside"' in html("![甲](a.png) ![乙](b.png)\n图：一（左）、二（右）")


def test_a_caption_without_a_figure_stays_a_paragraph() -> None:
    assert html("图:主流模型对比\n\n文字") == '<p class="caption">图:主流模型对比</p>\n<p>文字</p>\n'


def test_funds_with_a_caption_are_a_table() -> None:
    shown_html = html("```funds\nfunds: [012733]\n```\n表:对比")
    assert shown_html == (
        '<figure class="table" id="biao-1"><figcaption id="biao-1-caption"><span class="figure-number">表 1</span> 对比'
        "</figcaption><<0>></figure>\n"
    )
    assert page("```funds\na: b\n```\n表:对比").marks[0].params["tab"] == 1


def test_a_chart_between_lines_of_text_parts_them() -> None:
    assert html("一\n```chart\ntype: line\n```\n二") == (
        '<p>一</p>\n<figure id="tu-1" data-chart="tu-1"><<0>><figcaption id="tu-1-caption">'
        '<span class="figure-number">图 1</span></figcaption></figure>\n<p>二</p>\n'
    )


def test_funds_without_a_caption_stand_by_themselves() -> None:
    parsed = page("```funds\nfunds: [012733]\n```\n\n二")
    assert (parsed.marks[0].block, parsed.marks[0].params["tab"]) == ("funds", 0)
    assert html("一\n\n```funds\nfunds: [012733]\n```\n\n二") == "<p>一</p>\n<<0>>\n<p>二</p>\n"


A, C = "$甲A(OTCFUND|012733)$", "$甲C(OTCFUND|012734)$"


def test_cards_never_stay_in_a_paragraph_or_list_item() -> None:
    for text in (f"{A}\n\n{C}", f"- {A}\n- {C}", f"!!! note\n    {A}\n\n    {C}", f"> {A}"):
        shown_html = html(text)
        assert '<div class="fund-cards"><<0>>' in shown_html
        assert "<p><section" not in shown_html and "<li>" not in shown_html
