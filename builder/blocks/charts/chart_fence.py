"""What an author writes in a `chart` fence, checked key by key; which keys fit a kind is that kind's own matter. The chart
block and the heads of custom charts read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from builder.blocks.charts.drawing.font import width
from builder.blocks.measure_fit import misfit
from builder.blocks.resolve_instrument import find
from builder.expression import is_date
from builder.language import translate
from builder.model import Directory, Instrument, Mark, Measure
from builder.problem import Failed, Problem
from builder.suggest import did_you_mean
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
    """An event (`date`; `briefing` is the page's own) or a period (`from`, `to`) that a chart names."""

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
            return {"text": translate("简报发布"), **value}
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
    """What stands in a `chart` fence, each key well-formed. The validation context may name the known `types`."""

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
    def _known_type(cls, value: str, info: ValidationInfo) -> str:
        if info.context and value not in info.context["types"]:
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

    @field_validator("height")
    @classmethod
    def _fits(cls, value: int) -> int:
        if not 160 <= value <= 600:
            raise ValueError("a height lies between 160 and 600")
        return value

    @property
    def first_measure(self) -> str:
        """The measure of a chart that has one; "" where none is written."""
        return self.measure[0] if self.measure else ""

    @property
    def written_keys(self) -> list[str]:
        """The keys that stand in the fence, as they are written there."""
        return [field.alias or name for name, field in ChartFence.model_fields.items() if name in self.model_fields_set]

    def clashes(self) -> Iterator[tuple[str, str]]:
        """Keys that are fine each and wrong together in any chart: the key to point at, and why."""
        if self.start and self.end and self.start >= self.end:
            yield "from", "from must lie before to"
        if self.live and self.as_of:
            yield "live", "a chart is either live or as of a date"
        for note in self.annotate:
            if bool(note.date) == bool(note.start and note.end) or bool(note.start) != bool(note.end):
                yield "annotate", f"the note {note.text} needs either a date, or from and to"
            elif note.start and note.start >= note.end:
                yield "annotate", f"the note {note.text} ends before it starts"
        if len(set(self.series)) < len(self.series) or self.benchmark in self.series:
            yield "series", "the same series stands there twice"


class KeyLocation:
    """Where a fence and each of its keys stand, so that a problem points at the line that is wrong."""

    def __init__(self, path: str, mark: Mark) -> None:
        self._path, self._mark = path, mark
        self._lines: Mapping[str, int] = mark.params.get("lines") or {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that stand in the fence."""
        return tuple(self._lines)

    def below(self, line: int, column: int, message: str, hint: str = "", id: str = "bad-fence") -> Problem:
        """A problem so many lines below the fence's first, at a 1-based column."""
        return Problem(id=id, path=self._path, line=self._mark.line + line, column=column, message=message, hint=hint)

    def problem(self, key: str, message: str, hint: str = "", id: str = "bad-fence") -> Problem:
        """A problem with this key of the fence, or with the whole fence where the key is not there."""
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

    def misfits(
        self, key: str, measure: Measure, instruments: Iterable[Instrument], measures: Mapping[str, Measure]
    ) -> list[Problem]:
        """A problem with this key for each of these instruments that does not have a measure."""
        reasons = [misfit(measure, instrument, measures) for instrument in instruments]
        return [self.problem(key, *reason, "measure-not-applicable") for reason in reasons if reason]

    def instrument(self, written: str, key: str, directory: Directory, problems: list[Problem]) -> Instrument | None:
        """The instrument that a key of the fence names; what is wrong with the name is added to the problems."""
        try:
            return find(written, directory)
        except Failed as failed:
            problems.extend(self.problem(key, fault.message, fault.hint, fault.id) for fault in failed.problems)
            return None


def read(spec: Mapping[str, Any], location: KeyLocation, types: Sequence[str]) -> ChartFence:
    """The fence, if every key is known and well-formed, and its type one of these.

    Raises Failed with everything that is wrong, each at its key's line.
    """
    try:
        return ChartFence.model_validate(spec, context={"types": types})
    except ValidationError as invalid:
        raise Failed([_explained(dict(error), location, types) for error in invalid.errors()]) from None


def suggestion(word: str, choices: Iterable[str]) -> str:
    """A hint: the choice that the word looks like, or all of them."""
    words = list(choices)
    return did_you_mean(word, words, otherwise=f"there are: {', '.join(words)}", cutoff=75)


def _keys(kind: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in kind.model_fields.items()]


def _explained(error: Mapping[str, Any], location: KeyLocation, types: Sequence[str]) -> Problem:
    """One of pydantic's errors in an author's words."""
    where = [str(step) for step in error["loc"]]
    key, inner = (where[0] if where else ""), where[1:]
    name = ".".join([key, *(f"{int(step) + 1}" if step.isdigit() else step for step in inner)])
    if error["type"] == "extra_forbidden":
        known = _keys(Annotation if inner else ChartFence)
        return location.problem(key, f"a chart has no key {name}", suggestion(where[-1], known))
    if error["type"] == "missing":
        return location.problem(key, f"{name} is missing", f"there are: {', '.join(types)}" if name == "type" else "")
    if error["type"] == "literal_error":
        known = list(types) if key == "type" else ["100", "percent"]
        return location.problem(key, f"{name}: {error['input']} is not known", suggestion(str(error["input"]), known))
    needs = {
        "int_parsing": "a whole number is needed",
        "bool_parsing": "true or false is needed",
        "bool_type": "true or false is needed",
        "string_type": "a text is needed",
        "model_type": "a date and a text are needed, e.g. {date: 2024-02-16, text: Sora 发布}",
        "too_short": "at least one is needed",
    }
    message = str(error.get("ctx", {}).get("error", error["msg"]))
    return location.problem(key, f"{name}: {needs.get(error['type'], message)}")
