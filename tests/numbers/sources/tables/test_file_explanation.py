"""How a file is understood, as a value: what each heading was taken for, sample rows, and what is wrong."""

from __future__ import annotations

from pathlib import Path

from builder.numbers.sources.tables.file_explanation import explain_file, is_of
from tests.numbers.sources.source_files import source


def test_of_a_long_file_the_first_and_the_last_rows_are_shown(tmp_path: Path) -> None:
    days = "".join(f"2024-02-{day:02},1.{day:02}\n" for day in range(1, 29))
    (tmp_path / "012733.csv").write_text(f"日期,单位净值\n{days}", encoding="utf-8")
    explanation = explain_file("012733.csv", tmp_path, None)
    assert (explanation.set, explanation.row_count, explanation.problems) == ("nav", 28, ())
    assert [line for line, _ in explanation.sample] == [2, 3, 4, 27, 28, 29]
    assert explanation.columns == (("日期", "date", ""), ("单位净值", "nav", ""))


def test_a_question_to_the_author_is_among_the_problems(tmp_path: Path) -> None:
    (tmp_path / "012733.csv").write_text('日期,单位净值\n2024-02-20,"1,090"\n', encoding="utf-8")
    declared = source(location="{code}.csv")
    assert is_of("012733.csv", declared) and not is_of("in/012733.csv", declared)
    assert [problem.id for problem in explain_file("012733.csv", tmp_path, declared).problems] == ["ambiguous-number"]
