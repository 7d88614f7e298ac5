"""The fund directory in; for each fund its record and the terms that find it out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.model import Instrument, unique
from builder.search.fold import fold, tidy
from builder.search.hashed_terms import CODE, IN_BODY, IN_TITLE, INITIALS, NAME, PINYIN, Classes, Hashes, postings
from builder.search.index.page_words import initials

_CLASS_LETTER = re.compile(r"[a-z](?:类|份额|类份额)?\Z")
_SPLIT = re.compile("[|;]")


@dataclass(frozen=True, kw_only=True)
class FundRecord:
    """What search knows of a fund."""

    code: str
    names: tuple[str, ...]  # the whole name, the short one, old ones; each once
    initials: tuple[str, ...]  # as the catalogue gives them, and of each name
    pinyin: str  # of the whole name, without blanks
    others: tuple[str, ...]  # company, managers, index

    @property
    def line(self) -> str:
        """Its line in a file of records."""
        kept = {"c": self.code, "n": self.names, "i": self.initials, "p": self.pinyin, "x": self.others}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def records(funds: Iterable[Instrument], indexes: Mapping[str, str]) -> list[FundRecord]:
    """Every fund's record, by code. `indexes` names indexes by code."""
    return [record(fund, indexes) for fund in sorted(funds, key=lambda fund: fund.code)]


def record(fund: Instrument, indexes: Mapping[str, str]) -> FundRecord:
    """One fund's record."""
    facts = fund.facts
    old = _SPLIT.split(facts.get("aliases", ""))
    names = unique(tidy(name) for name in (fund.name, facts.get("short_name", ""), *old) if name.strip())
    spelt = [_spelt(name) for name in names]
    given = facts.get("pinyin", "").lower()
    index = facts.get("index", "")
    others = (facts.get("manager_company", ""), facts.get("managers", ""), index, indexes.get(index.lower(), ""))
    letters = unique(filter(None, (given, *(initials(name, slug) for name, slug in zip(names, spelt, strict=True)))))
    return FundRecord(
        code=fund.code,
        names=names,
        initials=letters,
        pinyin=spelt[0].replace("-", "") if spelt else "",
        others=unique(tidy(one) for one in others if one.strip()),
    )


def of_record(one: FundRecord) -> tuple[Hashes, Classes]:
    """The terms of a fund with their classes, by hash."""
    code = fold(one.code)
    names = [fold(name) for name in one.names]
    lines = [(text, IN_TITLE) for text in (code, *names)] + [(fold(text), IN_BODY) for text in one.others]
    whole = {name for text in names for name in (text, _CLASS_LETTER.sub("", text))}
    parts = {code[at:end] for at in range(len(code)) for end in range(at + 3, len(code) + 1)}
    pairs = {text[at : at + 2] for text in one.initials for at in range(len(text) - 1)}
    threes = {one.pinyin[at : at + 3] for at in range(len(one.pinyin) - 2)}
    sets = ((NAME, whole), (CODE, parts), (INITIALS, pairs), (PINYIN, threes))
    return postings(lines, [(mark + text, IN_TITLE) for mark, texts in sets for text in sorted(texts)])


def _spelt(name: str) -> str:
    """A name's syllables and words with hyphens between, as `words.slugs` has them for headings."""
    from pypinyin import lazy_pinyin

    plain = " ".join(lazy_pinyin(fold(name)))
    bare = "".join(one for one in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(one))
    return "-".join(re.findall("[a-z0-9]+", bare))
