"""Links and pictures in a page's Markdown: what no reader could follow or see is noted. Used by `parser`.

`link_marks` has checked all that it found, and written holes for addresses in this site. What it did not find must not be lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token

from builder.html_tokens import HOLE
from builder.link_target import leads_elsewhere
from builder.words.sanitise import loss
from builder.words.syntax.faults import note, note_inline
from builder.words.syntax.footnotes import is_footnote_with_blank

IMAGES = (
    "images"  # in the environment of a parse: the path of the picture at an address; "" where the page has none there
)
DEEPEST_PICTURE = 2  # pictures in each other's descriptions: each is read again for the one around it
_DEPTH = "depth of pictures"  # in the environment: how many pictures' descriptions are being read
ANCHORS = "anchors"  # in the environment, after a parse: lines and fragments of the links to places of the page itself
TOO_LONG = "too long"  # in the environment, after a parse: whether the page would be too long to be rendered
_MOST_REPEATED, _MOST_TIMES = 64 * 1024, 4  # characters of all addresses and titles; times the length of the text
_FULL_WIDTH = re.compile(r"(?:\uff3d[(\uff08]|\]\uff08)\Z")
_FULL_WIDTH_NOTE = re.compile(r"\uff3b\^(?P<name>[^\]\[\s\uff3b\uff3d]{1,80})[\uff3d\]]")


class LinkingMarkdown(MarkdownIt):
    """A parser that leaves addresses as they are, holes included, and takes any for a link: what is wrong is noted."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link

    def validateLink(self, url: str) -> bool:
        return True


def links_plugin(md: MarkdownIt) -> None:
    """Makes a parser note links that lead nowhere."""
    md.options["store_labels"] = True  # by which name a text refers to an address
    md.inline.ruler.at("link", _link)
    md.inline.ruler.at("image", _image)
    md.core.ruler.after("inline", "lost-links", _note_lost)
    md.core.ruler.after("inline", "lost-definitions", _note_definitions)


def _link(state: StateInline, silent: bool) -> bool:
    """A link, looked for only where a bracket still closes: markdown-it would read the rest of the text for each that opens."""
    return state.src[state.pos] == "[" and state.html_terminator_last("]") > state.pos and link(state, silent)


def _image(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("![", state.pos) or state.html_terminator_last("]") <= state.pos:
        return False
    depth = state.env.get(_DEPTH, 0)
    if depth >= DEEPEST_PICTURE:
        message, hint = "pictures stand in the description of a picture", "write them behind each other"
        note_inline(state, state.pos, state.pos + 2, "bad-markdown", message, hint)
        return False
    state.env[_DEPTH] = depth + 1
    try:
        return image(state, silent)
    finally:
        state.env[_DEPTH] = depth


def _note_definitions(state: StateCore) -> None:
    """Notes each `[name]: address` that no text names, and each second one of a name: readers would see nothing of it."""
    definitions = state.env.get("references", {})
    if not definitions:
        return
    named = set(_named(token for inline in state.tokens for token in inline.children or ()))
    for label, definition in definitions.items():
        if label not in named and not is_footnote_with_blank(label):
            message = "no text refers to this address, so nobody would see it"
            hint = "write [words][name] where it belongs, or the words themselves"
            note(state.env, definition["map"][0], "[", "bad-link", message, hint)
    for definition in state.env.get("duplicate_refs", ()):
        message = "this name has an address already, and only the first would be read"
        note(state.env, definition["map"][0], "[", "bad-link", message, "give it a name of its own")


def _named(tokens: Iterable[Token]) -> Iterator[str]:
    """The names of the addresses that links and pictures have from elsewhere, also in the descriptions of pictures."""
    for token in tokens:
        if token.type in ("link_open", "image") and "label" in token.meta:
            yield token.meta["label"]
        if token.type == "image":
            yield from _named(token.children or ())


def _note_repeated(state: StateCore) -> None:
    """Notes an address or a title that the text names so often that the page would be many times as long as its source."""
    path: Callable[[str], str] = state.env.get(IMAGES, str)
    repeated: Counter[tuple[str, str]] = Counter(
        (
            str(child.attrs.get("href", "")) or path(str(child.attrs.get("src", ""))),
            str(child.attrs.get("title", "")),
        )
        for token in state.tokens
        for child in token.children or ()
        if child.type in ("link_open", "image")
    )
    total = sum(count * len(address + title) for (address, title), count in repeated.items())
    if total <= max(_MOST_REPEATED, _MOST_TIMES * len(state.src)):
        return
    address, title = max(repeated, key=lambda words: repeated[words] * len(words[0] + words[1]))
    lines = [
        (definition["map"][0], label)
        for label, definition in state.env.get("references", {}).items()
        if address in (definition["href"], path(definition["href"])) and definition["title"] == title
    ]
    line, label = lines[0] if lines else (0, address[:40])
    times, length = repeated[address, title], len(address + title)
    message = f"[{label.lower()}] has {length:,} characters of address and title, and the text names it {times:,} times"
    state.env[TOO_LONG] = True
    note(state.env, line, "[", "too-large", message, "shorten it: each place where it is named repeats it")


def _note_lost(state: StateCore) -> None:
    _note_repeated(state)
    if TOO_LONG in state.env:  # to look at each of these addresses would take as long as to render them
        return
    path: Callable[[str], str] = state.env.get(IMAGES, str)
    for token in state.tokens:
        line = token.map[0] if token.map else 0
        shown = True  # whether the link that is open has words, or a picture
        before = ""
        for child in token.children or ():
            _note_full_width(state, line, before, child)
            before = child.content if child.type == "text" else ""
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "link_open":
                shown = False
                _note_address(state, line, str(child.attrs["href"]), path)
            elif child.type == "link_close" and not shown:
                shown = True
                message = "this link has no words, so nobody can see it"
                note(state.env, line, "[", "bad-link", message, "write [words](address)")
            elif child.type == "image" and not path(str(child.attrs["src"])):
                source = unquote(str(child.attrs["src"]))
                note(
                    state.env,
                    line,
                    source,
                    "missing-image",
                    f"there is no picture {source}",
                    "put the file beside the page",
                )
            shown |= child.type == "image" or bool(child.content.strip())


def _note_full_width(state: StateCore, line: int, before: str, child: Token) -> None:
    """Notes a link or the mark of a note with full-width brackets: Markdown reads neither."""
    if child.type == "link_open" and (opening := _FULL_WIDTH.search(before)):
        message = "no link: its brackets are full-width"
        note(state.env, line, opening[0], "bad-link", message, "write [words](https://…)")
    elif child.type == "text" and (mark := _FULL_WIDTH_NOTE.search(child.content)):
        hint = f"write [^{mark['name']}]"
        note(
            state.env,
            line,
            mark[0],
            "bad-footnote",
            f"{mark[0]} is no mark of a note: its brackets are full-width",
            hint,
        )


def _note_address(state: StateCore, line: int, address: str, path: Callable[[str], str]) -> None:
    if HOLE.search(address):
        if path(address):
            hint = "show it: ![what it shows][name]"
            note(state.env, line, "[", "bad-link", f"a link leads to the picture {path(address)}", hint)
        return
    if reason := loss("a", "href", unescape(address)):
        note(state.env, line, address, "bad-link", f"the address {reason}", "link to a page, or to https://…")
    elif address.startswith("#") and len(address) > 1:
        state.env.setdefault(ANCHORS, []).append((line, address))
    elif not leads_elsewhere(address):
        hint = "link to a Markdown file or a heading of this site, or to https://…"
        note(state.env, line, address, "bad-link", f"{address or 'an empty address'} leads nowhere", hint)
