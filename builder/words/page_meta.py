"""A page's meta and address, from its front matter and its path, with the defaults filled in. Used by `parse`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass

from builder.language import current
from builder.link_target import content_path
from builder.model import PageMeta, unique
from builder.problem import Problem
from builder.safe_path import address_fault
from builder.words import written_dates
from builder.words.front_matter import FrontMatter, ValuePosition
from builder.words.marks.located_mark import MARK
from builder.words.slugs import SLUG, slug
from builder.words.source_text import SourceText

_COLUMN_TAG = re.compile(r"\s*+【([^】]*+)】\s*+")
_DATE_PREFIX = re.compile(r"\d{4}-?\d\d-?\d\d[-_ ]*")
TOPIC_SIGNS = "#＃ "  # may stand around a topic in the front matter
_LAST_DAY = "2199-12-31"


@dataclass(frozen=True, kw_only=True)
class PageHead:
    """What a page is, before its text is looked at."""

    kind: str  # "briefing" or "page"
    meta: PageMeta
    url: str
    problems: tuple[Problem, ...]


def page_head(source: SourceText, front: FrontMatter, reserved_names: Collection[str]) -> PageHead:
    """The page's kind, meta and address, with all that is wrong in the front matter or missing from it.

    `reserved_names` are the addresses below the root that generated pages have, e.g. "funds".
    """
    values, lists = front.values, front.lists
    kind = "briefing" if source.path.startswith("briefings/") else "page"
    problems = [*front.problems, *_missing_keys(source, front, kind), *_marks_in_values(source, front)]
    column = values.get("series", "")
    tag = _COLUMN_TAG.match(values.get("title", ""))
    if tag and column not in ("", tag[1].strip()):
        tag = None  # its words would stand nowhere
    title = values.get("title", "")[tag.end() if tag else 0 :]
    if "title" in values and not title:
        problems.append(
            _problem(source, front.positions["title"], "bad-value", "the title is empty", "say what the page is about")
        )
    date = values.get("date", "")
    as_of = values.get("as_of", "")
    if as_of and date and as_of > date[:10]:
        message = f"as_of {as_of} is later than the page's date {date[:10]}"
        hint = "numbers cannot be newer than the words"
        problems.append(_problem(source, front.positions["as_of"], "bad-value", message, hint))
    page_slug, slug_problems = _slug(source, front, kind, reserved_names)
    url = _url(source.path, kind, page_slug)
    problems += slug_problems or _address_problems(source, front, url)
    original, faults = _original(source, front)
    problems += faults
    meta = PageMeta(
        title=title,
        date=date,
        as_of=as_of or _default_as_of(date, kind),
        summary=values.get("summary", ""),
        authors=lists.get("authors", ()),
        column=column or (tag[1].strip() if tag else ""),
        topics=unique(topic.strip(TOPIC_SIGNS) for topic in lists.get("topics", ()) if topic.strip(TOPIC_SIGNS)),
        funds=lists.get("funds", ()),
        cover=values.get("cover", ""),
        profile=values.get("profile", ""),
        draft=values.get("draft") == "true",
        publish_at=values.get("publish_at", ""),
        slug=page_slug,
        corrections=lists.get("corrections", ()),
        risk=values.get("risk", ""),
        lang=values.get("lang") or current(),
        translation_of=original,
    )
    return PageHead(kind=kind, meta=meta, url=url, problems=tuple(problems))


def _original(source: SourceText, front: FrontMatter) -> tuple[str, list[Problem]]:
    """The path of the page that this one translates, and what is wrong with it."""
    written = front.values.get("translation_of", "")
    target = content_path(source.path, written) if written else ""
    if target is None:
        message, hint = (
            f"translation_of: {written} lies outside the content folder",
            "name its file, e.g. 2024-02-20-sora.md",
        )
        return "", [_problem(source, front.positions["translation_of"], "bad-translation", message, hint)]
    return target, []


def listing_names(meta: PageMeta) -> dict[str, tuple[str, ...]]:
    """The names of the listings that a page is in, by their kind."""
    return {"topics": meta.topics, "series": (meta.column,) if meta.column else (), "authors": meta.authors}


def _default_as_of(date: str, kind: str) -> str:
    """The day before the page's date. A briefing whose date is wrong gets the last of all days: its marks are checked."""
    if not date:
        return _LAST_DAY if kind == "briefing" else ""
    return written_dates.day_before(date)


def _missing_keys(source: SourceText, front: FrontMatter, kind: str) -> list[Problem]:
    if not front.keys:  # there is no front matter, or it cannot be read
        return []
    needed = ("title", "date") if kind == "briefing" else ("title",)
    samples = {"title": "title: 一文看懂文生视频", "date": "date: 2024-02-20"}
    return [
        source.problem("missing-key", 0, 3, f"a {kind} needs a {key}", f"add {samples[key]}")
        for key in needed
        if key not in front.keys
    ]


def _marks_in_values(source: SourceText, front: FrontMatter) -> list[Problem]:
    """A problem for each value that holds a number, a claim or a cashtag."""
    problems = []
    for key, value in [*front.values.items(), *((key, " ".join(texts)) for key, texts in front.lists.items())]:
        match = MARK.search(value)
        if not match:
            continue
        position = front.positions[key]
        line_text = source.text.split("\n")[position.line - 1]
        index = line_text.find(match[0], position.column - 1)
        problems.append(
            Problem(
                id="slot-in-heading",
                path=source.path,
                line=position.line,
                column=index + 1 if index >= 0 else position.column,
                length=len(match[0]),
                message=f"{key} cannot contain {match[0]}: numbers, claims and cashtags stand in the text only",
                hint="write it in words here",
            )
        )
    return problems


def _slug(
    source: SourceText, front: FrontMatter, kind: str, reserved_names: Collection[str]
) -> tuple[str, list[Problem]]:
    """The last part of the page's address, from its `slug` or its file's name, and what is wrong with it."""
    given = front.values.get("slug", "")
    if given and not SLUG.fullmatch(given):
        better = slug(given)
        message = f"{given} cannot be part of an address: only a-z, 0-9 and hyphens can"
        hint = f"did you mean {better}?" if better else ""
        return "", [_problem(source, front.positions["slug"], "bad-value", message, hint)]
    stem = posixpath.basename(source.path)[: -len(".md")]
    page_slug = given or slug(_DATE_PREFIX.sub("", stem, count=1) if _DATE_PREFIX.match(stem) else stem)
    if not page_slug:
        return "", [source.problem("missing-key", 0, 3, "the file's name gives no address", "add slug: a-name")]
    if kind == "page" and posixpath.dirname(source.path) == "pages" and page_slug in reserved_names:
        message = f"the address {page_slug}/ belongs to a generated page"
        hint = "choose another slug"
        if given:
            return page_slug, [_problem(source, front.positions["slug"], "duplicate-slug", message, hint)]
        return page_slug, [source.problem("duplicate-slug", 0, 3, message, hint)]
    return page_slug, []


def _address_problems(source: SourceText, front: FrontMatter, url: str) -> list[Problem]:
    """What is wrong with the page's address as a whole, at its `slug`, or at the head of a file whose name gives it."""
    fault = address_fault(url)
    if not fault:
        return []
    if "slug" in front.values:
        return [_problem(source, front.positions["slug"], "bad-value", f"the slug {fault}", "write a shorter slug")]
    message = f"the address that the file's name gives {fault}"
    return [source.problem("bad-value", 0, 3, message, "add slug: a-name, or shorten the names of file and folders")]


def _url(path: str, kind: str, page_slug: str) -> str:
    if kind == "briefing":
        return f"briefings/{page_slug}/"
    folders = [slug(folder) for folder in posixpath.dirname(path).split("/")[1:]]
    return "/".join([*(folder for folder in folders if folder), page_slug, ""])


def _problem(source: SourceText, position: ValuePosition, id_: str, message: str, hint: str) -> Problem:
    return Problem(
        id=id_,
        path=source.path,
        line=position.line,
        column=position.column,
        length=position.length,
        message=message,
        hint=hint,
    )
