"""What stands in a line: bare addresses, tasks, line breaks between Chinese words and before `1、`. Used by `parser`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from builder.html_tokens import HOLE
from builder.model import HOLE_OPEN
from builder.words.syntax.faults import LINE, note_inline

NAMES = "names"  # in the environment of a parse: the words that stand in a hole, by its name
_FAR = 40  # tokens around a line break
# What follows the scheme of a bare address. Chinese words belong to it where they stand between its signs: `/item/人工智能/9180`.
ADDRESS = (
    r"://(?:[^\s<>\u3000-\u9fff\uff00-\uffef\u2018-\u201d\ue000-\ue00f]++"
    r"|(?<=[/=&#])[\u3400-\u9fff]++(?=[/=&#?]))++"
)
_ADDRESS = re.compile(ADDRESS)
_CUT = re.compile("(?<=[/=&#])[\u3400-\u9fff]+")  # they may belong to it, or to the sentence
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SCHEME = re.compile(r"(?<![A-Za-z0-9])https?$", re.IGNORECASE)
_NO_END = ".,;:!?'\"*_~"  # signs that end a sentence, not an address
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_BOXES = {" ": "☐ ", "x": "☑ "}
_EITHER = "\u2018\u2019\u201c\u201d\u2026\u2014\u00b7"  # signs of Chinese and Latin texts: their neighbour tells which
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff65\uffe0-\uffe6\U00020000-\U0003ffff]")
_EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_WIKI = re.compile(r"\[\[(?P<name>[^\[\]\n]{1,200}+)\]\](?![\[({])")
# How a line of a list begins that is none for Markdown. Two lines that begin alike stay two lines.
_ENUMERATION = re.compile(
    r"(?P<numbers>\d{1,2})(?:(?P<comma>[、．])|(?P<bracket>[)）])|(?P<dot>\.)(?=[^\s\d.]))"
    r"|(?P<chinese>第?[一二三四五六七八九十]{1,3}、)|(?P<brackets>[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）])"
    "|(?P<circle>[\u2460-\u249b\u3220-\u3229])|(?P<bullet>[•·●○◆◇■□▪▶►✓✔★☆※➤–—－])|(?P<dash>-)(?=[^\\s\\d.-])"
)
_SIZE = re.compile(r"\{:?[ \t]*(?:width|height|class|id|align|style|target)[ \t]*=[^{}\n]{0,200}\}")
_ATTRIBUTES = re.compile(r"\{[:.]?[ \t]*+[A-Za-z][^{}\n]*+\}", re.ASCII)


def words_plugin(md: MarkdownIt) -> None:
    """Makes a parser read lines as this site does."""
    md.inline.ruler.before("text", "embed", _embed)
    md.inline.ruler.push("bare-address", _bare_address)
    md.core.ruler.at("inline", _inline)
    md.core.ruler.push("join-lines", _join_lines)
    md.core.ruler.after("block", "tasks", _tasks)


def _inline(state: StateCore) -> None:
    """Reads the words of every block; rules learn in which line they are."""
    for token in state.tokens:
        if token.type == "inline":
            state.env[LINE] = token.map[0] if token.map else 0
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _embed(state: StateInline, silent: bool) -> bool:
    """Notes `![[…]]`, which shows a file in some other programs, and attributes in braces."""
    if silent:
        return False
    character = state.src[state.pos]
    if character == "!" and (match := _EMBED.match(state.src, state.pos)):
        message = f"{match[0]} is read by other programs only"
        note_inline(state, *match.span(), "bad-markdown", message, "write ![what it shows](name.png)")
    elif (
        character == "["
        and state.src[state.pos - 1 : state.pos] != "!"
        and (match := _WIKI.match(state.src, state.pos))
        and any(map(str.isalpha, match["name"]))
        and normalizeReference(match["name"]) not in state.env.get("references", {})
    ):
        hint = "write [the words](b.md), or \\[\\[ for the signs themselves"
        note_inline(state, *match.span(), "bad-markdown", f"{match[0]} is read by other programs only", hint)
    elif character == "{":
        is_behind = state.pos > 0 and state.src[state.pos - 1] in ")]`*"
        if (
            match := _SIZE.match(state.src, state.pos)
            or (is_behind and _ATTRIBUTES.match(state.src, state.pos))
            or None
        ):
            message = f"{match[0]} would be read as words"
            hint = "write it directly behind a picture; nothing else takes it"
            note_inline(state, *match.span(), "bad-markdown", message, hint)
    return False


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Makes `https://…` a link, up to a blank, a Chinese character or a sign that ends the sentence."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    match = _ADDRESS.match(state.src, state.pos, state.posMax) if scheme else None
    if match is None or scheme is None:
        return False
    rest = match[0]
    if "==" in rest and any(delimiter.marker == ord("=") and delimiter.open for delimiter in state.delimiters):
        rest = rest.partition("==")[0]  # they end marked words
    rest = rest.rstrip(_NO_END)
    closing = min(len(rest) - len(rest.rstrip(")")), max(rest.count(")") - rest.count("("), 0))
    rest = rest[: len(rest) - closing].rstrip(_NO_END)
    words = _ENTITY.sub(lambda entity: unescape(entity[0]), scheme[0] + rest)
    address = state.md.normalizeLink(words)
    if len(rest) < 4 or not state.md.validateLink(address):
        return False
    if not silent and (cut := _CUT.match(state.src, state.pos + len(rest), state.posMax)):
        message = f"whether {cut[0][:20]} belongs to the address before it cannot be told"
        hint = "write <https://…> around the whole address, or a blank behind it"
        note_inline(state, *cut.span(), "bad-link", message, hint)
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        state.push("link_open", "a", 1).attrs = {"href": address}
        state.push("text", "", 0).content = words
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _tasks(state: StateCore) -> None:
    """Shows the `[ ]` and `[x]` of a task as ☐ and ☑."""
    for item, paragraph, words in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            task = _TASK.match(words.content)
            if task:
                words.content = _BOXES[task[1].lower()] + words.content[task.end() :]


def _join_lines(state: StateCore) -> None:
    """Takes out each line break beside a Chinese character: a browser would show a blank there. One of a list stays."""
    for token in state.tokens:
        children = token.children
        if token.type != "inline" or not children or "\n" not in token.content:
            continue
        begins = _enumerated(token.content, children)
        for index, child in enumerate(children):
            if child.type != "softbreak":
                continue
            if index in begins:
                child.type, child.tag = "hardbreak", "br"
                continue
            before = _nearest(reversed(children[max(0, index - _FAR) : index]), -1, state.env)
            after = _nearest(children[index + 1 : index + 1 + _FAR], 0, state.env)
            if before or after:
                child.type, child.tag = "text", ""


def _enumerated(content: str, tokens: Sequence[Token]) -> Collection[int]:
    """The line breaks, as indexes of these tokens, behind which a line begins as another line of the paragraph does."""
    if sum(_ENUMERATION.match(line.lstrip(" *_~=")) is not None for line in content.split("\n")) < 2:  # most paragraphs
        return ()
    kinds: dict[int, str] = {}
    for index, token in ((-1, None), *enumerate(tokens)):
        if token is None or token.type in ("softbreak", "hardbreak"):
            words = next((after.content for after in tokens[index + 1 : index + 1 + _FAR] if after.content), "")
            if match := _ENUMERATION.match(words.lstrip()):
                kinds[index] = match[0] if match.lastgroup in ("bullet", "dash") else str(match.lastgroup)
    counts = Counter(kinds.values())
    return {index for index, kind in kinds.items() if counts[kind] > 1}


def _nearest(tokens: Iterable[Token], end: int, env: Mapping[str, Any]) -> bool:
    """Whether what stands nearest to a line break is Chinese: the last of the tokens' characters (`end` is -1) or the first."""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak", "image"):
            return False
        text = _with_names(token.content, env) if token.type in ("text", "code_inline") else ""
        text = text.strip(_EITHER + " ")
        if text:
            return bool(_CHINESE.match(text[end]))
    return False


def _with_names(text: str, env: Mapping[str, Any]) -> str:
    """A text with the names of cashtags and the words of claims in place of their holes; another hole stays a hole."""
    names: Callable[[str], str] = env.get(NAMES, str)
    return HOLE.sub(lambda match: names(match[1]) or "0", text) if HOLE_OPEN in text else text
