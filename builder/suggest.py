"""The one "did you mean": what a person may have meant by a word that nothing is called. Used for every hint in a problem."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath


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


def did_you_mean_file(path: str, files: Iterable[str], *, otherwise: str) -> str:
    """The same of a file. Names are compared without folder and ending: else any two files of a folder would look alike."""
    by_name = {PurePosixPath(file).stem: file for file in sorted(files, reverse=True)}
    match = nearest(PurePosixPath(path).stem, by_name, cutoff=70)
    return f"did you mean {by_name[match]}?" if match else otherwise
