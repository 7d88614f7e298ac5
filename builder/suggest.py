"""The one "did you mean": what a person may have meant by a word that nothing is called. Used for every hint in a problem."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], *, cutoff: int = 60) -> str:
    """The choice that is spelled most like the word; "" where none is near.

    `cutoff` is the least likeness that counts, from 0 to 100 (100 is equal).
    """
    from rapidfuzz import fuzz, process  # only a mistake needs it

    words = list(choices)
    alike = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=cutoff)
    match = alike or process.extractOne(word, words, score_cutoff=cutoff)  # of a part of the choice
    return match[0] if match else ""


def did_you_mean(word: str, choices: Iterable[str], *, otherwise: str = "", cutoff: int = 60) -> str:
    """A hint, e.g. "did you mean return?"; `otherwise` where no choice is near."""
    match = nearest(word, choices, cutoff=cutoff)
    return f"did you mean {match}?" if match else otherwise
