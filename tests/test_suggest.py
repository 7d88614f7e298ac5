"""A mistyped word is answered with what was meant, and a word like nothing with what there is."""

from __future__ import annotations

from builder.suggest import did_you_mean, did_you_mean_file, nearest

MEASURES = ("return", "drawdown", "volatility")


def test_a_mistyped_word_is_answered_with_the_nearest_choice() -> None:
    assert nearest("retrun", MEASURES) == "return"
    assert did_you_mean("volatilty", MEASURES) == "did you mean volatility?"


def test_a_word_like_nothing_is_answered_with_what_there_is() -> None:
    assert did_you_mean("市盈率", MEASURES, otherwise="there are return, drawdown") == "there are return, drawdown"
    assert nearest("return", ()) == ""


def test_files_are_compared_by_their_names_and_not_by_their_folders() -> None:
    files = ["briefings/2024/patch.svg", "briefings/2024/x.md"]
    assert did_you_mean_file("patches.png", files, otherwise="") == "did you mean briefings/2024/patch.svg?"
    assert did_you_mean_file("briefings/2024/图.md", files, otherwise="no") == "no"
