"""How the numbers and claims of a page are known: an entry for each, once, with value, dates, formula, source and rows."""

from __future__ import annotations

from dataclasses import replace

from builder.blocks.end_matter import evidence
from builder.model import EVIDENCE, Answer, Ask, Directory
from tests.blocks.block_examples import AI_A, DIRECTORY, NVDA, cashtag, claim, html, number, resolved, tree

SINCE = {"series": "NVDA", "measure": "return", "start": "2022-11-30", "end": "2024-02-16"}
GROWN = Ask(series="stock:NVDA", measure="return", start="2022-11-30", end="2024-02-16", as_of="2024-02-19")
YEAR = number("{{ 012733 return 1y }}", series="012733", measure="return", window="1y")
NAME = number("{{ 012733 name }}", series="012733", measure="name")
CLAIM = claim("上涨超 300%", ">", 3.0, "300%", **SINCE)
ORIGINS = Directory(
    instruments={**DIRECTORY.instruments, NVDA.id: replace(NVDA, origin="交易所<b>")}, digests=DIRECTORY.digests
)


def test_an_entry_says_what_a_claim_says_and_how_it_is_known() -> None:
    found = resolved(CLAIM, directory=ORIGINS)
    answer = Answer(value=3.2927, unit="ratio", start="2022-11-30", end="2024-02-16", coloured=True)
    text = "".join(tree(html(found[EVIDENCE], {GROWN: answer})).itertext())
    for said in (
        "数字依据（1 条）",
        "上涨超 300%",
        "收益率+329.27%",
        "文中所述高于 300%，成立",
        "对象NVIDIA NVDA",
        "区间2022-11-30 至 2024-02-16",
        "口径复权净值期末 ÷ 期初 − 1",
        "来源交易所<b>",
        "数据行股票行情 NVDA：2022-11-30、2024-02-16",
        "数据截至 2024年2月19日，此后的数据不改变这个数字。",
    ):
        assert said in text, said


def test_a_number_has_an_entry_with_its_own_format_and_the_page_of_its_fund() -> None:
    words = {"series": "012733", "measure": "return", "window": "1y", "format": "percent1"}
    root = tree(html(resolved(number("{{ … }}", **words))[EVIDENCE]))
    assert root.find(".//h3").text == f"{AI_A.name}近1年收益率"
    assert root.find(".//data").text == "+5.2%"
    assert root.find(".//dd/a").get("href") == "../../funds/012733/"


def test_equal_questions_share_an_entry_and_facts_and_cards_have_none() -> None:
    moved = replace(CLAIM, line=30)
    found = resolved(YEAR, NAME, CLAIM, YEAR, moved, cashtag("012733", AI_A.name))
    entries = found[EVIDENCE].params.to_json()["entries"]
    assert [entry["label"] for entry in entries] == ["收益率", "收益率"]
    assert [entry.get("words", "") for entry in entries] == ["", "上涨超 300%"]
    assert html(resolved(NAME)[EVIDENCE]) == ""
    assert EVIDENCE not in resolved(cashtag("012733", AI_A.name))


def test_made_up_data_are_called_that_and_live_numbers_move() -> None:
    live = number("{{ 012733 nav live }}", series="012733", measure="nav", live=True)
    fragment = html(resolved(live)[EVIDENCE], synthetic=True)
    assert "本站数据文件（模拟数据）" in fragment and "随数据更新。" in fragment and "数据截至" not in fragment


def test_the_questions_are_those_of_the_numbers() -> None:
    found = resolved(YEAR, CLAIM)
    params = found[EVIDENCE].params
    assert evidence.asks(params) == (  # type: ignore[arg-type]
        Ask(series="fund:012733", measure="return", window="1y", as_of="2024-02-19"),
        GROWN,
    )


def test_what_is_equal_by_its_decimals_alone_is_about_that() -> None:
    mark = claim("为 329%", "=", 3.29, "329%", **SINCE)
    fragment = html(resolved(mark)[EVIDENCE], {GROWN: Answer(value=3.2927, unit="ratio")})
    assert "约为 329%" in fragment
