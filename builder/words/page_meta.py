"""A file's front matter in, its Meta and its address out, with the defaults filled in."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass

from builder.model import PageMeta, unique
from builder.problem import Problem
from builder.words import written_dates
from builder.words.front_matter import FrontMatter
from builder.words.marks.code_mask import TextPosition
from builder.words.slugs import SLUG, slug

_TAG = re.compile(r"\s*【\s*([^】]*?)\s*】\s*")
_DATED = re.compile(r"\d{4}-?\d\d-?\d\d[-_ ]*")
# A number, a claim or a cashtag: nothing of the data goes where a name is wanted.
_MARK = re.compile(r"\{\{.*?\}\}|\$[^$]+[(\uff08][^()\uff08\uff09]+[)\uff09]\$|\[[^\]]+\]\{[^{}]*[<>=~][^{}]*\}")


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a file is, before its text is looked at."""

    kind: str  # "briefing" or "page"
    meta: PageMeta
    url: str
    problems: tuple[Problem, ...]


def head(place: TextPosition, front: FrontMatter, reserved_names: Collection[str]) -> Head:
    """The page's Meta and address. Problems are those of the front matter and what its defaults run into."""
    values, lists = front.values, front.lists
    kind = "briefing" if place.path.startswith("briefings/") else "page"
    problems = [*front.problems, *_missing(place, front, kind), *_marks(place, front)]
    tag = _TAG.match(values.get("title", ""))
    title = values.get("title", "")[tag.end() if tag else 0 :]
    if "title" in values and not title:
        problems.append(
            _at(place, front.places["title"], "bad-value", "the title is empty", "say what the page is about")
        )
    date = values.get("date", "")
    as_of = values.get("as_of", "")
    if as_of and date and as_of > date[:10]:
        message = f"as_of {as_of} is later than the page's date {date[:10]}"
        problems.append(
            _at(place, front.places["as_of"], "bad-value", message, "numbers cannot be newer than the words")
        )
    name, wrong = _slug(place, front, kind, reserved_names)
    problems += wrong
    meta = PageMeta(
        title=title,
        date=date,
        as_of=as_of or (written_dates.day_before(date) if date else ""),
        summary=values.get("summary", ""),
        authors=lists.get("authors", ()),
        column=values.get("series", "") or (tag[1] if tag else ""),
        topics=unique(topic.strip("#＃ ") for topic in lists.get("topics", ()) if topic.strip("#＃ ")),
        funds=lists.get("funds", ()),
        cover=values.get("cover", ""),
        profile=values.get("profile", ""),
        draft=values.get("draft") == "true",
        publish_at=values.get("publish_at", ""),
        slug=name,
        corrections=lists.get("corrections", ()),
        risk=values.get("risk", ""),
    )
    return Head(kind=kind, meta=meta, url=_url(place.path, kind, name), problems=tuple(problems))


def _missing(place: TextPosition, front: FrontMatter, kind: str) -> list[Problem]:
    if not front.body:
        return []
    wanted = ("title", "date") if kind == "briefing" else ("title",)
    samples = {"title": "title: 一文看懂文生视频", "date": "date: 2024-02-20"}
    return [
        place.problem("missing-key", 0, 3, f"a {kind} needs a {key}", f"add {samples[key]}")
        for key in wanted
        if front.body and key not in front.keys and not any(one.id == "front-matter" for one in front.problems)
    ]


def _marks(place: TextPosition, front: FrontMatter) -> list[Problem]:
    problems = []
    for key, value in [*front.values.items(), *((key, " ".join(entry)) for key, entry in front.lists.items())]:
        match = _MARK.search(value)
        if not match:
            continue
        line, column, _ = front.places[key]
        written = place.text.split("\n")[line - 1]
        found = written.find(match[0], column - 1)
        message = f"{key} holds {match[0]}; numbers, claims and cashtags go into the text"
        problems.append(
            Problem(
                id="slot-in-heading",
                path=place.path,
                line=line,
                column=found + 1 if found >= 0 else column,
                length=len(match[0]),
                message=message,
                hint="write the words without it",
            )
        )
    return problems


def _slug(
    place: TextPosition, front: FrontMatter, kind: str, reserved_names: Collection[str]
) -> tuple[str, list[Problem]]:
    given = front.values.get("slug", "")
    if given and not SLUG.fullmatch(given):
        better = slug(given)
        message = f"{given} cannot be part of an address: only a-z, 0-9 and hyphens can"
        return "", [_at(place, front.places["slug"], "bad-value", message, f"did you mean {better}?" if better else "")]
    stem = posixpath.basename(place.path)[: -len(".md")]
    found = given or slug(_DATED.sub("", stem, count=1) if _DATED.match(stem) else stem)
    if not found:
        return "", [place.problem("missing-key", 0, 3, "the file's name gives no address", "add slug: a-name")]
    if kind == "page" and posixpath.dirname(place.path) == "pages" and found in reserved_names:
        message = f"the address {found}/ belongs to a page that is made by itself"
        hint = "choose another slug"
        if given:
            return found, [_at(place, front.places["slug"], "duplicate-slug", message, hint)]
        return found, [place.problem("duplicate-slug", 0, 3, message, hint)]
    return found, []


def _url(path: str, kind: str, name: str) -> str:
    if kind == "briefing":
        return f"briefings/{name}/"
    folders = [slug(part) for part in posixpath.dirname(path).split("/")[1:]]
    return "/".join([*(folder for folder in folders if folder), name, ""])


def _at(place: TextPosition, spot: tuple[int, int, int], id_: str, message: str, hint: str) -> Problem:
    line, column, length = spot
    return Problem(id=id_, path=place.path, line=line, column=column, length=length, message=message, hint=hint)
