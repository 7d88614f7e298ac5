"""Makes a briefing of a saved article, for `briefings import`: reads, writes and says what a person must look at.

The words stay as they were typed: what looks lost is pointed out, and each binding of a figure is only offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from builder.cache.store import with_sound_store
from builder.desk.writing.import_report import ImportReport
from builder.desk.writing.new_files import briefing_slug, write_new
from builder.importing import saved_file
from builder.importing.article import Article, take_apart
from builder.importing.briefing_text import BriefingText, write
from builder.importing.doubts import doubts
from builder.importing.offers import offers
from builder.model import Directory
from builder.problem import Failed, Problem, refuse_large
from builder.safe_path import UnsafePathError, path_below, read_regular
from builder.settings.settings import Settings, read_settings
from builder.site_build.build_run import open_run
from builder.words.content_folder import ASSET_LIMIT, TEXT_LIMIT
from builder.words.written_dates import day_before


@with_sound_store
def import_article(
    config: Path,
    file: str,
    content: bytes | None,
    *,
    now: datetime,
    name: str = "",
    events: Mapping[str, str] | None = None,
    force: bool = False,
) -> ImportReport:
    """Write the briefing of a saved article. `content` is what came by a pipe, or None where `file` is to be read.

    `name` is the last part of its address, `events` has days that its words call by an event. Raises Failed, with nothing written,
    where the file holds no article, or a file of that name is there and `force` is not set.
    """
    settings = read_settings(config)
    saved = saved_file.read(_content(file) if content is None else content, file)
    article = take_apart(saved)
    refuse_large(sum(len(passage.text) for passage in article.passages), TEXT_LIMIT, "characters of text", file)
    notes: list[str] = []
    with open_run(settings, now=now, workers=1) as run:
        try:
            directory: Directory | None = run.data.directory
        except Failed:
            directory = run.data.names
            notes.append("The data have problems, so no figure was compared with them: see `briefings check`.")
        date = article.time or settings.day_of(now)
        stem = f"{date[:10]}-{briefing_slug(name, article.title, Path(file).stem)}"
        folder = Path(file).parent if content is None else None
        briefing = write(
            article, name=stem, date=date, directory=directory, read_beside=lambda path: _beside(folder, path)
        )
        path = _write(settings, f"briefings/{date[:4]}/{stem}.md", briefing, force=force)
        first = briefing.text.index("\n---\n", 4) + 5
        offered = []
        if directory and not notes:
            day = day_before(date[:10])
            offered = offers(
                briefing.text, first, directory=directory, as_of=day, events=events or {}, answer=run.data.answer
            )
    return ImportReport(
        path=path,
        counts={
            "headings": briefing.headings,
            "tables": briefing.tables,
            "pictures": len(briefing.pictures) + len(briefing.missing),
            "cashtags": len(re.findall(r"\$[^$\n]{1,80}\([\w|.]{1,40}\)\$", briefing.text)),
        },
        pictures=tuple(briefing.pictures),
        missing=tuple((name, _line_of(briefing.text, name), source) for name, source in briefing.missing),
        to_fill=tuple(_to_fill(article)),
        removed=tuple((passage.line, passage.words.strip()) for passage in article.removed),
        doubts=tuple(doubts(briefing.text, first)),
        offers=tuple(offered),
        notes=tuple(notes),
    )


def _content(file: str) -> bytes:
    """The bytes of the saved file: of a larger one than may be read, as many as show that. Raises Failed."""
    try:
        return read_regular(Path(file), most=saved_file.LARGEST + 1)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise Failed(
            [Problem(id="unreadable", path=file, message=message, hint="name the file that you saved")]
        ) from error


def _beside(folder: Path | None, path: str) -> bytes | None:
    """A picture that a page names beside itself; None where it is not there, no picture, or elsewhere."""
    if folder is None:
        return None
    path = path.removeprefix("./")
    with suppress(OSError, UnsafePathError, Failed):
        content = read_regular(path_below(folder, path), most=ASSET_LIMIT + 1)
        return content if 0 < len(content) <= ASSET_LIMIT else None
    return None


def _write(settings: Settings, path: str, briefing: BriefingText, *, force: bool) -> str:
    """Write the briefing and its pictures, or nothing. Returns its path from the root."""
    folder = path.rpartition("/")[0]
    files = {f"{folder}/{name}": content for name, content in briefing.pictures.items()}
    text = briefing.text.encode()
    if len(text) > TEXT_LIMIT:
        message, hint = f"{len(text):,} bytes of text; {TEXT_LIMIT:,} are the limit of a page", "split the article"
        raise Failed([Problem(id="too-large", path=f"{settings.content}/{path}", message=message, hint=hint)])
    targets = write_new(settings, {**files, path: text}, force=force)
    return targets[path]


def _to_fill(article: Article) -> list[str]:
    """What the file did not say and a briefing needs or readers expect."""
    lines = []
    if not article.title:
        lines.append("title: the file has no headline")
    if not article.time:
        lines.append("date: the file has none; today's was written")
    if not article.authors:
        lines.append("authors: the file names none")
    return lines


def _line_of(text: str, name: str) -> str:
    offset = text.find(f"]({name})")
    return str(text.count("\n", 0, offset) + 1) if offset >= 0 else ""
