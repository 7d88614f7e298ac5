"""Why a measure cannot be asked of an instrument, and what would be right. Numbers, claims and charts use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from builder.model import Instrument, Measure
from builder.vocabulary import ADJUSTED, KINDS, QUOTED


def misfit(measure: Measure, instrument: Instrument, measures: Mapping[str, Measure]) -> tuple[str, str] | None:
    """The reason and a hint; None where the measure can be asked.

    E.g. a money-market fund has no NAV, and the return of a stock is not known without its dividends.
    """
    if measure.fits(instrument):
        return None
    if instrument.kind not in measure.kinds:
        kind = _with_article(instrument.kind)
        message = f"{measure.name} is for {' and '.join(measure.kinds)}, and {instrument.id} is {kind}"
        return message, f"{kind} has {_names(other for other in measures.values() if instrument.kind in other.kinds)}"
    fitting = _names(other for other in measures.values() if other.reads and other.fits(instrument))
    if instrument.is_money_fund:
        message = f"{instrument.id} is a money-market fund, which has no {measure.name}"
        return message, f"its history is of income (万份收益) and yield7 (七日年化): it has {fitting}"
    folder = f"{KINDS[instrument.kind].histories.name}/{instrument.code}.csv"
    if instrument.history_of == QUOTED and ADJUSTED in measure.reads:
        message = f"{instrument.id} has closes as traded alone, so that its {measure.name} is not known"
        hint = (
            f"add a column adjusted, or dividend and split, to {folder}; if its closes are adjusted, call their column "
            f"adjusted (columns: {{adjusted: Close}} in sources.yml). It has {fitting}"
        )
        return message, hint
    if instrument.history_of == ADJUSTED and QUOTED in measure.reads:
        message = f"{instrument.id} has adjusted closes alone, so that its {measure.name} is not known"
        return message, f"add a column close, as traded, to {folder}. It has {fitting}"
    return f"{measure.name} is for money-market funds, and {instrument.id} is none", f"it has {fitting}"


def _names(measures: Iterable[Measure]) -> str:
    return ", ".join(measure.name for measure in measures)


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
