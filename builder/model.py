"""The values that rooms hand to each other. Every room imports this module; nothing here reads, computes or prints.
SourceFile -> Page -> Body -> ShellInput -> shell --fill--> file of the site
                Mark -> Slot -> Ask -> Answer -> Fragment ---^"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Protocol, Self

from builder.language import current
from builder.link_target import Anchors
from builder.vocabulary import INCOME, KINDS, can_read

# These enclose a hole, e.g. "\ue00012\ue001" for slot 12 of the page. They pass unchanged through Markdown, sanitiser and Jinja2.
HOLE_OPEN, HOLE_CLOSE = "\ue000", "\ue001"
ROOT = "\ue002"  # in fragments, the path back to the site's root, e.g. "../../", for pages of any depth
DETAILS_OPEN, DETAILS_CLOSE = "\ue003", "\ue004"  # enclose what only a chart's own page shows: table, JSON for scripts
RESTATED, SHARE, SINCES, EVIDENCE, RELATED = "restated", "share", "sinces", "evidence", "related"  # holes of briefings
ARTICLE = "article/"  # begins the key of a slot that fills the holes of an article, e.g. "article/sora" fills "sora/0"


def hole(name: object) -> str:
    """A hole as it is written in a shell, e.g. "\\ue0003\\ue001" for the hole 3."""
    return f"{HOLE_OPEN}{name}{HOLE_CLOSE}"


def canonical_json(value: Any) -> str:
    """A value as JSON that is the same for equal values: keys sorted, no spaces, text unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: bytes | str) -> str:
    """The digest of some content: 32 hexadecimal characters of BLAKE2b."""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A Markdown file as its author wrote it."""

    path: str  # from the content folder, POSIX, e.g. "briefings/2024/2024-02-20-sora.md"
    text: str

    @cached_property
    def digest(self) -> str:
        return digest(self.text)


@dataclass(frozen=True, kw_only=True)
class PageMeta:
    """A page's front matter, checked, with defaults filled in."""

    title: str  # without its 【column】 tag, e.g. "一文看懂文生视频"
    date: str = ""  # ISO date, or date-time with offset; empty only for plain pages
    as_of: str = ""  # ISO date: the cut-off of every frozen number; by default the day before `date`
    summary: str = ""
    authors: tuple[str, ...] = ()
    column: str = ""  # the editorial column, e.g. "热点追踪"; its front-matter key is `series`
    topics: tuple[str, ...] = ()  # from front matter, then `#…#` in the text, without repeats
    funds: tuple[str, ...] = ()  # codes, besides those in the text
    cover: str = ""
    profile: str = ""  # e.g. "market-data"
    draft: bool = False
    publish_at: str = ""  # ISO date-time with offset
    slug: str = ""  # e.g. "sora"
    corrections: tuple[str, ...] = ()
    risk: str = ""  # this page's own risk notice
    lang: str = ""  # the language of this page, e.g. "en"; "" is the site's
    translation_of: str = ""  # the path of the page that this one says in another language


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place in the text where an author asks for something. Its index in `Page.marks` is the name of its hole."""

    block: str  # "cashtag", "number", "claim", "chart", "funds"
    params: dict[str, Any]  # JSON values; each block has its own
    line: int  # 1-based, in the source file, as is the column, in characters
    column: int
    length: int = 1
    text: str = ""  # as the author wrote it


@dataclass(frozen=True, kw_only=True)
class Page:
    """A parsed source file: front matter, Markdown with holes, and the mark of each hole."""

    path: str  # of the source file
    kind: str  # "briefing" or "page"
    meta: PageMeta
    url: str  # e.g. "briefings/sora/"
    markdown: str
    lines: tuple[tuple[int, int], ...] = ()  # of Markdown and source file, from 0; from there both count alike
    marks: tuple[Mark, ...] = ()
    images: tuple[str, ...] = ()  # image files that it shows, as paths from the content folder
    mentions: tuple[str, ...] = ()  # fund codes in cashtags and in `funds`, in order, without repeats
    keys: Mapping[str, int] = field(default_factory=dict)  # front-matter key -> its line, for later problems
    entries: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)  # "topics/芯片" -> line, column, length

    @property
    def has_chart(self) -> bool:
        return any(mark.block == "chart" for mark in self.marks)


@dataclass(frozen=True, kw_only=True)
class PageProjection:
    """All that other pages may read of a page. If it stays as it was, no other page changes."""

    path: str  # the source file's
    kind: str  # "briefing" or "page"
    url: str  # e.g. "briefings/sora/"
    meta: PageMeta
    mentions: tuple[str, ...] = ()  # codes of the funds that its text mentions, each once
    excerpt: str = ""  # plain text of its first paragraph
    listings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # e.g. {"topics": {"AI": "topics/ai/"}}
    has_chart: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading, as the page's table of contents lists it."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Body:
    """A page's words as sanitised HTML with holes."""

    html: str
    headings: tuple[Heading, ...] = ()
    anchors: Anchors = field(default_factory=Anchors)
    excerpt: str = ""  # plain text of the first paragraph, for lists and feeds
    markdown: str = ""  # what the HTML was made of, with its holes; the addresses of pictures are those in the site


@dataclass(frozen=True, kw_only=True)
class ShellInput:
    """What the theme puts its frame around. Equal shell inputs share one shell."""

    depth: int  # folders between the site's root and the page, e.g. 2 for "briefings/sora/"
    kind: str  # e.g. "briefing", "page", "home", "fund"; the theme treats "home" and "missing" differently
    title: str  # plain text, or a hole
    section: str | None = None  # the link of the navigation that it belongs to, e.g. "funds/"; "" is the front page
    description: str = ""
    html: str = ""
    headings: tuple[Heading, ...] = ()
    charts: bool = False  # the page may contain a chart, so it loads the script for charts
    metadata: str = ""  # HTML for the head, for programs that read the page: its description, Open Graph, JSON-LD
    language: str = field(default_factory=current)  # of its interface, e.g. "zh"


class Ask(NamedTuple):
    """One question to the data, made with keywords; empty fields are not part of it. A tuple is looked up fastest."""

    series: str  # e.g. "fund:012733", "index:930713", "stock:NVDA"
    measure: str  # the name of a measure, e.g. "return"
    window: str = ""  # e.g. "1y"
    start: str = ""  # ISO date
    end: str = ""  # ISO date
    as_of: str = ""  # ISO date: the cut-off; empty for live


class Answer(NamedTuple):
    """What the data say to an ask. Construct it with keywords: it is a named tuple as an ask is."""

    value: float | str | None  # not rounded; None means that there is none, and `note` says why
    unit: str  # a name of `vocabulary.UNITS`, e.g. "ratio": 0.0518 is 5.18 %
    start: str = ""  # the date of the first value that the answer is computed from
    end: str = ""  # the date of the last value
    note: str = ""
    synthetic: bool = False
    points: tuple[tuple[str, float], ...] = ()  # for the measure "history": (ISO date, value)
    signed: bool = True  # as its measure's
    coloured: bool = False  # as its measure's
    ended: bool = False  # the history ended on the day `end`, before the cut-off; a level has its last value


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure as authors and readers know it. `numbers` knows how it is computed."""

    name: str  # e.g. "return"
    label: str  # e.g. "收益率"
    unit: str  # as in `Answer.unit`
    kinds: tuple[str, ...] = tuple(KINDS)  # the kinds of instruments that have it
    reads: tuple[str, ...] = ()  # what it may be computed from, any of a history's values, e.g. ("adjusted", "income")
    window: str = "none"  # "none", "optional" or "required": whether it takes a window or dates
    formula: str = ""  # for readers, e.g. "复权净值期末 ÷ 期初 − 1"
    source: str = ""  # where the definition comes from
    signed: bool = True  # whether a ratio above 0 has a plus: a gain has, a risk or a share has not
    coloured: bool = False  # whether tables and cards colour it by its direction
    answers: str = "value"  # "value", "days": a value for each day, or "items": each with its share of the whole

    def fits(self, instrument: Instrument) -> bool:
        """Whether it can be asked of an instrument."""
        return instrument.kind in self.kinds and can_read(self.reads, instrument.history_of)


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A fund, an index or a stock as a row of the catalogue describes it, without its history."""

    id: str  # e.g. "fund:012733"
    code: str  # e.g. "012733"
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)  # the other columns of the row, where they are not empty
    synthetic: bool = False
    has_history: bool = False
    history_of: str = ""  # what its history is of, a key of `vocabulary.HISTORY_VALUES`; "" is the usual
    benchmark: str = ""  # what its contract's benchmark is made of, for the computer; "" where it has no returns
    origin: str = ""  # where its history comes from, according to sources.yml

    @property
    def kind(self) -> str:
        return self.id.partition(":")[0]  # a name of `vocabulary.KINDS`, e.g. "fund"

    @property
    def is_money_fund(self) -> bool:
        return self.history_of == INCOME


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All instruments by id. Of all data, only these may name pages and appear in texts before the numbers do."""

    instruments: Mapping[str, Instrument]
    data_as_of: Mapping[str, str] = field(default_factory=dict)  # last date per set, e.g. {"nav": "2024-02-19"}
    synthetic: bool = False  # whether any set is made up
    digests: Mapping[str, str] = field(default_factory=dict)  # by "fund:1" or "set:nav", of all behind live answers
    notes: tuple[str, ...] = ()  # what is no problem of the catalogues, and yet may surprise
    by_hand_until: str = ""  # the last day of all histories that are kept by hand; "" where none is

    @cached_property
    def by_code(self) -> Mapping[str, tuple[str, ...]]:
        """Ids by bare code in lower case, e.g. {"000001": ("fund:000001", "index:000001")}."""
        ids: dict[str, tuple[str, ...]] = {}
        for code, id_ in ((instrument.code.lower(), instrument.id) for instrument in self.instruments.values()):
            ids[code] = (*ids.get(code, ()), id_)
        return ids


class SlotParams(Protocol):
    """What a slot says to its block: each block has a frozen class of its own, in `slot_params`."""

    block: ClassVar[str]  # a name in `blocks.BLOCKS`

    def to_json(self) -> dict[str, Any]: ...
    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self: ...


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A hole with its question resolved: which block fills it, with which parameters. Equal slots have the same id."""

    params: SlotParams
    path: str = ""  # where the author asked for it, for problems; not part of the id, nor are the next three
    line: int = 0
    column: int = 0
    length: int = 1
    language: str = field(default_factory=current)  # of the page that asks for it, part of the id

    @property
    def block(self) -> str:
        return self.params.block

    @cached_property
    def id(self) -> str:
        return digest(canonical_json([self.block, self.params.to_json(), self.language]))


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A rendered slot: HTML, with ROOT for the path to the site's root, and files that go with it."""

    html: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)  # e.g. {"charts/ab12.csv": "…"}


@dataclass(frozen=True, kw_only=True)
class GeneratedFile:
    """A file of the site that no author wrote: either the input of a shell, or a text with holes, such as a feed."""

    path: str  # e.g. "briefings/sora/index.html"
    slots: Mapping[str, Slot] = field(default_factory=dict)  # by hole
    shell_input: ShellInput | None = None
    text: str | None = None  # e.g. a feed


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """The items in their order, without repeats."""
    return tuple(dict.fromkeys(items))
