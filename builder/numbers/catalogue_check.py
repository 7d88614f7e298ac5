"""What a catalogue names and the data lack: notes of a build and a check. `load_data` uses it.

They are no problems: what a source says of one fund of thousands must not keep all others from being published.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from builder.model import Instrument
from builder.numbers.series import benchmark, benchmark_words
from builder.numbers.series.day_numbers import day, iso
from builder.numbers.series.series import Series
from builder.suggest import did_you_mean
from builder.vocabulary import KINDS

_REACH = 15  # days: an end may lie so far behind the last row
_MOST_NOTES = 5


def notes(instruments: Mapping[str, Instrument], series: Mapping[str, Series], problem_path: str) -> tuple[str, ...]:
    """What a reader of a fund's page would miss without a word: the index, fund or benchmark that is not there; an end that
    does not fit.

    The instruments are those of a snapshot, which say what their benchmark is made of.
    """
    names = benchmark.IndexNames.of(instruments.values())
    newest = max((int(history.days[-1]) for id_, history in series.items() if id_.startswith("fund:")), default=0)
    has_indexes = any(instrument.kind == "index" for instrument in instruments.values())
    said: list[str] = []
    more = 0
    for id_, fund in instruments.items():
        if fund.kind != "fund":
            continue
        has_benchmark = bool(fund.benchmark or not (fund.facts.keys() & {"benchmark", "benchmark_formula"}))
        unknown, end_note = _unknown_code(fund, instruments, has_indexes), _end_note(fund, series.get(id_), newest)
        lines = [end_note] if end_note else []
        is_shown = len(said) < _MOST_NOTES
        suggested = names.codes if is_shown else {}  # to look for a hint takes long in a large catalogue
        if unknown:
            lines.append(_unknown_note(*unknown, instruments if is_shown else {}))
        elif not has_benchmark and (note := _benchmark_note(fund, names, suggested, series)):
            lines.append(note)
        if is_shown:
            said += [f"{problem_path}: {fund.code} {fund.name}: {line}" for line in lines]
        else:
            more += len(lines)
    return (*said, *([f"{problem_path}: {more} more notes of this kind"] if more else []))


def _unknown_code(
    fund: Instrument, instruments: Mapping[str, Instrument], has_indexes: bool
) -> tuple[str, str, str] | None:
    """The column, kind and code of an index or a fund that a fund names and no catalogue has.

    A `parent` may also be a name that its classes share. Without a catalogue of indexes, none is looked for.
    """
    written = fund.facts.get("benchmark_formula", "")
    formula = benchmark.formula(written) if written else ""
    indexes = [] if isinstance(formula, str) else [code for code, _ in formula.indexes]
    named = [("index", "index", fund.facts.get("index", "").removeprefix("index:"))]
    named += [("benchmark_formula", "index", code) for code in indexes]
    named = named if has_indexes else []
    named += [("parent", "fund", fund.facts.get("parent", ""))]
    return next(
        (name for name in named if name[2] and name[2].isascii() and f"{name[1]}:{name[2]}" not in instruments), None
    )


def _unknown_note(column: str, kind: str, code: str, instruments: Mapping[str, Instrument]) -> str:
    known = [instrument.code for instrument in instruments.values() if instrument.kind == kind]
    hint = did_you_mean(code, known, otherwise=f"add it to {KINDS[kind].plural}.csv")
    return f"{column}: no {kind} has the code {code}: {hint}"


def _benchmark_note(
    fund: Instrument, names: benchmark.IndexNames, suggested: Collection[str], series: Mapping[str, Series]
) -> str:
    """Why a benchmark has no numbers; a hint is looked for among the names in `suggested`."""
    without = "its benchmark has no numbers: "
    formula = benchmark.formula_of(fund.facts, names)
    if not isinstance(formula, str):
        lost = [code for code, _ in formula.indexes if f"index:{code}" not in series]
        reason = f"there is no history of the index {lost[0]}" if lost else "its words do not say what its cash earns"
        return f"{without}{reason}"
    legs = benchmark_words.components(fund.facts.get("benchmark", ""))
    if legs is None:
        return (
            f"{without}its words cannot be read with weights that add up to 1; correct them, or write benchmark_formula"
        )
    unlisted = [leg.name for leg in legs if not leg.is_cash and leg.name not in names.codes]
    if not unlisted:
        return ""  # deposits alone, as of a money-market fund
    hint = did_you_mean(unlisted[0], suggested, otherwise="add it, or write benchmark_formula")
    return f"{without}indexes.csv has no index {unlisted[0]}: {hint}"


def _end_note(fund: Instrument, history: Series | None, newest: int) -> str:
    """That an end does not fit a fund's rows; `newest` is the last day of any fund: an end to come fits."""
    end_date = fund.facts.get("end_date", "")
    if not end_date or history is None or not len(history.days):
        return ""
    last, end = int(history.days[-1]), day(end_date)
    if last > end:
        return f"its end_date is {end_date}, and its last row is later: {iso(last)}"
    if last + _REACH < end <= newest:
        return f"its end_date is {end_date}, {end - last} days after its last row, {iso(last)}"
    return ""
