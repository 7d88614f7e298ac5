"""An article, taken apart: headline, column, time, author and place, its own passages, and what is the platform's.

Made from what a reader found in a saved file; `briefing_text` writes it. Used by `desk.import_article`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from builder.importing.chrome import NUMBERED, footer_start, is_chrome
from builder.importing.passage import Passage, SavedArticle
from builder.model import unique
from builder.words import written_dates

_COLUMN = re.compile(r"\s{0,8}【\s{0,8}(?P<column>[^】]{1,30}?)\s{0,8}】(?P<title>.*)", re.DOTALL)
_MOMENT = re.compile(
    r"(?P<year>20\d\d)\s{0,8}[-/.年]\s{0,8}(?P<month>\d{1,2})\s{0,8}[-/.月]\s{0,8}(?P<day>\d{1,2})\s{0,8}日?[\sT]{0,8}"
    r"(?P<time>\d{1,2}:\d\d(?::\d\d)?)?"
)
_HEAD_LINE = re.compile(
    r"\s{0,8}(?:发表于|发布时间|发布于|时间|日期|作者|来源|文\s{0,8}[/|｜丨]|撰文|责任编辑|编辑|原创|IP属地)"
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|文\s{0,8}[/|｜丨]|原创)\s{0,8}[:：]?\s{0,8}"
    r"(?P<names>[\w·\u4e00-\u9fff]{2,12}(?:\s{0,8}[、,，/&]\s{0,8}[\w·]{2,12}){0,4})(?=\s|$)"
)
_PLACE = re.compile(r"(?:发布于|发表于|IP属地\s{0,8}[:：]?)\s{0,8}(?P<place>[\u4e00-\u9fff]{2,8})(?=\s|$)")
_PLATFORM = re.compile(r"天天基金(?:网页版|网)?|东方财富(?:网|网页版|APP)?|雪球|微信公众平台|Futu|富途")
_SUB_NUMBERED = re.compile(r"[(\uff08][一二三四五六七八九十]{1,3}[)\uff09]\s{0,8}\S")
_SENTENCE_END = re.compile("[。；;，,.]$")
_TITLE_TAIL = re.compile(r" ?[_|-] ?(?:天天基金网?|东方财富网?|雪球|股吧|财富号|.{0,20}股吧).*")
_ALBUM = re.compile(r"(?:收录于合集|收录于)\s{0,8}(?P<tags>(?:#\S+\s{0,8})+)(?:\d+个)?")
_HEAD_LINES = 12  # passages before the text that may tell of time and author
_LONGEST_HEADING = 60


@dataclass(frozen=True, kw_only=True)
class Article:
    """An article as its author wrote it, without what is the platform's."""

    title: str = ""
    column: str = ""
    time: str = ""  # as front matter writes it, e.g. "2024-02-20 14:50:20"
    authors: tuple[str, ...] = ()
    origin: str = ""  # platform and place, e.g. "天天基金网页版, 广东"
    topics: tuple[str, ...] = ()  # of the platform's collections; those in the text stay there
    passages: tuple[Passage, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    removed: tuple[Passage, ...] = ()  # what is the platform's, in order


def take_apart(saved: SavedArticle) -> Article:
    """The article that a saved file holds."""
    body, removed = _body(saved.passages)
    heading = _headline(saved, body)
    head = [passage for passage in saved.passages if passage.role in ("author", "time")]
    first = body.index(heading) if heading in body else -1
    lines = [passage for passage in body[: max(first, 0) + _HEAD_LINES] if _HEAD_LINE.match(passage.words)]
    lines += [passage for passage in body[first + 1 : first + 4] if _MOMENT.fullmatch(passage.words.strip())]
    facts = [passage.words for passage in (*head, *lines)]
    # What stands before the headline is the platform's too.
    before = [passage for passage in body[: max(first, 0)] if passage not in lines]
    body = [passage for passage in body if passage not in lines and passage not in before and passage != heading]
    topics = [tag.strip("#") for words in facts for match in _ALBUM.finditer(words) for tag in match["tags"].split()]
    albums = [passage for passage in body if _ALBUM.match(passage.words)]
    topics += [
        tag.strip("#") for row in albums for match in _ALBUM.finditer(row.words) for tag in match["tags"].split()
    ]
    title = _TITLE_TAIL.sub("", " ".join((heading.words if heading else saved.title).split()))
    tag = _COLUMN.fullmatch(title)
    removed = [*removed, *lines, *before, *albums]
    return Article(
        title=tag["title"].strip() if tag and tag["title"].strip() else title,
        column=tag["column"] if tag and tag["title"].strip() else "",
        time=_time(saved.time) or next((time for words in facts if (time := _time(words))), ""),
        authors=_authors(saved, facts),
        origin=_origin(facts),
        topics=unique(topics),
        passages=tuple(_with_headings([passage for passage in body if passage not in albums])),
        pictures=saved.pictures,
        removed=tuple(sorted(removed, key=lambda passage: passage.line)),
    )


def _body(passages: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """The passages that may be the article's, and those that are the platform's."""
    inside = [passage for passage in passages if passage.role == "body"]
    candidates = inside or [passage for passage in passages if passage.role not in ("author", "account", "time")]
    outside = [row for row in passages if inside and row.role == ""]
    end = footer_start(candidates)
    removed = [*outside, *candidates[end:], *(passage for passage in candidates[:end] if is_chrome(passage))]
    return [passage for passage in candidates[:end] if not is_chrome(passage)], removed


def _headline(saved: SavedArticle, body: Sequence[Passage]) -> Passage | None:
    """The passage that is the headline; None where the file names its title elsewhere, or not at all."""
    titles = [passage for passage in saved.passages if passage.role == "title"]
    first = [passage for passage in body[:_HEAD_LINES] if passage.kind in ("heading", "paragraph")]
    titles += [
        passage for passage in first if passage.kind == "heading" and passage.level == 1 and not _is_numbered(passage)
    ]
    titles += [passage for passage in first if _COLUMN.match(passage.words)]
    if not titles and not saved.title:
        titles = [passage for passage in first if not _HEAD_LINE.match(passage.words) and not _is_numbered(passage)]
        titles = [passage for passage in titles[:1] if not passage.words.strip().endswith("。")]
    return titles[0] if titles else None


def _is_numbered(passage: Passage) -> bool:
    return bool(NUMBERED.match(passage.words))


def _time(words: str) -> str:
    """The day or moment that words tell of, as front matter writes it; "" where they tell none that a calendar has."""
    match = _MOMENT.search(words)
    if not match:
        return ""
    clock = (match["time"] or "").zfill(8 if (match["time"] or "").count(":") == 2 else 5) if match["time"] else ""
    time = f"{match['year']}-{match['month'].zfill(2)}-{match['day'].zfill(2)} {clock}".strip()
    try:
        written_dates.day_or_moment(time, "Asia/Shanghai")
    except ValueError:
        return ""
    return time


def _authors(saved: SavedArticle, facts: Sequence[str]) -> tuple[str, ...]:
    named = [passage.words.strip() for passage in saved.passages if passage.role == "author"]
    names = [
        name
        for words in facts
        for match in _AUTHOR.finditer(words)
        for name in map(str.strip, re.split("[、,，/&]", match["names"]))
    ]
    account = [passage.words.strip() for passage in saved.passages if passage.role == "account"]
    return unique(names or ([saved.author] if saved.author else named or account))


def _origin(facts: Sequence[str]) -> str:
    platforms = [match[0] for words in facts for match in _PLATFORM.finditer(words)]
    places = [match["place"] for words in facts for match in _PLACE.finditer(words)]
    return ", ".join(unique([*platforms, *places]))


def _with_headings(passages: Sequence[Passage]) -> list[Passage]:
    """The passages, with numbered lines such as `一、…` as headings of the second level, and `(一)…` of the third."""
    return [_heading(passage) or passage for passage in passages]


def _heading(passage: Passage) -> Passage | None:
    words = passage.words.strip()
    if passage.kind not in ("paragraph", "heading") or len(words) > _LONGEST_HEADING:
        return None
    if passage.kind == "heading":
        return replace(passage, level=max(2, passage.level), text=passage.text.replace("**", ""))
    for pattern, level in ((NUMBERED, 2), (_SUB_NUMBERED, 3)):
        if pattern.match(words) and not _SENTENCE_END.search(words):
            return replace(passage, kind="heading", level=level, text=passage.text.replace("**", ""))
    return None
