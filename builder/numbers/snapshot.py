"""All data as they stand, which answer every question of a page at any cut-off. `load_data` makes it, the build asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from types import MappingProxyType

from builder.model import Answer, Ask, Directory, Instrument, Measure, canonical_json
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.measures import batch, period
from builder.numbers.measures.measure_table import ENTRIES
from builder.numbers.measures.subject import Missing, Subject
from builder.numbers.series import benchmark
from builder.numbers.series.benchmark import Benchmark, BenchmarkFormula
from builder.numbers.series.day_numbers import FIRST, LAST, contract_day, day, iso
from builder.numbers.series.series import Series
from builder.numbers.source_status import SourceStatus
from builder.vocabulary import ADJUSTED, INCOME, KINDS, LARGEST_DRIFT, QUOTED, SETS

# Sets are asked like instruments: how old they may grow, and whether their source fails.
_SETS = {f"set:{name}": Instrument(id=f"set:{name}", code=name, name=name) for name in SETS}
_NO_MEASURE = "此类品种没有这一指标"
_NOTES = {
    INCOME: "货币市场基金没有这一指标",
    QUOTED: "没有复权价，无法计算",
    ADJUSTED: "只有复权价，没有成交价",
}  # why an instrument does not have a measure, by what its history is of
_SMALLEST_BATCH = 8  # with fewer asks that are alike, computing each by itself is faster


class Snapshot:
    """All data at one time. Answers are computed when they are asked for."""

    def __init__(
        self,
        *,
        instruments: Mapping[str, Instrument],
        series: Mapping[str, Series],
        allocations: Mapping[str, Allocation] | None = None,
        data_as_of: Mapping[str, str],
        synthetic: bool,
        risk_free: float,
        trading_days: int,
        status_by_set: Mapping[str, SourceStatus] = MappingProxyType({}),
    ) -> None:
        def status_of(instrument: Instrument) -> SourceStatus:
            set_name = instrument.code if instrument.id in _SETS else KINDS[instrument.kind].histories.name
            return status_by_set.get(set_name, SourceStatus()).of(instrument.code)

        names, built = benchmark.IndexNames.of(instruments.values()), dict[BenchmarkFormula, Benchmark | str]()
        self._subjects = {
            id_: Subject(
                instrument=instrument,
                series=series[id_].since(contract_day(instrument.kind, instrument.facts)) if id_ in series else None,
                index=series.get(f"index:{instrument.facts.get('index', '').removeprefix('index:')}"),
                parent=_parent(instrument, series),
                benchmark=_benchmark(instrument, series, names, built),
                allocation=(allocations or {}).get(id_),
                risk_free=risk_free,
                trading_days=trading_days,
                status=status_of(instrument),
            )
            for id_, instrument in (*instruments.items(), *_SETS.items())
        }
        self._catalogue_rows: dict[str, bytes] = {}
        self.directory = Directory(
            instruments={id_: _with_benchmark(self._subjects[id_]) for id_ in instruments},
            data_as_of=dict(data_as_of),
            synthetic=synthetic,
            digests={id_: self.scope_digest(id_, "") for id_ in self._subjects},
        )

    def answer(self, ask: Ask) -> Answer:
        """The answer to a question; where there is none, its note says why.

        Raises KeyError for a series, measure or window that does not exist: whoever asks has checked before.
        """
        subject, entry = self._known_subject(ask.series, ask.as_of), ENTRIES[ask.measure]
        if not entry.measure.fits(subject.instrument):
            answer = _unknown(subject, ask, entry.measure)
        else:
            answer = entry.compute(subject, ask)
        return _with_signs(answer, entry.measure)

    def answers(self, asks: Iterable[Ask]) -> dict[Ask, Answer]:
        """The answers to many questions, equal to those of `answer`; those that are alike are computed together.

        Raises KeyError as `answer` does.
        """
        groups: dict[tuple[str | bool, ...], list[Ask]] = {}
        for ask in dict.fromkeys(asks):
            groups.setdefault((ask.measure, ask.window, not ask.start, ask.end, ask.as_of), []).append(ask)
        answers: dict[Ask, Answer] = {}
        for group in groups.values():
            batched = self._batch(group) if len(group) >= _SMALLEST_BATCH else [None] * len(group)
            for ask, answer in zip(group, batched, strict=True):
                answers[ask] = self.answer(ask) if answer is None else answer
        return answers

    def _batch(self, group: list[Ask]) -> list[Answer | None]:
        first = group[0]
        measure = ENTRIES[first.measure].measure
        subjects = [self._known_subject(ask.series, first.as_of) for ask in group]
        fitting = [position for position, subject in enumerate(subjects) if measure.fits(subject.instrument)]
        batched = batch.answers([subjects[position] for position in fitting], [group[position] for position in fitting])
        answers: list[Answer | None] = [None] * len(group)
        for position, answer in zip(fitting, batched, strict=True):
            answers[position] = answer and _with_signs(answer, measure)
        return answers

    def history(self, series: str) -> Series | None:
        """An instrument's rows, None where there are none. Raises KeyError for a series that does not exist."""
        return self._subjects[series].series

    def scope_digest(self, series: str, as_of: str) -> str:
        """The digest of all that an answer about a series at a cut-off can depend on: 32 hexadecimal characters.

        That is its catalogue row, the two settings, and up to the cut-off its rows, its reports of holdings and the rows
        of its index and benchmark, without those that were announced later. `as_of` "" means live: all rows, and the
        status of its source. Raises KeyError for a series that does not exist.
        """
        subject = self._known_subject(series, as_of)
        until = day(as_of) if as_of else LAST
        digest = blake2b(self._catalogue_row(subject), digest_size=16)
        if not as_of and period.has_ended(subject):
            digest.update(b"ended")
        if not as_of:
            digest.update(period.later_year(subject).encode())
        if not as_of and subject.series is not None:
            digest.update(_announcements(subject.series))
        if not as_of and subject.status != SourceStatus():
            of_set = subject.instrument.kind == "set"
            digest.update(canonical_json(subject.status.for_digest(of_set=of_set)).encode())
        indexes = () if isinstance(subject.benchmark, str) else subject.benchmark.indexes
        for history in (subject.series, subject.index, *(index for index, _ in indexes)):
            digest.update(b"-" if history is None else history.scope_digest(history.count(until)))
        if subject.parent is not None:
            first_day = (
                int(subject.series.days[0]) if subject.series is not None and len(subject.series.days) else FIRST
            )
            digest.update(subject.parent.scope_digest(subject.parent.count(min(until, first_day))))
        if subject.allocation is not None:
            digest.update(subject.allocation.scope_digest(until))
        return digest.hexdigest()

    def _known_subject(self, series: str, as_of: str) -> Subject:
        """An instrument with what was known at the cut-off."""
        subject = self._subjects[series]
        if not as_of:
            return subject
        by = day(as_of)
        histories = subject.series, subject.index, subject.parent
        known, index, parent = (history and history.known(by) for history in histories)
        known_benchmark = subject.benchmark if isinstance(subject.benchmark, str) else subject.benchmark.known(by)
        if (known, index, parent) == histories and known_benchmark is subject.benchmark:
            return subject
        return replace(subject, series=known, index=index, parent=parent, benchmark=known_benchmark)

    def _catalogue_row(self, subject: Subject) -> bytes:
        instrument = subject.instrument
        if instrument.id not in self._catalogue_rows:
            settings = [instrument.synthetic, subject.risk_free, subject.trading_days]
            row = [instrument.code, instrument.name, dict(instrument.facts), *settings]
            self._catalogue_rows[instrument.id] = canonical_json(row).encode()
        return self._catalogue_rows[instrument.id]


def _announcements(history: Series) -> bytes:
    """When the rows of a history were announced, and what was announced before: a return since publication counts from that."""
    if "announced" not in history.columns:
        return b""
    earlier = history.superseded
    own = history.columns["announced"].tobytes()
    return own if earlier is None else own + earlier.days.tobytes() + earlier.raw.tobytes() + _announcements(earlier)


def _with_benchmark(subject: Subject) -> Instrument:
    """An instrument, which says what its benchmark is made of if that has returns."""
    priced = subject.benchmark
    if isinstance(priced, str) or priced.cash is None:
        return subject.instrument
    return replace(subject.instrument, benchmark=priced.composition)


def _with_signs(answer: Answer, measure: Measure) -> Answer:
    """The answer as its measure says that it is to be shown."""
    if answer.signed == measure.signed and answer.coloured == measure.coloured:
        return answer
    return answer._replace(signed=measure.signed, coloured=measure.coloured)


def _unknown(subject: Subject, ask: Ask, measure: Measure) -> Answer:
    """The answer where an instrument does not have a measure: none, with the date of its last value."""
    is_of_kind = subject.instrument.kind in measure.kinds
    note = _NOTES.get(subject.instrument.history_of, _NO_MEASURE) if is_of_kind else _NO_MEASURE
    row = period.last_row(subject, ask)
    end = "" if isinstance(row, Missing) or subject.series is None else iso(int(subject.series.days[row]))
    return subject.answer(None, measure.unit, end=end, note=note)


def _parent(instrument: Instrument, series: Mapping[str, Series]) -> Series | None:
    """The history of a fund's first share class, where the first row lies so near to 1.0000 that it may follow from it."""
    own, parent = series.get(instrument.id), series.get(f"fund:{instrument.facts.get('parent', '')}")
    if (
        instrument.kind != "fund"
        or own is None
        or parent is None
        or parent is own
        or "effective_date" not in instrument.facts
    ):
        return None
    first = own.count(day(instrument.facts["effective_date"]) - 1)
    return parent if first < len(own.days) and abs(float(own.raw[first]) - 1) <= LARGEST_DRIFT else None


def _benchmark(
    instrument: Instrument,
    series: Mapping[str, Series],
    names: benchmark.IndexNames,
    built: dict[BenchmarkFormula, Benchmark | str],
) -> Benchmark | str:
    """A fund's benchmark with the histories of its indexes, or why there is none; funds of one formula share it."""
    if instrument.kind != "fund":
        return "此类品种没有业绩比较基准"
    formula = benchmark.formula_of(instrument.facts, names)
    if isinstance(formula, str):
        return formula
    if formula not in built:
        indexes = [(series.get(f"index:{code}"), weight) for code, weight in formula.indexes]
        known = tuple((index, weight) for index, weight in indexes if index is not None)
        since = day(formula.since) if formula.since else FIRST
        built[formula] = benchmark.NO_INDEX
        if len(known) == len(indexes):
            built[formula] = Benchmark(indexes=known, cash=formula.cash, since=since, composition=formula.composition)
    return built[formula]
