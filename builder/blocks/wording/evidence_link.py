"""The id of the entry that says how a number or a claim is known. Numbers and claims lead there, `evidence` writes it."""

from __future__ import annotations

from builder.model import Ask, canonical_json, digest


def evidence_id(ask: Ask, *claim: str) -> str:
    """The id of a number's entry, e.g. "e-1a2b3c4d"; `claim` has the words, the operator and the value of a claim. It stays as
    long as the question does, so that others can link to it."""
    return f"e-{digest(canonical_json([*ask, *claim]))[:8]}"
