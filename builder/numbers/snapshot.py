"""Instruments and their histories in, answers out: the data as they stand, asked at any cut-off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from types import MappingProxyType

from builder.model import Answer, Ask, Directory, Instrument, canonical_json
from builder.numbers.files.allocation_csv import Allocation
from builder.numbers.measures import batch
from builder.numbers.measures.measure_table import ENTRIES
from builder.numbers.measures.subject import Subject
from builder.numbers.series import benchmark as benchmarks
from builder.numbers.series.benchmark import Benchmark
from builder.numbers.series.day_numbers import LAST, day
from builder.numbers.series.series import Series
from builder.numbers.source_status import SourceStatus
from builder.vocabulary import SETS

# Sets are asked like instruments: how old they may grow, and whether their source fails.
_SETS = {f"set:{name}": Instrument(id=f"set:{name}", code=name, name=name) for name in SETS}
_TOGETHER = 8  # questions: with less that are alike, each for itself is faster


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
        standings: Mapping[str, SourceStatus] = MappingProxyType({}),
    ) -> None:
        of_kind = {spec.kind: standings.get(spec.name, SourceStatus()) for spec in SETS.values()}
        of_set = {id_: standings.get(one.code, SourceStatus()) for id_, one in _SETS.items()}
        self._subjects = {
            id_: Subject(
                instrument=instrument,
                series=series.get(id_),
                index=series.get(f"index:{instrument.facts.get('index', '').removeprefix('index:')}"),
                benchmark=_benchmark(instrument, series),
                allocation=(allocations or {}).get(id_),
                risk_free=risk_free,
                trading_days=trading_days,
                status=of_set.get(id_) or of_kind[instrument.kind],
            )
            for id_, instrument in (*instruments.items(), *_SETS.items())
        }
        self._lines: dict[str, bytes] = {}
        self.directory = Directory(
            instruments=dict(instruments),
            data_as_of=dict(data_as_of),
            synthetic=synthetic,
            digests={id_: self.scope_digest(id_, "") for id_ in self._subjects},
        )

    def answer(self, ask: Ask) -> Answer:
        """What the data say to a question; where they say nothing, the answer's note says why.

        Raises KeyError for a series, measure or window that does not exist: whoever asks has checked before.
        """
        subject, entry = self._known(ask.series, ask.as_of), ENTRIES[ask.measure]
        if subject.instrument.kind not in entry.measure.kinds:
            return subject.answer(None, entry.measure.unit, note="此类品种没有这一指标")
        return entry.compute(subject, ask)

    def answers(self, asks: Iterable[Ask]) -> dict[Ask, Answer]:
        """What the data say to many questions: the very answers of `answer`, found together where they are alike.

        Raises KeyError as `answer` does.
        """
        alike: dict[tuple[str | bool, ...], list[Ask]] = {}
        for ask in dict.fromkeys(asks):
            alike.setdefault((ask.measure, ask.window, not ask.start, ask.end, ask.as_of), []).append(ask)
        found: dict[Ask, Answer] = {}
        for group in alike.values():
            together = self._together(group) if len(group) >= _TOGETHER else [None] * len(group)
            for ask, answer in zip(group, together, strict=True):
                found[ask] = self.answer(ask) if answer is None else answer
        return found

    def _together(self, group: list[Ask]) -> list[Answer | None]:
        first = group[0]
        kinds = ENTRIES[first.measure].measure.kinds
        subjects = [self._known(ask.series, first.as_of) for ask in group]
        mine = [at for at, subject in enumerate(subjects) if subject.instrument.kind in kinds]
        found: list[Answer | None] = [None] * len(group)
        for at, answer in zip(
            mine, batch.answers([subjects[at] for at in mine], [group[at] for at in mine]), strict=True
        ):
            found[at] = answer
        return found

    def history(self, series: str) -> Series | None:
        """An instrument's rows, None where there are none. Raises KeyError for a series that does not exist."""
        return self._subjects[series].series

    def scope_digest(self, series: str, as_of: str) -> str:
        """Name all that an answer about a series at a cut-off can depend on: 32 hexadecimal characters.

        That is its catalogue line, its rows, its reports of holdings and the rows of its benchmark's indexes up to the
        cut-off, without those that were announced later, and the two settings.
        `as_of` "" means live: all rows. Raises KeyError for a series that does not exist.
        """
        subject = self._known(series, as_of)
        until = day(as_of) if as_of else LAST
        found = blake2b(self._line(subject), digest_size=16)
        if not as_of and subject.status != SourceStatus():
            # How a source stands is a matter of today: no frozen answer can see it.
            found.update(self._stands(subject))
        legs = () if isinstance(subject.benchmark, str) else subject.benchmark.legs
        for history in (subject.series, subject.index, *(leg for leg, _ in legs)):
            found.update(b"-" if history is None else history.scope_digest(history.count(until)))
        if subject.allocation is not None:
            found.update(subject.allocation.scope_digest(until))
        return found.hexdigest()

    def _stands(self, subject: Subject) -> bytes:
        told = subject.status.told()
        if subject.instrument.kind == "set":
            told += [subject.status.data_as_of, list(subject.status.calendar.days)]
        return canonical_json(told).encode()

    def _known(self, series: str, as_of: str) -> Subject:
        """An instrument with no more than was known at the cut-off."""
        subject = self._subjects[series]
        if not as_of:
            return subject
        by = day(as_of)
        own, index = (one and one.known(by) for one in (subject.series, subject.index))
        benchmark = subject.benchmark if isinstance(subject.benchmark, str) else subject.benchmark.known(by)
        if own is subject.series and index is subject.index and benchmark is subject.benchmark:
            return subject
        return replace(subject, series=own, index=index, benchmark=benchmark)

    def _line(self, subject: Subject) -> bytes:
        id_ = subject.instrument.id
        if id_ not in self._lines:
            one = subject.instrument
            settings = [one.synthetic, subject.risk_free, subject.trading_days]
            self._lines[id_] = canonical_json([one.code, one.name, dict(one.facts), *settings]).encode()
        return self._lines[id_]


def _benchmark(instrument: Instrument, series: Mapping[str, Series]) -> Benchmark | str:
    """A fund's benchmark with the histories of its indexes, or why there is none."""
    if instrument.kind != "fund":
        return "此类品种没有业绩比较基准"
    made = benchmarks.of(instrument.facts)
    if isinstance(made, str):
        return made
    legs = [(series.get(f"index:{code}"), weight) for code, weight in made.legs]
    known = tuple((leg, weight) for leg, weight in legs if leg is not None)
    if len(known) < len(legs):
        return "暂无业绩比较基准所用指数的数据"
    return Benchmark(legs=known, cash=made.cash)
