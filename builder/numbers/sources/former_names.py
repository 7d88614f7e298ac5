"""Keeps the name that a renamed instrument had, as an alias with its last day: old briefings use it. `staging` calls it."""

from __future__ import annotations

from collections.abc import Mapping

from builder.numbers.admission.row_check import AuditNote
from builder.vocabulary import alias_names

_NAMES = ("name", "short_name")


def with_former_names(
    present: Mapping[str, str], fetched: Mapping[str, str], series: str, file: str, today: str
) -> tuple[dict[str, str], list[AuditNote]]:
    """The fetched facts of an instrument with the names that it loses among its `aliases`; and a note of each.

    `present` are its present facts, `today` is an ISO date: the first day of the new name, as far as we know.
    """
    facts, notes = dict(fetched), list[AuditNote]()
    aliases = [text for text in fetched.get("aliases", present.get("aliases", "")).split(";") if text.strip()]
    for key in _NAMES:
        before, after = present.get(key, "").strip(), fetched.get(key, "").strip()
        known = {*(fetched.get(name, present.get(name, "")) for name in _NAMES), *alias_names(";".join(aliases))}
        if before and after and before != after and before not in known:
            aliases.append(f"{before}@{today}")
            message = f"renamed: {before} is now {after}; the old name stays as an alias, so that briefings may use it"
            notes.append(AuditNote(id="renamed", file=file, series=series, message=message))
    if notes:
        facts["aliases"] = ";".join(aliases)
    return facts, notes
