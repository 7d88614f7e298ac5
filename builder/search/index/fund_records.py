"""What search knows of each fund, and the terms under which readers find it. Used by `fund_index`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.model import Instrument, unique
from builder.search.fold import fold, tidy
from builder.search.hashed_terms import CODE, IN_BODY, IN_TITLE, INITIALS, NAME, PINYIN, Classes, Hashes, hash_terms
from builder.search.index.page_words import initials
from builder.vocabulary import alias_names

_CLASS_LETTER = re.compile(r"[a-z](?:类|份额|类份额)?\Z")


@dataclass(frozen=True, kw_only=True)
class FundRecord:
    """What search knows of a fund."""

    code: str
    names: tuple[str, ...]  # the full name, the short one, former ones; each once
    initials: tuple[str, ...]  # as the catalogue gives them, and those of each name
    pinyin: str  # of the full name, without blanks
    others: tuple[str, ...]  # company, managers, index

    @property
    def line(self) -> str:
        """Its line in a file of records."""
        fields = {"c": self.code, "n": self.names, "i": self.initials, "p": self.pinyin, "x": self.others}
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def fund_records(funds: Iterable[Instrument], index_names: Mapping[str, str]) -> list[FundRecord]:
    """The records of these funds, by code. `index_names` maps the lower-case code of an index to its name."""
    return [fund_record(fund, index_names) for fund in sorted(funds, key=lambda fund: fund.code)]


def fund_record(fund: Instrument, index_names: Mapping[str, str]) -> FundRecord:
    """The record of one fund."""
    facts = fund.facts
    former = alias_names(facts.get("aliases", ""))
    names = unique(tidy(name) for name in (fund.name, facts.get("short_name", ""), *former) if name.strip())
    spellings = [_pinyin(name) for name in names]
    catalogued = facts.get("pinyin", "").lower()
    of_names = (initials(name, spelling) for name, spelling in zip(names, spellings, strict=True))
    index = facts.get("index", "")
    others = (facts.get("manager_company", ""), facts.get("managers", ""), index, index_names.get(index.lower(), ""))
    return FundRecord(
        code=fund.code,
        names=names,
        initials=unique(filter(None, (catalogued, *of_names))),
        pinyin=spellings[0].replace("-", "") if spellings else "",
        others=unique(tidy(text) for text in others if text.strip()),
    )


def fund_terms(record: FundRecord) -> tuple[Hashes, Classes]:
    """The terms under which a fund is found, as `hash_terms` gives them."""
    code = fold(record.code)
    names = [fold(name) for name in record.names]
    blocks = [(text, IN_TITLE) for text in (code, *names)] + [(fold(text), IN_BODY) for text in record.others]
    whole_names = {text for name in names for text in (name, _CLASS_LETTER.sub("", name))}
    code_pieces = {code[start:end] for start in range(len(code)) for end in range(start + 3, len(code) + 1)}
    initial_pairs = {text[start : start + 2] for text in record.initials for start in range(len(text) - 1)}
    pinyin_triples = {record.pinyin[start : start + 3] for start in range(len(record.pinyin) - 2)}
    sets = ((NAME, whole_names), (CODE, code_pieces), (INITIALS, initial_pairs), (PINYIN, pinyin_triples))
    return hash_terms(blocks, [(prefix + text, IN_TITLE) for prefix, texts in sets for text in sorted(texts)])


def _pinyin(name: str) -> str:
    """The syllables and words of a name joined by hyphens, as `words.slugs` writes them for headings."""
    from pypinyin import lazy_pinyin

    syllables = " ".join(lazy_pinyin(fold(name)))
    without_accents = "".join(
        char for char in unicodedata.normalize("NFKD", syllables) if not unicodedata.combining(char)
    )
    return "-".join(re.findall("[a-z0-9]+", without_accents))
