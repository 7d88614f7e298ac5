"""The kinds of chart that authors may name under `type`, a module each. To add one, write its module and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from builder.blocks.charts.chart_kind import ChartKind
from builder.blocks.charts.kinds import (
    allocation,
    area,
    bar,
    calendar_years,
    compare,
    drawdown,
    dumbbell,
    line,
    monthly,
    multiples,
    rolling,
    scatter,
    table,
)

# In the order in which a message lists them.
KINDS: Mapping[str, ChartKind] = {
    module.KIND.name: module.KIND
    for module in (
        line,
        area,
        bar,
        compare,
        drawdown,
        calendar_years,
        allocation,
        scatter,
        rolling,
        monthly,
        multiples,
        dumbbell,
        table,
    )
}
