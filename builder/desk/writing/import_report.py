"""What an import says: what it wrote, took out, doubts and offers, for people and as JSON. Made by `import_article`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from builder.desk.problem_report import count
from builder.importing.doubts import Doubt
from builder.importing.offers import Offer


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import wrote, took out, doubts and offers."""

    path: str  # of the briefing, from the project's root
    counts: Mapping[str, int]
    pictures: tuple[str, ...]  # that were saved beside it
    missing: tuple[
        tuple[str, str, str], ...
    ]  # pictures that are not there: name, place in the text, where the page had them
    to_fill: tuple[str, ...]  # what only a person can know
    removed: tuple[tuple[int, str], ...]  # line of the saved file, and words
    doubts: tuple[Doubt, ...]
    offers: tuple[Offer, ...]
    notes: tuple[str, ...] = ()


def as_text(report: ImportReport) -> str:
    """The report as a person reads it: what was written, then what is to be looked at, each with its place."""
    counted = ", ".join(count(number, noun[:-1]) for noun, number in report.counts.items() if number)
    lines = [f"{report.path} is written" + (f": {counted}." if counted else ".")]
    lines += report.notes
    lines += _section("To fill in", report.to_fill)
    missing = [
        f"{report.path}:{line}: {name}" + (f" was at {source[:120]}" if source else " was not copied with the text")
        for name, line, source in report.missing
    ]
    lines += _section("Pictures to put beside it", missing)
    lines += _section(
        "Characters that look lost",
        [f"{report.path}:{doubt.line}:{doubt.column}: {doubt.words}: {doubt.message}" for doubt in report.doubts],
    )
    lines += _section(
        "Figures that the data know, for you to take over", [_offer_text(offer) for offer in report.offers]
    )
    removed = [f"{line:>5} | {_short(words)}" for line, words in report.removed]
    lines += _section("Taken out as the platform's own", removed)
    return "\n".join([*lines, "", f"Next: briefings check {report.path}"])


def _offer_text(offer: Offer) -> str:
    said = (
        f"the data say {offer.value} ({offer.note}): {offer.verdict}"
        if offer.value
        else f"{offer.verdict}: {offer.note}"
    )
    place = f"{offer.line}:{offer.column} {offer.subject} {offer.words}"
    return f"{place}: {said}" + (f"\n       {offer.mark}" if offer.mark else "")


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"{title} ({len(lines)}):", *(f"  {line}" for line in lines)] if lines else []


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 72 else f"{words[:72]}…"


def as_json(report: ImportReport) -> str:
    """The same as an object."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[ImportReport], str]] = {"text": as_text, "json": as_json}
