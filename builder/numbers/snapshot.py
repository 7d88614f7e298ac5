"""Instruments and their histories in, answers out: the data as they stand, asked at any cut-off."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b

from builder.model import Answer, Ask, Directory, Instrument, canonical
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
        subject, entry = self._subjects[ask.series], ENTRIES[ask.measure]
        if subject.instrument.kind not in entry.measure.kinds:
            return subject.answer(None, entry.measure.unit, note="此类品种没有这一指标")
        return entry.compute(subject, ask)

    def history(self, series: str) -> Series | None:
        """An instrument's rows, None where there are none. Raises KeyError for a series that does not exist."""
        return self._subjects[series].series

    def seen(self, series: str, as_of: str) -> str:
        """Name all that an answer about a series at a cut-off can depend on: 32 hexadecimal characters.

        That is its catalogue line, its rows and those of its benchmark's index up to the cut-off, and the two settings.
        `as_of` "" means live: all rows. Raises KeyError for a series that does not exist.
        """
        subject = self._subjects[series]
        until = day(as_of) if as_of else LAST
        found = blake2b(self._line(subject), digest_size=16)
        for history in (subject.series, subject.benchmark):
            found.update(b"-" if history is None else history.seen(history.count(until)))
        return found.hexdigest()

    def _line(self, subject: Subject) -> bytes:
        id_ = subject.instrument.id
        if id_ not in self._lines:
            one = subject.instrument
            settings = [one.synthetic, subject.risk_free, subject.trading_days]
            self._lines[id_] = canonical([one.code, one.name, dict(one.facts), *settings]).encode()
        return self._lines[id_]


def _benchmark(instrument: Instrument, series: Mapping[str, Series]) -> Series | None:
    index = instrument.facts.get("index", "") if instrument.kind == "fund" else ""
    return series.get(f"index:{index.removeprefix('index:')}")
