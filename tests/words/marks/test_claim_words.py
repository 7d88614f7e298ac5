"""The words of a claim against its expression: what is plain is told, what is doubtful is the author's."""

from __future__ import annotations

import pytest

from builder.expression import parse_claim
from builder.words.marks.claim_words import contradiction
from tests.words.parsed_text import FRONT, problem, text_at

AGREE = [
    ("一年翻倍", "NVDA return 1y > 900%"),
    ("上涨超 300%", "NVDA return from 2022-11-30 to 2024-02-16 > 300%"),
    ("上涨超300%", "NVDA return 1y > 300%"),
    ("130%", "AVGO return 1y > 130%"),
    ("上涨超60%", "MSFT return 1y > 60%"),
    ("大涨7%", "ADBE change > 7%"),
    ("大跌7%", "ADBE change < -7%"),
    ("跌超3%", "U change < -3%"),
    ("跌超 3%", "U change < -3%"),
    ("下跌7.41%", "ADBE change = -7.41%"),
    ("跌了", "index:X90713 return 3m < 0%"),
    ("跌了", "index:X90713 return 3m > -90%"),
    ("最大回撤超 40%", "012733 drawdown 1y < -40%"),
    ("最大回撤不足50%", "012733 drawdown 1y > -50%"),
    ("最大回撤为42.75%", "012733 drawdown launch = -42.75%"),
    ("最大回撤约 43%", "012733 drawdown launch ~ -43%"),
    ("回撤控制在 20% 以内", "012733 drawdown 1y > -20%"),
    ("近一年上涨近 30%", "012733 return 1y > 29%"),
    ("涨幅近三成", "012733 return 1y > 29%"),
    ("涨幅不足5%", "012733 return 1y < 5%"),
    ("跌幅不足5%", "012733 return 1y > -5%"),
    ("翻倍", "NVDA return 1y > 100%"),
    ("涨幅翻倍有余", "NVDA return 1y > 100%"),
    ("股价翻了一番", "NVDA return 1y >= 100%"),
    ("较高点腰斩", "012733 drawdown launch < -50%"),
    ("几近腰斩", "012733 drawdown launch < -45%"),
    ("止跌回升", "012733 return 1m > 0%"),
    ("由跌转涨", "012733 return 1m > 0%"),
    ("跌幅收窄至3%以内", "012733 return 1m > -3%"),
    ("并未下跌", "012733 return 1m >= 0%"),
    ("没有上涨", "012733 return 1m <= 0%"),
    ("跑赢基准5个百分点", "012733 excess-return 1y > 5%"),
    ("跑输基准", "012733 excess-return 1y < 0%"),
    ("涨幅落后基准 5%", "012733 excess-return 1y < -5%"),
    ("波动率上升至 20% 以上", "012733 volatility 1y > 20%"),
    ("波动率下降到 20% 以下", "012733 volatility 1y < 20%"),
    ("站上 3000 点", "index:930713 close > 3000"),
    ("跌破3000点", "index:930713 close < 3000"),
    ("收于 3,544.60 点", "index:000300 close = 3544.60"),
    ("规模超过10亿元", "012733 size > 1000000000"),
    ("净值高于 1 元", "012733 nav > 1"),
    ("2023年上涨11.65%", "012733 calendar-year 2023 = 11.65%"),
    ("2023 年上涨逾 11%", "012733 calendar-year 2023 > 11%"),
    ("涨跌互现", "012733 return 1m < 0%"),
    ("成立以来回报 6.17%", "012733 return launch = 6.17%"),
    ("年化收益 8% 左右", "012733 annualised 3y ~ 8%"),
    ("截至2024年2月19日", "012733 date = 2024-02-19"),
    ("分别上涨超 300% 和 130%", "NVDA return 1y > 300%"),
    ("涨逾 2 倍", "NVDA return 1y > 200%"),
    ("超额收益为正", "012733 excess-return 1y > 0%"),
    ("上涨 329%", "NVDA return 1y = 329.27%"),
    ("上涨约 3.3 倍", "NVDA return 1y > 300%"),
    ("下跌了 13.7%", "012733 return 1y = -13.70%"),
    ("-13.70%", "012733 return 1y = -13.70%"),
    ("最高回撤达四成", "012733 drawdown 1y < -40%"),
    ("上涨300%以上", "NVDA return 1y >= 300%"),
    ("创出新高", "index:930713 close > 3000"),
    ("300％", "NVDA return 1y > 300%"),
    ("由 5-10% 变为", "012733 return 1y > 5%"),
    ("+13.94%", "012733 return 1y = 13.94%"),
]
CONTRADICT = [
    ("上涨超400%", "NVDA return 1y > 300%"),
    ("大涨7%", "ADBE change < -7%"),
    ("大跌7%", "ADBE change > 7%"),
    ("上涨超300%", "NVDA return 1y < 300%"),
    ("不足5%", "012733 return 1y > 5%"),
    ("下跌不足5%", "012733 return 1y < 5%"),
    ("跌超3%", "U change > -3%"),
    ("最大回撤超 40%", "012733 drawdown 1y > -40%"),
    ("最大回撤 30%", "012733 drawdown 1y < -40%"),
    ("翻倍", "NVDA return 1y > 50%"),
    ("腰斩", "012733 drawdown 1y < -20%"),
    ("跑输基准", "012733 excess-return 1y > 0%"),
    ("跑赢基准", "012733 excess-return 1y < 0%"),
    ("跌破3000点", "index:930713 close > 3000"),
    ("站上 4000 点", "index:930713 close > 3000"),
    ("上涨", "012733 return 1y < 0%"),
    ("下跌", "012733 return 1y > 0%"),
    ("上涨 300%", "NVDA return 1y = 329.27%"),
    ("约30%", "NVDA return 1y > 50%"),
    ("截至2024年2月18日", "012733 date = 2024-02-19"),
    ("规模超过10亿元", "012733 size > 100000000"),
    ("走高", "012733 return 1m = -3.2%"),
    ("亏损超 20%", "012733 return 1y > 20%"),
    ("近30%", "NVDA return 1y > 20%"),
    ("涨幅超过 15%", "012733 return 1y >= 10%"),
    ("-5%", "012733 return 1y > 5%"),
    ("+5.2%", "012733 return 1y = -5.2%"),
    ("上涨超４００％", "NVDA return 1y > 300%"),
]


@pytest.mark.parametrize(("words", "expression"), AGREE)
def test_words_that_may_be_true_are_left_alone(words: str, expression: str) -> None:
    assert contradiction(words, parse_claim(expression)) == ""


@pytest.mark.parametrize(("words", "expression"), CONTRADICT)
def test_another_figure_or_direction_is_a_contradiction(words: str, expression: str) -> None:
    assert contradiction(words, parse_claim(expression)).startswith("the words say ")


def test_a_contradiction_is_told_at_the_words() -> None:
    text = "英伟达[上涨超 400%]{NVDA return 1y > 300%}。"
    reported = problem(text)
    assert (reported.id, text_at(FRONT + text, reported)) == ("bad-claim", "上涨超 400%")
    assert reported.message == "the words say 400%, the expression > 300%"
