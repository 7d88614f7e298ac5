"""The one tokeniser of HTML: cuts a page's body into tags and text. Used by `words`, and by the search index.

It reads HTML that the sanitiser or the builder wrote: well formed, names in lower case, attributes in double quotes, no
comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5

_TAG = r'<[^<>"]*+(?:"[^"]*+"[^<>"]*+)*+>'
_TAGS = re.compile(_TAG)
_TAGS_KEPT = re.compile(f"({_TAG})")  # a split by it keeps the tags
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)  # no paragraph lies in another
# The tags that authors may write among words.
INLINE_TAGS = frozenset((
    "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup", "u",
))  # fmt: skip
HOLE = re.compile("\ue000([^\ue000\ue001]*+)\ue001")  # as `model.hole` writes it


def tokens(html: str) -> list[str]:
    """The texts and tags of some HTML by turns: texts at even indexes, tags at odd ones, e.g. ["", "<p>", "一", "</p>", ""]."""
    return _TAGS_KEPT.split(html)


def tag_name(tag: str) -> str:
    """The name of an opening or closing tag, e.g. "td" of `</td>`."""
    match = _NAME.match(tag)
    return match[1] if match else ""


def is_closing(tag: str) -> bool:
    """Whether the tag ends an element."""
    return tag.startswith("</")


def attribute(tag: str, name: str) -> str | None:
    """The value of an attribute, escaped as it is written; None where the tag has none of this name."""
    match = re.search(rf' {name}="([^"]*)"', tag)
    return match[1] if match else None


def with_attribute(tag: str, name: str, value: str) -> str:
    """The tag with another value, already escaped, of an attribute that it has."""
    return re.sub(rf' {name}="[^"]*"', lambda _: f' {name}="{value}"', tag, count=1)


def tags(html: str, name: str) -> list[str]:
    """All opening and closing tags of this name, in order."""
    return [tag for tag in _TAGS.findall(html) if tag_name(tag) == name]


def edit_tags(html: str, name: str, edit: Callable[[str], str]) -> str:
    """The HTML with each tag of this name edited."""
    return _TAGS.sub(lambda match: edit(match[0]) if tag_name(match[0]) == name else match[0], html)


def element_end(html: str, start: int) -> int:
    """The offset behind the element that begins at `start`; the end of the HTML where it is not closed."""
    name, depth = tag_name(html[start : start + 16]), 0
    for match in _TAGS.finditer(html, start):
        if tag_name(match[0]) == name:
            depth += -1 if is_closing(match[0]) else 1
            if depth == 0:
                return match.end()
    return len(html)


def without_tags(html: str) -> str:
    """The text between the tags, still escaped."""
    return _TAGS.sub("", html)


def without_elements(html: str, opening: str) -> str:
    """The HTML without the elements that open so, e.g. "sup", or `a class="footnote-backref"`; none of them holds another."""
    if f"<{opening}" not in html:
        return html
    name = opening.partition(" ")[0]
    return re.sub(rf"<{re.escape(opening)}(?=[ >]).*?</{name}>", "", html, flags=re.DOTALL)


def entity_in(text: str) -> str:
    """The first name or number of a sign that a text holds, e.g. "&amp;"; "" where there is none."""
    matches = (match for match in _ENTITY.finditer(text) if not match["name"] or match[0][1:] in html5)
    return next((match[0] for match in matches), "")
