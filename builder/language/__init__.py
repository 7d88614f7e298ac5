"""The language that readers see: every phrase of ours is written in Chinese where it is used, and `translate` puts it into theirs.

The language in force is that of the page which is being made: `speaking(language)` sets it, for a build, a page and a slot. Other
languages stand in `builder/language/translations/`, a gettext catalogue for each; traditional Chinese is converted by OpenCC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

CHINESE, ENGLISH = "zh", "en"
# The languages of interfaces, as `theme.language` and `lang` name them, with the tag that pages say in `lang`.
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {CHINESE: "zh-CN", ENGLISH: "en", "zh-TW": "zh-TW", "zh-Hant": "zh-Hant"}
)
# What each is called in itself, for the switch between twins, and the conversion of OpenCC that makes it.
OWN_NAMES: Mapping[str, str] = MappingProxyType(
    {CHINESE: "简体中文", ENGLISH: "English", "zh-TW": "繁體中文", "zh-Hant": "繁體中文"}
)
_CONVERSIONS: Mapping[str, str] = MappingProxyType({"zh-TW": "s2twp", "zh-Hant": "s2t"})
_FOLDER = Path(__file__).parent / "translations"

_language: ContextVar[str] = ContextVar("language", default=CHINESE)
V = TypeVar("V")


class Twin(NamedTuple):
    """A page in one of its languages."""

    lang: str  # e.g. "en"
    url: str  # e.g. "briefings/sora-en/"


class Note(str):
    """What numbers say to readers in words, e.g. Note("成立不足 {length}", length="1 年"). As a text it is Chinese.

    Answers do not depend on a page, so that a note keeps its phrase and its values until `translate` needs them.
    """

    phrase: str
    values: Mapping[str, object]

    def __new__(cls, phrase: str, **values: object) -> Note:
        note = super().__new__(cls, phrase.format(**values) if values else phrase)
        note.phrase, note.values = phrase, values
        return note


def language_tag() -> str:
    """What a page says in `lang`, e.g. "zh-CN"."""
    return LANGUAGES[current()]


def current() -> str:
    """The language in force, a key of LANGUAGES."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Puts a language in force, e.g. for a page; "" leaves the one that is."""
    token = _language.set(language or current())
    try:
        yield
    finally:
        _language.reset(token)


def translate(phrase: str, **values: object) -> str:
    """A phrase in the language in force, with its values, e.g. translate("{count} 篇简报", count=3) is "3 briefings".

    A value `count` chooses singular or plural. Those values of a note that are phrases are translated too.
    """
    if isinstance(phrase, Note):
        values = {name: translate(value) if isinstance(value, str) else value for name, value in phrase.values.items()}
        phrase = phrase.phrase
    text = translated(phrase, values.get("count"))
    return text.format(**values) if values else text


def translated(phrase: str, count: object = None) -> str:
    """A phrase in the language in force, with its braces; itself where no catalogue has it."""
    language = _language.get()
    if language == CHINESE or not phrase:
        return phrase
    if isinstance(count, int):
        return _catalogue(language).ngettext(phrase, phrase, count)
    return _catalogue(language).gettext(phrase)


def by_language(choices: Mapping[str, V]) -> V:
    """What belongs to the language in force, e.g. of {"zh": …, "en": …}. What is of Chinese is of traditional Chinese too."""
    language = _language.get()
    return choices[language if language in choices else CHINESE]


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> NullTranslations:
    if language in _CONVERSIONS:
        return _Traditional(_CONVERSIONS[language])
    with (_FOLDER / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


class _Traditional(NullTranslations):
    """Chinese phrases in traditional characters."""

    def __init__(self, conversion: str) -> None:
        super().__init__()
        from opencc import OpenCC  # takes a moment, and few sites need it

        self._converter = OpenCC(conversion)
        self._converted: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        if message not in self._converted:
            self._converted[message] = str(self._converter.convert(message))
        return self._converted[message]

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1)
