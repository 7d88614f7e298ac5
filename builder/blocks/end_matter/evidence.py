"""How all numbers and claims of a page are known: a folded list behind its words, to which they lead.

`resolve_page` places it. The script of the frame shows an entry in a dialog; without it the list is read in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from builder.blocks import claim
from builder.blocks.block import Answers, Block, RenderTools, one_by_one
from builder.blocks.wording import age_note, chinese_terms, data_element
from builder.blocks.wording.evidence_link import evidence_id
from builder.language import translate
from builder.language.date_format import long_date
from builder.model import Ask, Directory, Fragment, Measure, Slot, SlotParams, unique
from builder.slot_params.authored import ClaimParams, EvidenceEntry, EvidenceParams, NumberParams
from builder.vocabulary import KINDS


def entries(slots: Iterable[Slot], directory: Directory, measures: Mapping[str, Measure]) -> tuple[EvidenceEntry, ...]:
    """The entries of a page with these slots, each once. Facts of the catalogue, such as names, have none."""
    by_id: dict[str, EvidenceEntry] = {}
    for slot in slots:
        if entry := _entry(slot.params, directory, measures):
            by_id.setdefault(id_of(entry), entry)
    return tuple(by_id.values())


def _entry(params: SlotParams, directory: Directory, measures: Mapping[str, Measure]) -> EvidenceEntry | None:
    if isinstance(params, ClaimParams):
        ask, own = params.left, {"words": params.words, "op": params.op, "written": params.written}
    elif isinstance(params, NumberParams):
        ask, own = params.ask, {"format": params.format}
    else:
        return None
    measure, instrument = measures[ask.measure], directory.instruments[ask.series]
    if measure.unit == "text":
        return None
    return EvidenceEntry(
        ask=ask,
        name=instrument.name,
        label=measure.label,
        formula=measure.formula,
        origin=instrument.origin,
        **own,
    )


def id_of(entry: EvidenceEntry) -> str:
    """The id to which the number or claim leads."""
    return evidence_id(entry.ask, *((entry.words, entry.op, entry.written) if entry.words else ()))


def asks(params: EvidenceParams) -> tuple[Ask, ...]:
    """What the numbers and claims ask."""
    return tuple(dict.fromkeys(entry.ask for entry in params.entries))


def render(params: EvidenceParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The list; nothing where a page shows facts of the catalogue alone."""
    shown = [_shown(entry, answers) for entry in params.entries if answers[entry.ask].value is not None]
    return Fragment(html=tools.templates.render("blocks/evidence.html", entries=shown).strip() if shown else "")


def _shown(entry: EvidenceEntry, answers: Answers) -> dict[str, Any]:
    ask, answer = entry.ask, answers[entry.ask]
    kind, _, code = ask.series.partition(":")
    return {
        "id": id_of(entry),
        "words": entry.words,
        "name": entry.name,
        "code": code,
        "href": f"funds/{code}/" if kind == "fund" else "",
        "what": chinese_terms.of_window(ask.window, entry.label),
        "value": data_element.element(ask, answer, format=entry.format, coloured=True),
        "said": f"{claim.said(entry.op, entry.written, answer)} {entry.written}" if entry.words else "",
        "dates": unique(date for date in (answer.start, answer.end) if date),
        "formula": translate(entry.formula),
        "origin": translate(entry.origin),
        "synthetic": answer.synthetic,
        "set": age_note.word(ask.series),
        "value_label": translate(KINDS[kind].value_label),
        "as_of": ask.as_of,
        "as_of_words": ask.as_of and long_date(ask.as_of),
    }


BLOCK = Block(params=EvidenceParams, asks=asks, render=one_by_one(render))
