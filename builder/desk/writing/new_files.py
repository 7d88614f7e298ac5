"""Writes the files of a new briefing into the content folder, never over others. Used by `import_article` and `new_briefing`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builder.cache.replace_file import replace_file
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below
from builder.settings.settings import Settings
from builder.words.slugs import SLUG, slug

_LONGEST_SLUG = 48  # characters


def briefing_slug(name: str, *titles: str) -> str:
    """The last part of a briefing's address: `name` where it is given, else the first title in pinyin, cut behind a syllable.

    Raises Failed for a name that no address can have.
    """
    if name:
        if not SLUG.fullmatch(name):
            message = f"{name} cannot be a part of an address"
            raise Failed([Problem(id="bad-value", message=message, hint="use a-z, 0-9 and hyphens")])
        return name
    written = next((text for title in titles if (text := slug(title))), "briefing")
    if len(written) <= _LONGEST_SLUG:
        return written
    return written[: _LONGEST_SLUG + 1].rpartition("-")[0] or written[:_LONGEST_SLUG]


def write_new(settings: Settings, files: Mapping[str, bytes], *, force: bool = False) -> dict[str, str]:
    """Write files of the content folder that are not there yet, all or none; with `force` in place of those that are.

    Returns their paths from the root. Raises Failed with a problem for each that is there, or that no path may lead to.
    """
    problems: list[Problem] = []
    targets: dict[str, Path] = {}
    for path in files:
        shown = f"{settings.content}/{path}"
        try:
            targets[path] = path_below(settings.content_dir, path)
        except UnsafePathError as error:
            problems.append(
                Problem(id="unsafe-path", path=shown, message=f"the path {error}", hint="give another --slug")
            )
            continue
        if targets[path].exists() and not force:
            message, hint = "a file of this name is there already", "give another --slug, or --force to replace it"
            problems.append(Problem(id="file-exists", path=shown, message=message, hint=hint))
    if problems:
        raise Failed(problems)
    for path, content in files.items():
        targets[path].parent.mkdir(parents=True, exist_ok=True)
        replace_file(targets[path], content)
    return {path: f"{settings.content}/{path}" for path in files}
