"""The fast reader against the exact one: what it takes, both read alike."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.numbers.files import exact_history_csv, fast_history_csv
from builder.numbers.series.series import Series
from builder.problem import Failed
from builder.vocabulary import SETS

GOOD = ["1.0", "1.0003", " 2.5", "+3", "1e-3", ".5", "7.", '"1.5"', "", '""']


texts = st.sampled_from([*GOOD, "NaN", "inf", "-1", "0", "x", "1,2", '"1,2"', "净"])


DAYS = ["2024-01-02", "2024-01-03", "2024-01-04", " 2024-01-05", '"2024-01-08"']


dates = st.sampled_from([*DAYS, "2024-02-30", "20240109", "0001-01-01", ""])


ends = st.sampled_from(["\n", "\n", "\n", "\r\n", "\n\n"])


@given(st.lists(st.tuples(dates, texts, texts, ends), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_what_the_fast_reader_accepts_the_exact_one_reads_alike(rows: list[tuple[str, str, str, str]]) -> None:
    body = "".join(f"{on},{nav},{paid}{end}" for on, nav, paid, end in rows)
    spec, names = SETS["nav"], ["date", "nav", "dividend"]
    quick = fast_history_csv.read_files([body.encode()], names, spec)
    if quick is None:
        return
    try:
        exact = exact_history_csv.read_histories(f"date,nav,dividend\n{body}", "x", spec)[""]
    except Failed as failed:
        raise AssertionError(f"the fast reader let through {failed.problems}") from None
    order = np.argsort(exact.days)
    assert quick[0].days.tolist() == sorted(exact.days)
    assert quick[0].raw.tolist() == np.array(exact.values["nav"])[order].tolist()
    assert repr(quick[0].scope_digest(len(order))) == repr(
        Series(
            np.array(exact.days, dtype=np.int32)[order],
            np.array(exact.values["nav"])[order],
            {"dividend": np.array(exact.values["dividend"])[order]},
        ).scope_digest(len(order))
    )


@given(st.permutations(range(8)))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_makes_no_difference(order: list[int]) -> None:
    rows = [f"2024-01-{at + 10},{1 + at / 10},{at / 100}\n" for at in range(8)]
    spec, names = SETS["nav"], ["date", "nav", "dividend"]
    sorted_, mixed = (
        fast_history_csv.read_files(["".join(rows[position] for position in positions).encode()], names, spec)
        for positions in (range(8), order)
    )
    assert sorted_ and mixed
    assert mixed[0].adjusted.tolist() == sorted_[0].adjusted.tolist()
    assert mixed[0].scope_digest(5) == sorted_[0].scope_digest(5)
