"""Signs around words: `**bold**`, `*emphasis*`, `~~struck out~~`, `==marked==`. Used by `parser`.

CommonMark was made for words with blanks between them: `**注意：**后文` is not bold there, because a sign ends the bold words
and a letter follows. Here, Chinese characters and signs count as letters, so it is.

Signs that are left over are told. A single `*` is also a multiplication sign and a footnote's, so it is told only where it could
have opened words: a letter follows, no factor of a product stands before it, and it is no footnote's (see `_note_stars`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, backtick
from markdown_it.rules_inline.state_inline import Delimiter

from builder.html_tokens import HOLE
from builder.model import HOLE_OPEN
from builder.words.syntax.code import note_code
from builder.words.syntax.faults import MOST, Fault, add, inline_fault, note_inline

_TAGS = {"~": "s", "=": "mark"}  # of the signs that are always two
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z0-9]")
_FACTOR = re.compile(r"[A-Za-z0-9)\]）］%％\ue001]")  # what ends one: `2*x`, `(1+r)*净值`, a number's hole
_EQUALS = re.compile("[=\uff1d≈]")
_NEAR = 40  # characters
_LABEL = re.compile("[^\\s:\uff1a]{1,12}[:\uff1a]")  # of a note without a star in the text: `*注：…`
_NO_BEGINNING = frozenset(
    "、，。；：！？）】》」』”’…"
)  # signs of which no words begin: in `业绩*、规模*` nothing is emphasised
_HINT = "close it, with no blank just inside the signs; write {escaped} for the {name}"
_STARS = "stars"  # in the environment of a parse: what is known of the single stars that are left over


def delimiters_plugin(md: MarkdownIt) -> None:
    """Makes a parser read emphasis as this site does."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _pairs)
    md.inline.ruler2.at("strikethrough", _close_pairs)
    md.inline.ruler2.before("fragments_join", "unclosed", _unclosed)
    md.inline.ruler.at("backticks", _backtick)
    md.core.ruler.after("inline", "stars", _note_stars)


def _emphasis(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    if silent or sign not in "*_":
        return False
    _add_run(state, sign, 1)
    return True


def _pairs(state: StateInline, silent: bool) -> bool:
    sign = state.src[state.pos]
    if silent or sign not in _TAGS or not state.src.startswith(sign * 2, state.pos):
        return False
    _add_run(state, sign, 2)
    return True


def _add_run(state: StateInline, sign: str, width: int) -> None:
    """Adds a run of equal signs as texts of one or two, each of which may open or close words."""
    start, end = state.pos, state.pos
    while end < state.posMax and state.src[end] == sign:
        end += 1
    may_open, may_close = _sides(state.src, start, end, sign == "_")
    if sign == "*" and end - start == 1:
        if _is_multiplication(state.src, start):
            may_open = may_close = False
        elif state.src[end : end + 1] in _NO_BEGINNING:
            may_open = False
    if width == 2 and (end - start) % 2:  # the sign that has no partner
        state.push("text", "", 0).content = sign
    for offset in range(start + (end - start) % width, end, width):
        token = state.push("text", "", 0)
        token.content, token.meta = sign * width, {"offset": offset}
        state.delimiters.append(
            Delimiter(
                marker=ord(sign),
                length=end - start if width == 1 else 0,
                token=len(state.tokens) - 1,
                end=-1,
                open=may_open,
                close=may_close,
            )
        )
    state.pos = end


def _sides(text: str, start: int, end: int, whole_words: bool) -> tuple[bool, bool]:
    """Whether signs at text[start:end] may open words, and whether they may close some."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    before_sign, after_sign = _is_sign(before), _is_sign(after)
    chinese_before, chinese_after = bool(_CHINESE.match(before)), bool(_CHINESE.match(after))
    opens = not after.isspace() and (not after_sign or before.isspace() or before_sign or chinese_before)
    closes = not before.isspace() and (not before_sign or after.isspace() or after_sign or chinese_after)
    if whole_words:
        return opens and (not closes or before_sign or chinese_before), closes and (
            not opens or after_sign or chinese_after
        )
    return opens, closes


def _is_multiplication(text: str, star: int) -> bool:
    """Whether a single star stands between two factors: between figures, or between words in a line with a sign of equality."""
    before, after = text[star - 1 : star], text[star + 1 : star + 2]
    if _FACTOR.match(before) and (_FACTOR.match(after) or after in ("(", "（", HOLE_OPEN)):
        return True
    is_between_words = before.isalnum() and after.isalnum()
    return is_between_words and _EQUALS.search(text, max(0, star - _NEAR), star + _NEAR) is not None


def _is_sign(character: str) -> bool:
    """Whether a character is punctuation. Chinese punctuation counts as a letter."""
    return not _CHINESE.match(character) and unicodedata.category(character)[0] in "PS"


def _close_pairs(state: StateInline) -> None:
    """Makes the pairs of signs whose ends were found elements."""
    groups = [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta)]
    for delimiters in groups:
        for opening in delimiters:
            tag = _TAGS.get(chr(opening.marker))
            if tag is None or opening.end < 0:
                continue
            for index, nesting, kind in ((opening.token, 1, "open"), (delimiters[opening.end].token, -1, "close")):
                token = state.tokens[index]
                token.type, token.tag, token.nesting = f"{tag}_{kind}", tag, nesting
                token.markup, token.content = token.content, ""


def _backtick(state: StateInline, silent: bool) -> bool:
    """Reads code between backticks, and notes backticks that nothing closes."""
    start = state.pos
    if not backtick(state, silent):
        return False
    signs = state.src[start : state.pos]
    if not silent and not signs.strip("`"):
        message = f"{signs} is left over: no code begins or ends with it in its paragraph"
        escaped = "".join(f"\\{sign}" for sign in signs)
        hint = f"close it with {signs}; write {escaped} for the sign itself"
        note_inline(state, start, state.pos, "bad-markdown", message, hint)
    elif not silent:
        note_code(state, start)
    return True


def _unclosed(state: StateInline) -> None:
    """Notes `**`, `__`, `~~` and `==` that stayed signs, unless they stand where nobody means words by them."""
    previous = -2
    for token in state.tokens:
        offset = token.meta.get("offset", -2) if token.type == "text" and token.content and token.meta else -2
        if offset < 0:
            previous = -2
            continue
        sign = token.content[0]
        if len(token.content) == 2:
            start = offset
        elif previous == offset - 1 and state.src[previous] == sign:
            start = previous
        else:
            previous = offset
            _unclosed_star(state, offset)
            continue
        previous = -2
        before, after = state.src[max(0, start - 2) : start], state.src[start + 2 : start + 4]
        if before.endswith(sign) or after.startswith(sign):
            continue  # a longer run of signs is a line or a mask
        if sign != "~" and _WORD.match(before.strip()[-1:]) and _WORD.match(after.strip()[:1]):
            continue  # 2**10, a == b
        signs = sign * 2
        message = f"{signs} is left over: it neither opens nor closes words in its paragraph"
        hint = _HINT.format(escaped=f"\\{sign}\\{sign}", name="signs themselves")
        note_inline(state, start, start + 2, "bad-markdown", message, hint)


@dataclass(kw_only=True)
class _Stars:
    """The single stars of a page that are left over."""

    opening: dict[Fault, None] = field(default_factory=dict)  # may have been meant to open words
    footnote: dict[Fault, None] = field(
        default_factory=dict
    )  # so may these, unless the page has both ends of a footnote
    behind_words: bool = False
    before_note: bool = False


def _unclosed_star(state: StateInline, start: int) -> None:
    """Remembers a single `*` that stayed a sign."""
    before, after = state.src[start - 1 : start], state.src[start + 1 : start + 2]
    if state.src[start] != "*" or "*" in (before, after):
        return
    stars: _Stars = state.env.setdefault(_STARS, _Stars())
    begins_line = not before or before == "\n"
    stars.before_note |= begins_line and bool(after.strip())
    behind_words = bool(before.strip())
    stars.behind_words |= behind_words
    if not (after.isalpha() or HOLE.match(state.src, start + 1)) or _FACTOR.match(before):
        return
    if begins_line and _LABEL.match(state.src, start + 1):
        return
    if before.isalpha() and _EQUALS.search(state.src, max(0, start - _NEAR), start + _NEAR):
        return  # 收益=净值*份额
    faults = stars.footnote if begins_line or before.isalpha() else stars.opening
    if len(faults) < MOST:
        message = "* is left over: it opens words, and nothing closes them in their paragraph"
        hint = _HINT.format(escaped="\\*", name="sign itself")
        faults[inline_fault(state, start, start + 1, "bad-markdown", message, hint)] = None


def _note_stars(state: StateCore) -> None:
    """Notes the single stars that were meant to open words: those of a footnote, `收益率*为` and `*截至`, were not."""
    stars: _Stars | None = state.env.get(_STARS)
    if stars:
        is_footnote = stars.behind_words and stars.before_note
        for fault in (*stars.opening, *(() if is_footnote else stars.footnote)):
            add(state.env, fault)
