"""What `briefings check PATH …` tells: the problems of the files that were named, and those that hide others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.suggest import did_you_mean_file


def chosen_problems(problems: Iterable[Problem], settings: Settings, paths: Sequence[str]) -> tuple[Problem, ...]:
    """The problems in these files and folders, and all that is wrong outside of the texts: settings and data.

    Paths are from where the command runs, or from the project's root. Raises Failed for one that is not there, or that is no
    part of the content folder.
    """
    chosen = _chosen(settings, paths)
    texts = f"{settings.content}/"
    data = f"{settings.data_path}/"

    def concerns(path: str) -> bool:
        is_of_text = path.startswith(texts) and not path.startswith(data)
        return not is_of_text or any(path == name or path.startswith(f"{name}/") for name in chosen)

    return tuple(problem for problem in problems if concerns(problem.path))


def _chosen(settings: Settings, paths: Sequence[str]) -> list[str]:
    """The paths from the project's root, e.g. "content/briefings/2024/2024-02-20-sora.md"."""
    chosen, faults = [], []
    root = os.path.realpath(settings.root)
    for path in paths:
        candidates = (Path(path), settings.root / path)
        existing = next((candidate for candidate in candidates if candidate.exists()), None)
        if existing is None:
            faults.append(_fault(path, "there is no such file", _hint(path, settings)))
            continue
        from_root = Path(os.path.relpath(os.path.realpath(existing), root)).as_posix()
        if from_root != settings.content and not from_root.startswith(f"{settings.content}/"):
            faults.append(_fault(path, f"not in {settings.content}/", f"name a text in {settings.content}/"))
        chosen.append(from_root)
    if faults:
        raise Failed(faults)
    return chosen


def _hint(path: str, settings: Settings) -> str:
    texts = (file.relative_to(settings.root).as_posix() for file in settings.content_dir.rglob("*.md"))
    return did_you_mean_file(path, texts, otherwise=f"name a text in {settings.content}/")


def _fault(path: str, message: str, hint: str) -> Problem:
    return Problem(id="unreadable", path=path, message=message, hint=hint)
