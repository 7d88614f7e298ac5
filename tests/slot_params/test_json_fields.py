"""Parameters are stored without their defaults, come back equal, and are refused where a key or a value is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from builder.model import Ask
from builder.slot_params.json_fields import JsonFields


@dataclass(frozen=True, kw_only=True)
class Inner(JsonFields):
    day: str


@dataclass(frozen=True, kw_only=True)
class Outer(JsonFields):
    series: tuple[str, ...]
    column: str = field(metadata={"key": "series_of_briefings"})
    value: float | str = 0
    limit: int = 0
    years: tuple[str, ...] | None = None
    ask: Ask
    days: tuple[Inner, ...] = ()
    lines: Mapping[str, Inner] = field(default_factory=dict)


NAV = Ask(series="fund:1", measure="nav")
WHOLE = Outer(
    series=("fund:1",),
    column="热点",
    value=0.5,
    limit=3,
    years=(),
    ask=Ask(series="fund:1", measure="nav", as_of="2024-02-19"),
    days=(Inner(day="2024-02-19"),),
    lines={"0/since": Inner(day="2024-02-20")},
)


def test_what_was_stored_comes_back_equal() -> None:
    assert Outer.from_json(json.loads(json.dumps(WHOLE.to_json()))) == WHOLE


def test_a_field_that_has_its_default_is_left_out() -> None:
    assert Outer(series=("fund:1",), column="", ask=NAV).to_json() == {
        "series": ["fund:1"],
        "series_of_briefings": "",
        "ask": {"series": "fund:1", "measure": "nav"},
        "lines": {},
    }
    assert WHOLE.to_json()["ask"] == {"series": "fund:1", "measure": "nav", "as_of": "2024-02-19"}


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"serie": []}, "Outer has no 'serie', only series, series_of_briefings"),
        ({"series": "fund:1"}, "'fund:1' is not of the type list or tuple"),
        ({"series": [1]}, "1 is not of the type str"),
        ({"limit": "3"}, "'3' is not of the type int"),
        ({"value": None}, "None is not of the type float or str or int"),
        ({"days": [{"date": "2024-02-19"}]}, "Inner has no 'date', only day"),
        ({"days": [{}]}, "missing 1 required keyword-only argument: 'day'"),
    ],
)
def test_a_wrong_key_or_value_is_an_error(more: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError) as error:
        Outer.from_json({"series": [], "series_of_briefings": "", "ask": NAV._asdict(), **more})
    assert message in str(error.value)
