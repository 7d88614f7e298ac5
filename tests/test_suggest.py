"""A mistyped word is answered with what was meant, and a word like nothing with what there is."""

from __future__ import annotations

from builder.suggest import did_you_mean, nearest

MEASURES = ("return", "drawdown", "volatility")


def test_a_mistyped_word_is_answered_with_the_nearest_choice() -> None:
    assert nearest("retrun", MEASURES) == "return"
    assert did_you_mean("volatilty", MEASURES) == "did you mean volatility?"


def test_a_word_like_nothing_is_answered_with_what_there_is() -> None:
    assert did_you_mean("市盈率", MEASURES, otherwise="there are return, drawdown") == "there are return, drawdown"
    assert nearest("return", ()) == ""
