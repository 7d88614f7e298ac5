"""Footnotes: `字[^1]` and `[^1]: 注`. What has no note, no mark in the text, or a second note is noted. Used by `parser`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from builder.language import translate
from builder.words.syntax.faults import note, note_inline

_REFERENCE = re.compile(r"\[\^([^\]\[\s]{1,80})\]")
_BLANKS = re.compile(r"\s")
_INLINE = re.compile(r"\^\[(?=[^\[\]\n]*[^\W\d_])[^\[\]\n]{1,300}\](?![({\[:])")
_WITH_BLANK = re.compile(r"\[\^([^\]\[\s]{1,80}[^\S\n][^\]\[\n]{1,80})\](?!\()")


def footnotes_plugin(md: MarkdownIt) -> None:
    """Makes a parser read footnotes."""
    footnote_plugin(md, inline=False)
    md.inline.ruler.at("footnote_ref", _reference)
    md.inline.ruler.before("link", "footnote_blank", _reference_with_blank)
    md.inline.ruler.before("text", "footnote_inline", _inline)
    md.core.ruler.before("footnote_tail", "lost-footnotes", _note_lost)
    for name, renderer in _RENDERERS.items():
        md.add_render_rule(f"footnote_{name}", renderer)


def _reference(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if footnote_ref(state, silent):
        return True
    if not silent:
        label = match[1]
        message = f"there is no footnote {label}"
        hint = f"write it in a line of its own: [^{label}]: …"
        note_inline(state, match.start(), match.end(), "bad-footnote", message, hint)
    return False


def _reference_with_blank(state: StateInline, silent: bool) -> bool:
    match = _WITH_BLANK.match(state.src, state.pos, state.posMax) if state.src.startswith("[^", state.pos) else None
    if match is None:
        return False
    if not silent:
        note_inline(state, match.start(), match.end(), "bad-footnote", *_with_blank(match[1]))
        state.pending += match[0]
    state.pos = match.end()
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    """Notes `^[a note]` of other programs."""
    if not silent and state.src[state.pos] == "^" and (match := _INLINE.match(state.src, state.pos, state.posMax)):
        message, hint = (
            "a note cannot stand among the words",
            "write [^1], and below, in a line of its own, [^1]: the note",
        )
        note_inline(state, *match.span(), "bad-footnote", message, hint)
    return False


def is_footnote_with_blank(label: str) -> bool:
    """Whether the name of a link's address is the mark of a note, but for its blank."""
    return label.startswith("^") and bool(_BLANKS.search(label))


def _with_blank(label: str) -> tuple[str, str]:
    """Message and hint of a name that Markdown does not read."""
    return f"the name of footnote {label} has a blank", f"write [^{_BLANKS.sub('', label)}], here and before the note"


def _note_lost(state: StateCore) -> None:
    """Notes each footnote that readers would not see: a second of the same name, and one that no text refers to."""
    references: Mapping[str, int] = state.env.get("footnotes", {}).get("refs", {})
    seen: Counter[str] = Counter()
    for label, definition in state.env.get("references", {}).items():
        if is_footnote_with_blank(label):
            note(state.env, definition["map"][0], "[^", "bad-footnote", *_with_blank(label[1:]))
    for index, token in enumerate(state.tokens):
        if token.type != "footnote_reference_open":
            continue
        label, line = token.meta["label"], token.map[0] if token.map else 0
        seen[label] += 1
        if state.tokens[index + 1].type == "footnote_reference_close":
            note(
                state.env, line, f"[^{label}]", "bad-footnote", f"footnote {label} has no words", "write them behind it"
            )
        if _BLANKS.search(label):
            note(state.env, line, f"[^{label}]", "bad-footnote", *_with_blank(label))
        elif seen[label] > 1:
            message = f"footnote {label} is written twice; only the last would be read"
            note(state.env, line, f"[^{label}]", "bad-footnote", message, "give it a name of its own")
        elif references.get(":" + label, -1) < 0:
            message = f"no text refers to footnote {label}, so nobody would read it"
            note(state.env, line, f"[^{label}]", "bad-footnote", message, f"write [^{label}] where it belongs")


def _id(token: Token) -> str:
    return escape(str(token.meta["label"]))


def _render_block_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return '<div class="footnote">\n<hr />\n<ol>\n'


def _render_block_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</ol>\n</div>\n"


def _render_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f'<li id="fn:{_id(tokens[index])}">\n'


def _render_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</li>\n"


def _render_anchor(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """The link from a note back to where the text refers to it."""
    meta = tokens[index].meta
    title = translate("回到正文中的脚注 {number}", number=meta["id"] + 1)
    return f'\u00a0<a class="footnote-backref" href="#{_reference_id(tokens[index])}" title="{title}">↩</a>'


def _render_ref(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    number = token.meta["id"] + 1
    link = f'<a class="footnote-ref" href="#fn:{_id(token)}">{number}</a>'
    return f'<sup id="{_reference_id(token)}">{link}</sup>'


def _reference_id(token: Token) -> str:
    """The id of a place in the text that refers to a note, e.g. "fnref:1"; of the second, "fnref2:1"."""
    again = token.meta["subId"] + 1
    return f"fnref{again if again > 1 else ''}:{_id(token)}"


_RENDERERS = {
    "block_open": _render_block_open,
    "block_close": _render_block_close,
    "open": _render_open,
    "close": _render_close,
    "anchor": _render_anchor,
    "ref": _render_ref,
}
