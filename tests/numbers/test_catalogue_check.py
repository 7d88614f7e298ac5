"""What a catalogue names and the data lack, and an end that does not fit, are noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.numbers.folder import snapshot_of

INDEXES = "code,name\n930713,中证人工智能主题指数\n000300,沪深300\n"
NAV = "date,nav\n2024-02-19,1.0\n2024-02-20,1.0\n"
INDEX = "date,close\n2024-02-19,100\n2024-02-20,101\n"
FUNDS = "code,name,index,parent,benchmark,benchmark_formula,risk_level,end_date\n"


def notes(root: Path, row: str, **more: str) -> tuple[str, ...]:
    files = {"funds.csv": f"{FUNDS}{row}\n", "indexes.csv": INDEXES, "nav/012733.csv": NAV, "index/930713.csv": INDEX}
    return snapshot_of(root, files | more).directory.notes


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("012734,甲C,930731,,,,,", "index: no index has the code 930731: did you mean 930713?"),
        ("012734,甲C,,012773,,,,", "parent: no fund has the code 012773: did you mean 012733?"),
        ("012734,甲C,,,,930731*1,,", "benchmark_formula: no index has the code 930731: did you mean 930713?"),
    ],
)
def test_a_code_that_there_is_not_is_noted_and_keeps_nobody_from_publishing(
    tmp_path: Path, row: str, said: str
) -> None:
    (noted,) = notes(tmp_path, f"012733,甲A,,,,,,\n{row}")
    assert noted.endswith(said)


def test_without_any_index_a_fund_may_follow_one(tmp_path: Path) -> None:
    files = {"funds.csv": f"{FUNDS}012733,甲,930713,,,,R4,\n", "nav/012733.csv": NAV}
    assert snapshot_of(tmp_path, files).directory.notes == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("中证人工智能主题指数收益率*95%+活期存款利率*5%", ""),
        ("中证人工智能主题指数收益率*85%+活期存款利率*5%", "its words cannot be read with weights that add up to 1"),
        (
            "中证人工职能主题指数收益率*95%+活期存款利率*5%",
            "indexes.csv has no index 中证人工职能主题: did you mean 中证人工智能主题?",
        ),
        ("中证人工智能主题指数收益率*95%+某银行协议存款利率*5%", "its words do not say what its cash earns"),
        ("活期存款利率*100%", ""),
        ("沪深300指数收益率*95%+活期存款利率*5%", "there is no history of the index 000300"),
        (
            "中债综合收益率*95%+活期存款利率*5%",
            "indexes.csv has no index 中债综合: add it, or write benchmark_formula",
        ),
    ],
)
def test_a_benchmark_without_numbers_is_noted(tmp_path: Path, words: str, said: str) -> None:
    noted = notes(tmp_path, f"012733,甲,,,{words},,,")
    assert len(noted) == bool(said)
    assert said in "".join(noted)


@pytest.mark.parametrize(
    ("end_date", "said"),
    [
        ("2024-02-20", ""),
        ("2024-02-19", "its end_date is 2024-02-19, and its last row is later: 2024-02-20"),
        ("2024-04-01", "its end_date is 2024-04-01, 41 days after its last row, 2024-02-20"),
        ("2030-04-01", ""),  # it is to come
    ],
)
def test_an_end_that_does_not_fit_the_rows_is_noted(tmp_path: Path, end_date: str, said: str) -> None:
    funds = f"{FUNDS}012733,甲,,,,,,{end_date}\n012734,乙,,,,,,\n"
    later = NAV + "2024-05-20,1.0\n"
    noted = notes(tmp_path, "", **{"funds.csv": funds, "nav/012734.csv": later})
    assert len(noted) == bool(said)
    assert said in "".join(noted)


def test_many_notes_are_counted(tmp_path: Path) -> None:
    funds = FUNDS + "".join(f"01273{digit},甲{digit},,,不明,,,\n" for digit in range(8))
    noted = notes(tmp_path, "", **{"funds.csv": funds})
    assert len(noted) == 6 and noted[-1].endswith("3 more notes of this kind")


def test_a_note_that_there_is_not_is_not_counted(tmp_path: Path) -> None:
    deposits = "".join(f"01274{digit},乙{digit},,,活期存款利率*100%,,,\n" for digit in range(8))
    funds = FUNDS + "".join(f"01273{digit},甲{digit},,,不明,,,\n" for digit in range(6)) + deposits
    assert notes(tmp_path, "", **{"funds.csv": funds})[-1].endswith(" 1 more notes of this kind")
