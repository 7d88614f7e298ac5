"""A fund and the index that is its benchmark, with a test's own values."""

from __future__ import annotations

from datetime import date

import numpy as np

from builder.model import Instrument
from builder.numbers.series.day_numbers import day
from builder.numbers.series.series import Series
from builder.numbers.snapshot import Snapshot

FIRST = date(2022, 1, 4)


def snapshot_of(
    days: list[str], values: list[float], index: list[float] | None = None, **extra: list[float]
) -> Snapshot:
    """A fund with an index as its benchmark, both with these values unless the index has others."""
    numbers = np.array([day(on) for on in days], dtype=np.int32)
    columns = {name: np.array(column) for name, column in extra.items()}
    facts = {"effective_date": FIRST.isoformat(), "index": "S1", "benchmark": "示例指数×95%+现金×5%"}
    fund = Instrument(id="fund:1", code="1", name="甲", facts=facts)
    market = Instrument(id="index:S1", code="S1", name="示例指数")
    told = {name: column for name, column in columns.items() if name == "announced"}
    series = {
        "fund:1": Series(numbers, np.array(values), columns),
        "index:S1": Series(numbers, np.array(index or values), told),
    }
    return Snapshot(
        instruments={"fund:1": fund, "index:S1": market},
        series=series,
        data_as_of={},
        synthetic=False,
        risk_free=0.015,
        trading_days=252,
    )
