"""The values that flow down the river. Nothing here computes, reads or prints; every stage imports this and `problem`.

Source -> Page -> Body -> Draft -> Shell --fill--> Output
Ask -> Answer -> Fragment ------------------^
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Protocol, Self

# A hole that words leave for a slot, e.g. "\ue00012\ue001" for slot 12 of the page. Private-use characters pass through
# Markdown, the sanitiser and Jinja2 untouched; `words.read` refuses them in what authors write.
HOLE_OPEN, HOLE_CLOSE = "\ue000", "\ue001"
# Stands for the way back to the site's root in fragments, which are shared by pages of different depth, e.g. "../../".
ROOT = "\ue002"
# The hole at a briefing's head that tells what was restated since, and the one below it that offers its pictures.
RESTATED, SHARE = "restated", "share"
# Where a page has the slot that fills the holes of all its cards; no page has a hole of this name.
SINCES = "sinces"


def hole(name: object) -> str:
    """The mark that a shell holds where the slot of this name goes, e.g. "\\ue0003\\ue001"."""
    return f"{HOLE_OPEN}{name}{HOLE_CLOSE}"


def canonical_json(value: Any) -> str:
    """A value's one JSON spelling: sorted keys, no spaces, text unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: bytes | str) -> str:
    """The name of some content: 32 hexadecimal characters of BLAKE2b."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


# ---------------------------------------------------------------------------------------------------------------- words


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A Markdown file as the author left it."""

    path: str  # from the content folder, POSIX, e.g. "briefings/2024/2024-02-20-sora.md"
    text: str

    @cached_property
    def digest(self) -> str:
        return digest(self.text)


@dataclass(frozen=True, kw_only=True)
class PageMeta:
    """What a page's front matter says, checked, with the defaults filled in."""

    title: str  # without its 【column】 tag, e.g. "一文看懂文生视频"
    date: str = ""  # ISO date, or date-time with offset; empty only for plain pages
    as_of: str = ""  # ISO date: the cut-off of every frozen number; the day before `date` unless given
    summary: str = ""
    authors: tuple[str, ...] = ()
    column: str = ""  # e.g. "热点追踪", the front matter's key `series`
    topics: tuple[str, ...] = ()  # from front matter, then `#…#` in the text, each once
    funds: tuple[str, ...] = ()  # codes beyond those in the text
    cover: str = ""
    profile: str = ""  # e.g. "market-data"
    draft: bool = False
    publish_at: str = ""  # ISO date-time with offset
    slug: str = ""  # e.g. "sora"
    corrections: tuple[str, ...] = ()
    risk: str = ""  # a risk notice of the page's own


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place in the text where an author asks for something; its index in `Page.marks` names its hole."""

    block: str  # "cashtag", "number", "claim", "chart", "funds"
    params: dict[str, Any]  # plain JSON values; see docs/architecture.md for each block's
    line: int  # 1-based, in the source file
    column: int  # 1-based, in characters
    length: int = 1
    text: str = ""  # as the author wrote it


@dataclass(frozen=True, kw_only=True)
class Page:
    """A source, understood: what its front matter says, its Markdown with holes, and what each hole asks for."""

    path: str  # the source's
    kind: str  # "briefing" or "page"
    meta: PageMeta
    url: str  # e.g. "briefings/sora/"
    markdown: str
    marks: tuple[Mark, ...] = ()
    images: tuple[str, ...] = ()  # files beside it that it shows, from the content folder
    mentions: tuple[str, ...] = ()  # fund codes of its cashtags and `funds`, in order, each once
    keys: Mapping[str, int] = field(default_factory=dict)  # front matter key -> its line, for later problems


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A line of a page's table of contents."""

    id: str
    title: str
    level: int


@dataclass(frozen=True, kw_only=True)
class Body:
    """A page's words as sanitised HTML with holes."""

    html: str
    headings: tuple[Heading, ...] = ()
    excerpt: str = ""  # plain text of the first paragraph, for lists and feeds


@dataclass(frozen=True, kw_only=True)
class ShellInput:
    """All that goes into a shell: what the theme puts its frame around. Equal drafts share one shell."""

    depth: int  # how many folders below the root the page lies, e.g. 2 for "briefings/sora/"
    kind: str  # "briefing", "page", "home", "archive", "topic", "fund", "funds", "compare", "missing"
    title: str  # plain text, may be a hole
    description: str = ""
    html: str = ""
    headings: tuple[Heading, ...] = ()
    charts: bool = False  # a chart may stand in it, which wants its script
    picture: str = ""  # what links to it show, from the site's root, e.g. "briefings/sora/share.png"


# -------------------------------------------------------------------------------------------------------------- numbers


class Ask(NamedTuple):
    """A question to the numbers, made by keywords. Empty fields are not asked for.

    A named tuple because a refresh looks up a hundred thousand of them, and a tuple's hash is computed in C.
    """

    series: str  # e.g. "fund:012733", "index:930713", "stock:NVDA"
    measure: str  # a name of the table of measures, e.g. "return"
    window: str = ""  # e.g. "1y"
    start: str = ""  # ISO date
    end: str = ""  # ISO date
    as_of: str = ""  # ISO date: the cut-off; empty means live, the latest there is


class Answer(NamedTuple):
    """What the data say to an Ask, made by keywords. `value` is unrounded; None means there is none, and `note` says why.

    A named tuple because a refresh makes twenty thousand of them.
    """

    value: float | str | None
    unit: str  # "ratio" (0.0518 is 5.18 %), "nav", "points", "price", "date", "text", "money", "number"
    start: str = ""  # the date of the value that the figure starts from
    end: str = ""  # the date of the value that it ends with
    note: str = ""
    synthetic: bool = False
    points: tuple[tuple[str, float], ...] = ()  # for the measure "history": (ISO date, value)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A line of the table of measures, as far as authors and readers see it; how it is computed stays with the numbers."""

    name: str  # e.g. "return"
    label: str  # e.g. "收益率"
    unit: str  # as Answer.unit
    kinds: tuple[str, ...] = ("fund", "index", "stock")  # instruments that have it
    window: str = "none"  # "none", "optional" or "required": whether a window or dates go with it
    formula: str = ""  # for readers, e.g. "复权净值期末 ÷ 期初 − 1"
    source: str = ""  # where the definition is from


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """A line of the catalogue, as text: what is known of a fund, an index or a stock besides its history."""

    id: str  # e.g. "fund:012733"
    code: str  # e.g. "012733"
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)  # the other columns that have a value
    synthetic: bool = False
    has_history: bool = False
    origin: str = ""  # where its history is from, as sources.yml says

    @property
    def kind(self) -> str:
        """ "fund", "index" or "stock"."""
        return self.id.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Directory:
    """All instruments by id: the only part of the data that names pages and is known to the words' side."""

    instruments: Mapping[str, Instrument]
    data_as_of: Mapping[str, str] = field(default_factory=dict)  # last date per set, e.g. {"nav": "2024-02-19"}
    synthetic: bool = False  # any set is made up
    digests: Mapping[str, str] = field(
        default_factory=dict
    )  # id, and "set:nav" -> digest of all its live answers are made of

    @cached_property
    def by_code(self) -> Mapping[str, tuple[str, ...]]:
        """Ids by bare code in lower case, e.g. {"000001": ("fund:000001", "index:000001")}."""
        found: dict[str, tuple[str, ...]] = {}
        for id_, instrument in self.instruments.items():
            code = instrument.code.lower()
            found[code] = (*found.get(code, ()), id_)
        return found


# --------------------------------------------------------------------------------------------------------------- filling


class SlotParams(Protocol):
    """What a slot says to its block: a frozen class of `slot_params` for each block."""

    block: ClassVar[str]  # a name in `blocks.BLOCKS`

    def to_json(self) -> dict[str, Any]:
        """The parameters as plain JSON, the same for equal ones."""
        ...

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The parameters from plain JSON. Raises TypeError for a wrong key or value."""
        ...


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A hole with its question resolved: which block fills it, with what. Named by content."""

    params: SlotParams
    path: str = ""  # where the author asked for it, for problems; no part of its name
    line: int = 0
    column: int = 0
    length: int = 1

    @property
    def block(self) -> str:
        """The block that fills it."""
        return self.params.block

    @cached_property
    def id(self) -> str:
        return digest(canonical_json([self.block, self.params.to_json()]))


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """A slot, rendered: HTML in which ROOT stands for the way to the site's root, and files that go with it."""

    html: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)  # by site path, e.g. {"charts/ab12.csv": "…"}


@dataclass(frozen=True, kw_only=True)
class GeneratedFile:
    """One file of the site before its numbers: either a draft that goes into a shell, or a raw text with holes."""

    path: str  # e.g. "briefings/sora/index.html"
    slots: Mapping[str, Slot] = field(default_factory=dict)  # name of hole -> slot
    draft: ShellInput | None = None
    text: str | None = None  # e.g. a feed

    @property
    def depth(self) -> int:
        return self.path.count("/")


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """The items in order, each once."""
    return tuple(dict.fromkeys(items))
