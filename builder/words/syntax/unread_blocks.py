"""What was meant as a block and is read as words: a table, a heading, a quotation, a fence, attributes. Used by `parser`."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore

from builder.words.slugs import SLUG, slug
from builder.words.syntax.faults import note

_MAY_BE_MEANT = re.compile("^[#\uff03|｜\uff1e·‘“'\"]|[ \t]\\|[ \t]|\t|\\{", re.MULTILINE)
_ROW = re.compile(r"\|[^\n]*\|[ \t]*")
_WIDE_ROW = re.compile(r"｜[^\n]*｜[ \t]*")
_BAR = re.compile(r"(?<=[ \t])\|(?=[ \t])")  # of a row without bars at its ends; |x| has no blanks around
_RULE = re.compile(r"[|:\- \t]+")
_HEADING = re.compile(r"#{2,6}[^\s#][^\n]*|#{1,6}\u3000[^\n]*|\uff03{1,6}[ \t\u3000][^\n]*")
_FENCE = re.compile(
    r"(?:·{3}|‘{3}|“{3}|'{3}|\"{3})[ \t]*(?P<name>[A-Za-z][A-Za-z-]*)[ \t]*"
)  # ` of a Chinese keyboard is ·
_QUOTATION = re.compile("\uff1e[ \u3000]*[^\\s\\d=\uff1d.]")
# Attributes of other programs at the end of a line. One before its brace makes it a sign.
_ATTRIBUTES = re.compile(
    r"(?<![\\`A-Za-z0-9$^_])\{:?[ \t]*[.#][A-Za-z\u3400-\u9fff][^{}\n]*\}(?=[ \t]*$)", re.MULTILINE
)
_HEADING_ATTRIBUTES = re.compile(r"(?<!\\)\{:?[ \t]*[#.](?P<name>[^{}\n]*)\}[ \t]*\Z")
_NO_ADDRESS = re.compile(r"[.\s=]")


def unread_blocks_plugin(md: MarkdownIt) -> None:
    """Makes a parser note what looks like a block, and is none."""
    md.core.ruler.push("unread-blocks", _note_unread)


def _note_unread(state: StateCore) -> None:
    for token, inline in pairwise(state.tokens):
        if inline.type != "inline" or token.map is None:
            continue
        if token.type == "heading_open":
            _note_attributes(state.env, token.map[0], inline.content)
        elif token.type == "paragraph_open" and _MAY_BE_MEANT.search(inline.content):
            _note_meant(state.env, token.map[0], inline.content)


def _note_attributes(env: MutableMapping[str, Any], line: int, title: str) -> None:
    """Notes what stands in braces behind a heading and is not its address."""
    attributes = _HEADING_ATTRIBUTES.search(title) if title.rstrip().endswith("}") else None
    if attributes is None:
        return
    is_whole = attributes[0].rstrip() == f"{{#{attributes['name']}}}"
    if is_whole and SLUG.fullmatch(attributes["name"]):
        return
    name = attributes["name"].strip()
    address = "" if _NO_ADDRESS.search(name) or "#" not in attributes[0][:3] else slug(name)
    message = "only an address can follow a heading in braces: a-z, 0-9 and hyphens"
    note(env, line, attributes[0].rstrip(), "bad-markdown", message, f"write {{#{address or 'sora'}}}, or leave it out")


def _note_meant(env: MutableMapping[str, Any], line: int, text: str) -> None:
    """Notes what of a paragraph was meant as something else."""
    lines = text.split("\n")
    for offset, words in enumerate(lines):
        if _HEADING.fullmatch(words):
            signs = len(words) - len(words.lstrip("#\uff03"))
            hint = f"write {'#' * signs} {words[signs:].strip()}"
            note(env, line + offset, words, "bad-markdown", "a heading has an ordinary # and a blank after it", hint)
        elif fence := _FENCE.fullmatch(words):
            message = f"no fence: its rails are made of {words[0]}"
            note(env, line + offset, words, "bad-fence", message, f"write ```{fence['name']}, and ``` below")
        for match in _ATTRIBUTES.finditer(words) if "{" in words else ():
            message, hint = f"{match[0]} would be read as words", "leave it out; write \\{ for the sign itself"
            note(env, line + offset, match[0], "bad-markdown", message, hint)
    if _QUOTATION.match(lines[0]):
        hint = f"write > {lines[0][1:].strip()}"
        note(env, line, lines[0], "bad-markdown", "no quotation: its sign is full-width", hint)
    for offset, (first, second) in enumerate(pairwise(lines)):
        if _WIDE_ROW.fullmatch(first) and _WIDE_ROW.fullmatch(second):
            message, hint = "no table: its bars are full-width", "write | for ｜, and |---|---| below the first line"
            note(env, line + offset, first, "bad-table", message, hint)
            return
        if _ROW.fullmatch(first) and second.startswith("|"):
            cells = len(escapedSplit(first)) - 2
            _note_no_table(env, line + offset, first, cells, bool(_RULE.fullmatch(second)))
            return
        if "\t" in first.strip() and "\t" in second.strip():
            message = "no table: tabs stand between its cells, and readers would see one run of words"
            note(env, line + offset, first, "bad-table", message, "write | a | b |, and |---|---| below the first line")
            return
    bars = len(_BAR.findall(lines[0]))
    if bars and len(lines) > 1 and all(len(_BAR.findall(words)) == bars for words in lines):
        _note_no_table(env, line, lines[0], bars + 1, False)


def _note_no_table(env: MutableMapping[str, Any], line: int, first: str, cells: int, has_rule: bool) -> None:
    message = "no table: the line below its head is missing"
    if has_rule:
        message = f"no table: the line below its head has not as many cells as the head, which has {cells}"
    note(env, line, first, "bad-table", message, f"write |{'---|' * min(cells, 12)} below the first line")
