"""A `chart` fence as text in, a checked Fence or its problems out: which keys there are and which go together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from rapidfuzz import fuzz, process

from builder.blocks.charts.drawing.font import width
from builder.blocks.charts.kinds.kind_keys import KINDS, TYPES
from builder.expression import is_date
from builder.model import Mark
from builder.problem import Problem
from builder.vocabulary import WINDOWS

LONGEST_NOTE, MOST_YEARS = 16, 10  # a note's length is counted in full-width characters
BRIEFING = "briefing"  # stands for the page's own date
_YEARS = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")


def iso(value: str) -> str:
    """The date itself. Raises ValueError for anything else."""
    if not is_date(value):
        raise ValueError(f"{value} is not a date such as 2024-02-19")
    return value


class Annotation(BaseModel):
    """An event (`date`; `briefing` is the page's own) or a stretch of time (`from`, `to`) that a chart names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    date: str = ""
    start: str = Field("", alias="from")
    end: str = Field("", alias="to")
    text: str

    _dates = field_validator("start", "end")(iso)

    @model_validator(mode="before")
    @classmethod
    def _briefing(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("date") == BRIEFING:
            return {"text": "简报发布", **value}
        return value

    @field_validator("date")
    @classmethod
    def _date_or_briefing(cls, value: str) -> str:
        return value if value == BRIEFING else iso(value)

    @field_validator("text")
    @classmethod
    def _short(cls, value: str) -> str:
        if not value.strip() or width(value, 1) > LONGEST_NOTE:
            raise ValueError(f"the text of a note is 1 to {LONGEST_NOTE} characters long")
        return value.strip()


class ChartFence(BaseModel):
    """What stands in a `chart` fence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    series: tuple[str, ...] = Field(min_length=1)
    measure: tuple[str, ...] = ()
    start: str = Field("", alias="from")
    end: str = Field("", alias="to")
    window: str = ""
    as_of: str = ""
    live: bool = False
    rebase: Literal["", "100", "percent"] = ""
    benchmark: str = ""
    years: tuple[str, ...] = ()
    annotate: tuple[Annotation, ...] = ()
    alt: str = ""
    title: str = ""
    height: int = Field(0, ge=0)

    _dates = field_validator("start", "end", "as_of")(iso)

    @field_validator("series", "annotate", "measure", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return value if isinstance(value, list | tuple) else (value,)

    @field_validator("window")
    @classmethod
    def _known_window(cls, value: str) -> str:
        if value not in WINDOWS:
            raise ValueError(f"{value} is no window; there are {', '.join(WINDOWS)}")
        return value

    @field_validator("type")
    @classmethod
    def _known_type(cls, value: str) -> str:
        if value not in TYPES:
            raise PydanticCustomError("literal_error", "no such type")
        return value

    @field_validator("years", mode="before")
    @classmethod
    def _span_of_years(cls, value: Any) -> Any:
        """Years as a list, or as their first and last, e.g. "2019-2023"."""
        if isinstance(value, str) and (span := _YEARS.fullmatch(value.strip())):
            value = [str(year) for year in range(int(span[1]), int(span[2] or span[1]) + 1)]
        years = list(value) if isinstance(value, list | tuple) else [value]
        if not years or not all(isinstance(year, str) and _YEARS.fullmatch(year) for year in years):
            raise ValueError("years are written 2019-2023, or as a list of years")
        if len(years) > MOST_YEARS:
            raise ValueError(f"a chart shows at most {MOST_YEARS} years")
        return tuple(sorted(set(years)))

    @property
    def one_measure(self) -> str:
        """The measure of a chart that has one."""
        return self.measure[0] if self.measure else ""

    @field_validator("height")
    @classmethod
    def _fits(cls, value: int) -> int:
        if not 160 <= value <= 600:
            raise ValueError("a height lies between 160 and 600")
        return value


class KeyLocation:
    """Where a fence and each of its keys stand, so that a problem points at the line that is wrong."""

    def __init__(self, path: str, mark: Mark) -> None:
        self._path, self._mark = path, mark
        self._lines: Mapping[str, int] = mark.params.get("lines") or {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that stand in the fence."""
        return tuple(self._lines)

    def beyond(self, line: int, column: int, message: str, hint: str = "", id: str = "bad-fence") -> Problem:
        """A problem so many lines below the fence's first, at a 1-based column."""
        return Problem(id=id, path=self._path, line=self._mark.line + line, column=column, message=message, hint=hint)

    def problem(self, key: str, message: str, hint: str = "", id: str = "bad-fence") -> Problem:
        """A problem with this key of the fence, or with all of it where the key is not there."""
        line = self._lines.get(key)
        return Problem(
            id=id,
            path=self._path,
            line=line or self._mark.line,
            column=1 if line else self._mark.column,
            length=len(key) if line else self._mark.length,
            message=message,
            hint=hint,
        )


def read(spec: Mapping[str, Any], place: KeyLocation) -> ChartFence | list[Problem]:
    """The fence, if every key is known and well-formed and all go together; otherwise everything that is wrong."""
    try:
        fence = ChartFence.model_validate(spec)
    except ValidationError as error:
        return [_explain(dict(one), place) for one in error.errors()]
    clashes = [place.problem(key, message) for key, message in _clashes(fence)]
    return clashes or fence


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint: the known word that this one looks like, or all of them."""
    words = list(known)
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=60) if word else None
    return f"did you mean {found[0]}?" if found else f"there are: {', '.join(words)}"


def _keys(kind: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in kind.model_fields.items()]


def _explain(error: Mapping[str, Any], place: KeyLocation) -> Problem:
    """One of pydantic's errors in an author's words."""
    where = [str(part) for part in error["loc"]]
    key, inner = (where[0] if where else ""), where[1:]
    name = ".".join([key, *(f"{int(part) + 1}" if part.isdigit() else part for part in inner)])
    if error["type"] == "extra_forbidden":
        known = _keys(Annotation if inner else ChartFence)
        return place.problem(key, f"a chart has no key {name}", nearest(where[-1], known))
    if error["type"] == "missing":
        return place.problem(key, f"{name} is missing", f"there are: {', '.join(TYPES)}" if name == "type" else "")
    if error["type"] == "literal_error":
        known = list(TYPES) if key == "type" else ["100", "percent"]
        return place.problem(key, f"{name}: {error['input']} is not known", nearest(str(error["input"]), known))
    kinds = {
        "int_parsing": "a whole number is needed",
        "bool_parsing": "true or false is needed",
        "bool_type": "true or false is needed",
        "string_type": "a text is needed",
        "model_type": "a date and a text are needed, e.g. {date: 2024-02-16, text: Sora 发布}",
        "too_short": "at least one is needed",
    }
    said = str(error.get("ctx", {}).get("error", error["msg"]))
    return place.problem(key, f"{name}: {kinds.get(error['type'], said)}")


def _clashes(fence: ChartFence) -> Iterator[tuple[str, str]]:
    """Keys that are fine each and wrong together: the key to point at, and why."""
    yield from _clashing_dates(fence)
    kind, lines = KINDS[fence.type], len(fence.series) + bool(fence.benchmark)
    if len(set(fence.series)) < len(fence.series) or fence.benchmark in fence.series:
        yield "series", "the same series stands there twice"
    for key in _written(fence):
        if key not in kind.keys:
            yield key, f"{key} means nothing to type {fence.type}; its keys are {', '.join(kind.keys)}"
    if fence.type in ("area", "drawdown") and len(fence.series) > 1:
        yield "series", f"type {fence.type} shows one series, and a benchmark if there is one; use line or compare"
    elif fence.type == "compare" and lines < kind.least:
        yield "series", "type compare needs two series, or one and a benchmark"
    elif lines < kind.least:
        yield "series", f"type {fence.type} needs {kind.least} series"
    elif lines > kind.most:
        yield "series", f"type {fence.type} shows at most {kind.most} series"
    if fence.rebase and fence.type in ("area", "drawdown"):
        yield "rebase", f"type {fence.type} is not rebased"
    least, most = kind.measures
    if not least <= len(fence.measure) <= most and "measure" in kind.keys:
        count = f"{least}" if least == most else f"at most {most}" if len(fence.measure) > most else f"at least {least}"
        yield "measure", f"type {fence.type} takes {count} of measure, e.g. measure: [volatility 1y, return 1y]"
    elif fence.type == "bar" and not fence.measure:
        yield "measure", "type bar needs a measure, e.g. measure: return 1y"


def _written(fence: ChartFence) -> list[str]:
    """The keys that stand in a fence, as they are written there."""
    return [ChartFence.model_fields[name].alias or name for name in fence.model_fields_set]


def _clashing_dates(fence: ChartFence) -> Iterator[tuple[str, str]]:
    if fence.window and (fence.start or fence.end) and fence.type != "rolling":
        yield "window", "a window goes with neither from nor to"
    if fence.start and fence.end and fence.start >= fence.end:
        yield "from", "from must lie before to"
    if fence.live and fence.as_of:
        yield "live", "a chart is either live or as of a date"
    for note in fence.annotate:
        if bool(note.date) == bool(note.start and note.end) or bool(note.start) != bool(note.end):
            yield "annotate", f"the note {note.text} needs either a date, or from and to"
        elif note.start and note.start >= note.end:
            yield "annotate", f"the note {note.text} ends before it starts"
