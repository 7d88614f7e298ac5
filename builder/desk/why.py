"""A page's name in, what it is made of out: its source, its shell, and for every hole the question and the data's answer."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path, PurePosixPath

from builder import blocks, settings
from builder.build import Inputs, River
from builder.cache import Store
from builder.model import Answer, Ask, Leaf, Slot
from builder.problem import Failed, Problem


def why(config: Path, name: str, *, now: datetime, workers: int) -> list[str]:
    """Lines that account for one page. Raises Failed where the site has problems or no such page."""
    chosen = settings.read(config)
    with Store(chosen.cache_dir) as store:
        river = River(chosen, Inputs.read(chosen), store, now, workers, lambda stage: None)
        try:
            parts = river.parts()
            if parts is None:
                raise Failed(river.problems_in_order())
            leaf = _find(parts.leaves, name, chosen.content, river.sources_by_path)
            lines = [leaf.path, f"  source    {river.sources_by_path.get(leaf.path, '(generated)')}"]
            lines.append(f"  shell     {parts.shells[leaf.path]}")
            for hole, slot in leaf.slots.items():
                lines += _slot(hole, slot, parts.fragments[slot.id]["digest"], river)
            return lines
        finally:
            river.maker.close()


def _find(leaves: list[Leaf] | tuple[Leaf, ...], name: str, content: str, sources: dict[str, str]) -> Leaf:
    wanted = PurePosixPath(name.removeprefix("./")).as_posix().strip("/")
    wanted = "" if wanted == "." else wanted
    for leaf in leaves:
        address = leaf.path.removesuffix("index.html").strip("/")
        source = sources.get(leaf.path, "")
        if wanted in {
            leaf.path,
            address,
            f"site/{leaf.path}",
            f"site/{address}",
            source,
            source.removeprefix(f"{content}/"),
        }:
            return leaf
    from rapidfuzz import process

    near = process.extractOne(wanted, [leaf.path for leaf in leaves], score_cutoff=50)
    hint = f"did you mean {near[0]}?" if near else ""
    raise Failed([Problem(id="bad-link", path=name, message="the site has no such page", hint=hint)])


def _slot(hole: str, slot: Slot, fragment: str, river: River) -> list[str]:
    place = f" at line {slot.line}" if slot.line else ""
    lines = [f"  {hole}: {slot.block}{place}  fragment {fragment}"]
    return lines + [f"      {_ask(ask)} = {_answer(river.data.answer(ask))}" for ask in blocks.asks(slot)]


def _ask(ask: Ask) -> str:
    dates = [f"{word} {value}" for word, value in (("from", ask.start), ("to", ask.end)) if value]
    cut_off = f"as of {ask.as_of}" if ask.as_of else "live"
    return " ".join(part for part in (ask.series, ask.measure, ask.window, *dates, cut_off) if part)


def _answer(answer: Answer) -> str:
    value = f"{len(answer.points)} points" if answer.points else "--" if answer.value is None else repr(answer.value)
    dates = f" ({answer.start} to {answer.end})" if answer.start else f" ({answer.end})" if answer.end else ""
    return value + dates + (f" {answer.note}" if answer.note else "") + (" synthetic" if answer.synthetic else "")
