"""Instruments and their histories in, answers out: the data as they stand, asked at any cut-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import blake2b

from builder.model import Answer, Ask, Directory, Instrument, canonical
from builder.numbers import benchmark as benchmarks
from builder.numbers.allocation import Allocation
from builder.numbers.benchmark import Benchmark
from builder.numbers.dates import LAST, day
from builder.numbers.measures import ENTRIES
from builder.numbers.series import Series
from builder.numbers.subject import Subject


class Snapshot:
    """All data at one time. Answers are computed when they are asked for."""

    def __init__(
        self,
        *,
        instruments: Mapping[str, Instrument],
        series: Mapping[str, Series],
        allocations: Mapping[str, Allocation] | None = None,
        through: Mapping[str, str],
        synthetic: bool,
        risk_free: float,
        trading_days: int,
    ) -> None:
        self._subjects = {
            id_: Subject(
                instrument=instrument,
                series=series.get(id_),
                benchmark=_benchmark(instrument, series),
                allocation=(allocations or {}).get(id_),
                risk_free=risk_free,
                trading_days=trading_days,
            )
            for id_, instrument in instruments.items()
        }
        self._lines: dict[str, bytes] = {}
        self.directory = Directory(
            instruments=dict(instruments),
            through=dict(through),
            synthetic=synthetic,
            digests={id_: self.seen(id_, "") for id_ in instruments},
        )

    def answer(self, ask: Ask) -> Answer:
        """What the data say to a question; where they say nothing, the answer's note says why.

        Raises KeyError for a series, measure or window that does not exist: whoever asks has checked before.
        """
        subject, entry = self._known(ask.series, ask.as_of), ENTRIES[ask.measure]
        if subject.instrument.kind not in entry.measure.kinds:
            return subject.answer(None, entry.measure.unit, note="此类品种没有这一指标")
        return entry.compute(subject, ask)

    def history(self, series: str) -> Series | None:
        """An instrument's rows, None where there are none. Raises KeyError for a series that does not exist."""
        return self._subjects[series].series

    def seen(self, series: str, as_of: str) -> str:
        """Name all that an answer about a series at a cut-off can depend on: 32 hexadecimal characters.

        That is its catalogue line, its rows, its reports of holdings and the rows of its benchmark's indexes up to the
        cut-off, without those that were announced later, and the two settings.
        `as_of` "" means live: all rows. Raises KeyError for a series that does not exist.
        """
        subject = self._known(series, as_of)
        until = day(as_of) if as_of else LAST
        found = blake2b(self._line(subject), digest_size=16)
        legs = () if isinstance(subject.benchmark, str) else subject.benchmark.legs
        for history in (subject.series, *(leg for leg, _ in legs)):
            found.update(b"-" if history is None else history.seen(history.count(until)))
        if subject.allocation is not None:
            found.update(subject.allocation.seen(until))
        return found.hexdigest()

    def _known(self, series: str, as_of: str) -> Subject:
        """An instrument with no more than was known at the cut-off."""
        subject = self._subjects[series]
        if not as_of:
            return subject
        by = day(as_of)
        own = subject.series and subject.series.known(by)
        benchmark = subject.benchmark if isinstance(subject.benchmark, str) else subject.benchmark.known(by)
        if own is subject.series and benchmark is subject.benchmark:
            return subject
        return replace(subject, series=own, benchmark=benchmark)

    def _line(self, subject: Subject) -> bytes:
        id_ = subject.instrument.id
        if id_ not in self._lines:
            one = subject.instrument
            settings = [one.synthetic, subject.risk_free, subject.trading_days]
            self._lines[id_] = canonical([one.code, one.name, dict(one.facts), *settings]).encode()
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
