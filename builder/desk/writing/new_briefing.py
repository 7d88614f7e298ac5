"""Begins a briefing from an archetype or from an earlier briefing, for `briefings new`."""

from __future__ import annotations

import os
import posixpath
import re
from datetime import datetime
from pathlib import Path

from builder.desk.writing.new_files import briefing_slug, write_new
from builder.importing.briefing_text import front_matter_value
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below, read_regular
from builder.settings.settings import Settings, read_settings
from builder.site_templates import ARCHETYPES
from builder.templating import templates_folder
from builder.words import written_dates
from builder.words.content_folder import TEXT_LIMIT

_USUAL = "简报"  # the archetype of a column that has none
_COLUMN = re.compile(r"【([^】]+)】(.+)", re.DOTALL)
_FRONT = re.compile(r"\ufeff?---[ \t]*\n(?P<keys>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# What is of the briefing itself, and not of its archetype.
_OWN_KEYS = re.compile(r"(?:title|date|series|as_of|slug|publish_at|corrections|draft)[ \t]*:")
_TARGET = re.compile(r"(?<=\]\()(?P<path>[^()\s<>#:]+)(?=[)#\s])")


def begin(
    config: Path,
    title: str,
    *,
    now: datetime,
    series: str = "",
    source: str = "",
    name: str = "",
    day: str = "",
    force: bool = False,
) -> list[str]:
    """Write a new briefing, a draft, and say what its author has to fill in. Raises Failed, with nothing written, if it cannot.

    `source` is a file to begin from; else the archetype of the column `series` is taken, of the site or ours.
    """
    settings = read_settings(config)
    tag = _COLUMN.fullmatch(title.strip())
    title, column = (tag[2].strip(), series or tag[1].strip()) if tag else (title.strip(), series)
    date = _date(day, settings, now)
    if not title:
        raise Failed([Problem(id="bad-value", message="the title is empty", hint="say what the briefing is about")])
    origin, text = _beginning(settings, column, source)
    path = f"briefings/{date[:4]}/{date[:10]}-{briefing_slug(name, title)}.md"
    front = _FRONT.match(text)
    keys = _other_keys(front["keys"]) if front else ""
    body = text[front.end() :] if front else text
    if source:
        body = _with_moved_targets(body, origin, settings.content_dir / path)
    head = [f"title: {front_matter_value(title)}", f"date: {date}"]
    head += [f"series: {front_matter_value(column)}"] if column else []
    text = "\n".join(["---", *head, *([keys] if keys else []), "draft: true", "---", "", body.strip("\n"), ""])
    written = write_new(settings, {path: text.encode()}, force=force)[path]
    return [
        f"{written} is begun from {_shown(origin, settings)}.",
        "It is a draft: checked, but not published. Fill in what stands between <!-- and -->, then delete `draft: true`.",
        f"Next: briefings check {written}",
    ]


def archetypes(settings: Settings) -> dict[str, Path]:
    """The archetypes by name: those of the site's own folder templates/archetypes/ come before ours."""
    folders = (templates_folder() / ARCHETYPES, settings.root / "templates" / ARCHETYPES)
    return {path.stem: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.md"))}


def _beginning(settings: Settings, column: str, source: str) -> tuple[Path, str]:
    """The file that a briefing begins from, and its text."""
    if source:
        candidates = (Path(source), settings.root / source)
        path = next((candidate for candidate in candidates if candidate.is_file()), candidates[0])
    else:
        known = archetypes(settings)
        path = known.get(column) or known[_USUAL]
        if path.is_relative_to(settings.root):
            try:
                path_below(settings.root, path.relative_to(settings.root).as_posix())
            except UnsafePathError as error:
                message = f"an archetype {error}"
                raise Failed([Problem(id="unsafe-path", path=_shown(path, settings), message=message)]) from error
    try:
        content = read_regular(path, most=TEXT_LIMIT + 1)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        id_ = "unreadable" if isinstance(error, OSError) else "not-text"
        message, hint = f"cannot be read: {reason}", "name a briefing or an archetype, a Markdown file"
        raise Failed([Problem(id=id_, path=_shown(path, settings), message=message, hint=hint)]) from error
    if len(content) > TEXT_LIMIT:
        message = f"more than {TEXT_LIMIT:,} bytes"
        raise Failed([Problem(id="too-large", path=_shown(path, settings), message=message)])
    return path, text.replace("\r\n", "\n")


def _date(day: str, settings: Settings, now: datetime) -> str:
    if not day:
        return settings.day_of(now)
    try:
        written_dates.day_or_moment(day, settings.options.zone)
    except ValueError as error:
        hint = written_dates.hint(day)
        raise Failed([Problem(id="bad-date", message=f"--date {day} is not a date", hint=hint)]) from error
    return day


def _other_keys(keys: str) -> str:
    """The lines of front matter that a new briefing takes over; a key goes with its indented lines."""
    lines, takes = [], True
    for line in keys.rstrip("\n").split("\n"):
        if line[:1] not in (" ", "\t", "-"):
            takes = not _OWN_KEYS.match(line)
        lines += [line] if takes and line.strip() else []
    return "\n".join(lines)


def _with_moved_targets(body: str, origin: Path, target: Path) -> str:
    """The text with its links to files beside `origin` as they lead there from `target`."""

    def moved(match: re.Match[str]) -> str:
        linked = origin.parent / match["path"]
        if not linked.is_file():
            return match["path"]
        return Path(os.path.relpath(os.path.realpath(linked), os.path.realpath(target.parent))).as_posix()

    return _TARGET.sub(moved, body) if origin.parent != target.parent else body


def _shown(path: Path, settings: Settings) -> str:
    """A path from the project's root; one of ours by its name there."""
    ours = templates_folder()
    if path.is_relative_to(settings.root):
        return path.relative_to(settings.root).as_posix()
    return posixpath.join("templates", path.relative_to(ours).as_posix()) if path.is_relative_to(ours) else str(path)
