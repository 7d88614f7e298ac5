"""The table of measures: all entries by name, in the order of the page of methods. The snapshot computes from it.

To add a measure, write its function and its entry into one of the modules below.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.model import Measure
from builder.numbers.measures import data_status, facts, history_text, holdings, income, levels, returns, risk
from builder.numbers.measures.measure_entry import MeasureEntry

_MODULES = (levels, income, history_text, returns, risk, holdings, data_status, facts)

ENTRIES: Mapping[str, MeasureEntry] = MappingProxyType(
    {entry.measure.name: entry for module in _MODULES for entry in module.ENTRIES}
)
MEASURES: Mapping[str, Measure] = MappingProxyType({name: entry.measure for name, entry in ENTRIES.items()})
