"""How contracts word their benchmarks."""

from __future__ import annotations

import pytest

from builder.numbers.series.benchmark_words import components, normalised


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("沪深300指数收益率", [("沪深300", 1.0, None)]),
        (
            "中证人工智能主题指数×95%+活期存款利率×5%",
            [("中证人工智能主题", 0.95, None), ("活期存款利率", 0.05, 0.0035)],
        ),
        (
            "95%×沪深300指数收益率+5%×银行活期存款利率（税后）",
            [("沪深300", 0.95, None), ("银行活期存款利率(税后)", 0.05, 0.0035)],
        ),
        ("沪深 300 指数收益率 * 80%＋中债综合指数收益率 X ２０％", [("沪深300", 0.8, None), ("中债综合", 0.2, None)]),
        ("沪深300指数×80%\n中债综合指数×20%", [("沪深300", 0.8, None), ("中债综合", 0.2, None)]),
        ("沪深300指数×80%；\n+中债综合指数×20%。", [("沪深300", 0.8, None), ("中债综合", 0.2, None)]),
        ("1.5%×20%+沪深300×80%", [("1.5%", 0.2, 0.015), ("沪深300", 0.8, None)]),
        (
            "中证500指数收益率×95%+1.5%(指年收益率,评价时按期间折算)×5%",
            [("中证500", 0.95, None), ("1.5%(指年收益率,评价时按期间折算)", 0.05, 0.015)],
        ),
        ("中债利率债指数×80%+一年期定期存款利率×20%", [("中债利率债", 0.8, None), ("一年期定期存款利率", 0.2, 0.015)]),
        ("国证自由现金流指数×90%+现金×10%", [("国证自由现金流", 0.9, None), ("现金", 0.1, None)]),
        ("沪深300指数×90%+银行存款利率×10%", [("沪深300", 0.9, None), ("银行存款利率", 0.1, None)]),
    ],
)
def test_components_and_weights_are_read(words: str, expected: list[tuple[str, float, float | None]]) -> None:
    read = components(words)
    assert read is not None
    assert [(part.name, pytest.approx(part.weight), part.rate) for part in read] == expected
    assert all(part.is_cash == (part.rate is not None or "存款" in part.name or part.name == "现金") for part in read)


@pytest.mark.parametrize(
    "rate",
    [
        "一年期定期存款利率×1.2",
        "一年期银行定期存款利率（税后）的1.2倍",
        "一年期定期存款利率两倍",
        "一年期定期存款利率×110%",
        "一年期定期存款利率/2",
        "两年期定期存款利率减0.5%",
        "一年期定期存款利率(上浮10%)",
        "一年期定期存款利率和三年期存款利率孰高",
        "1.2倍一年期定期存款利率",
        "美元一年期存款利率",
        "港币活期存款利率",
        "香港活期存款利率",
    ],
)
def test_a_deposit_with_a_word_that_is_not_understood_has_no_known_rate(rate: str) -> None:
    read = components(f"沪深300指数收益率×80%+{rate}×20%")
    assert read is None or [part.rate for part in read] == [None, None]


@pytest.mark.parametrize(
    ("deposit", "rate"),
    [
        ("中国人民银行公布的一年期人民币定期存款基准利率（税后）", 0.015),
        ("银行人民币活期存款利率（税后）", 0.0035),
        ("金融机构人民币活期存款基准利率(税后)", 0.0035),
        ("同期三个月定期存款税前利率", 0.011),
        ("商业银行税后活期存款利率", 0.0035),
        ("半年期整存整取存款年利率", 0.013),
    ],
)
def test_a_deposit_is_named_in_many_ways(deposit: str, rate: float) -> None:
    read = components(f"沪深300指数收益率×80%+{deposit}×20%")
    assert read is not None and read[1].rate == rate


@pytest.mark.parametrize(
    "words",
    [
        "",
        "沪深300×80%",
        "一年期定期存款利率（税后）+1%",
        "沪深300×50%+×50%",
        "沪深300×60%+中债×60%",
        "沪深300+中债",
        "+",
    ],
)
def test_what_has_no_weights_that_add_up_is_not_read(words: str) -> None:
    assert components(words) is None


@pytest.mark.parametrize("name", ["沪深300", "沪深300指数", "沪深 300 指数收益率", "“沪深３００”指数", "沪深300收益率"])
def test_what_makes_no_difference_is_left_out_of_a_name(name: str) -> None:
    assert normalised(name) == "沪深300"


def test_a_name_with_more_to_say_is_another() -> None:
    assert normalised("沪深300全收益指数") != normalised("沪深300指数")
    assert normalised("恒生指数收益率(使用估值汇率折算)") != normalised("恒生指数")


def test_a_benchmark_of_many_parts_is_read_in_no_time() -> None:
    """Each part has two readings, so that forty have a million million: not all are tried."""
    assert components("+".join(["1%×2%"] * 40)) is None
