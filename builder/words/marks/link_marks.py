"""Finds images and links to places in this site, and their paths from the content folder. Used by `find_marks`.

The address of each leaves a hole: so the parser decides what is a picture and what a link, and nobody reads Markdown again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from builder.link_target import content_path, leads_elsewhere
from builder.words.marks.code_mask import CODE, IMAGE, overwrite
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.media.documents import is_document
from builder.words.source_text import SourceText
from builder.words.syntax.inline_words import read_words, unescaped
from builder.words.syntax.links import DEEPEST_PICTURE
from builder.words.syntax.words import ADDRESS

_TITLE = r"""(?P<title>(?:[ \t]++\n?|\n)[ \t]*+(?:"[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\)))?+"""
_SIZE = r"(?P<size>[ \t]+=(?P<width>\d{1,4})?x(?P<height>\d{1,4})?)?+"
_TARGET = re.compile(
    rf"\([ \t]*+\n?[ \t]*+(?:<(?P<angle>[^<>\n]*+)>|(?P<bare>(?:[^\s()<>]|\([^\s()<>]*+\))*+)){_SIZE}{_TITLE}[ \t]*+\)"
)
# A picture whose name has blanks. Markdown would not take it for a picture.
_BLANKS = re.compile(rf"\([ \t]*+(?P<blanks>[^\s()<>\"'=][^()<>\n\"'=]*\.[A-Za-z]{{2,5}}){_SIZE}{_TITLE}[ \t]*+\)")
_ATTRIBUTES = re.compile(r"\{[:]?(?P<inside>[^{}\n]{0,200})\}")
_SIZE_ATTRIBUTE = re.compile(r"(width|height)=[\"']?(\d{1,4})(?:px)?[\"']?")
# What opens and closes links, and the blank lines and backslashes between.
_SIGN = re.compile(r"\\.|!?\[|\]|\n[ \t>]*+(?=\n)", re.DOTALL)
_NAMED_IMAGE = re.compile(r"(?<!\\)!\[(?P<alt>[^\[\]\n]*)\] ?\[(?P<name>[^\[\]\n]*)\]")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<name>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s<>]+))", re.MULTILINE
)
_RAW_IMAGE = re.compile(r"(?<!\\)<img\b(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*+>", re.IGNORECASE)
_RAW_ATTRIBUTE = re.compile(
    r"\b(?P<name>src|alt)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
_LONGEST_PATH = 1_000  # characters
_ADDRESS = re.compile(rf"<?https?{ADDRESS}>?")


@dataclass(frozen=True, kw_only=True)
class _Link:
    """A link or an image as it is written: text[start:end]."""

    start: int
    end: int
    is_image: bool
    text: tuple[int, int]
    target: tuple[int, int]
    match: re.Match[str]  # of what stands in its round brackets


def add_links(source: SourceText, mask: str, collected: MarksAndProblems) -> str:
    """Adds every image and every link to a place in this site; gives the mask without images and addresses.

    An image without text has `params["alt"] == ""`; whether it has a caption instead is known later.
    """
    images: list[tuple[int, int]] = []
    addresses: list[tuple[int, int]] = []
    # Most texts have neither links nor images: each search is left out where a sign that it needs is missing.
    for link in _links(mask) if "](" in mask else ():
        if link.is_image:
            images.append(_add_written_image(source, mask, link, collected))
        else:
            _add_address(source, *link.target, collected)
            addresses.append((link.text[1] + 1, link.end))
    definitions = list(_DEFINITION.finditer(mask)) if "]:" in mask else []
    named_images, names = _add_named_images(source, mask, definitions, collected)
    for match in definitions:
        if match["name"].lower() not in names:
            _add_address(source, *match.span("angle" if match["angle"] is not None else "bare"), collected)
        addresses.append(match.span())
    images += named_images
    for match in _RAW_IMAGE.finditer(mask) if "<" in mask else ():
        _add_raw_image(source, match, collected)
    mask = overwrite(mask, _merged(images), IMAGE)
    addresses += [match.span() for match in _ADDRESS.finditer(mask)] if "://" in mask else []
    return overwrite(mask, _merged(addresses), CODE)


def _links(mask: str) -> Iterator[_Link]:
    """Every link and image, in the order in which they end. A link holds no other link; the inner one counts."""
    opened: list[tuple[int, int, bool]] = []  # start, start of the text, whether it is an image
    pictures = [0]  # for the text, and for each that is open: so many pictures stand in each other within it
    links_end = 0  # so many of these hold a link already
    offset = 0
    while sign := _SIGN.search(mask, offset):
        offset = sign.end()
        if sign[0].endswith("["):
            opened.append((sign.start(), sign.end(), sign[0] == "!["))
            pictures.append(0)
        elif sign[0].startswith("\n"):
            opened, links_end, pictures = [], 0, [0]
        elif sign[0] == "]" and opened:
            start, text_start, is_image = opened.pop()
            depth = pictures.pop() + is_image
            pictures[-1] = max(pictures[-1], depth)
            if depth > DEEPEST_PICTURE:  # the syntax tells of it
                continue
            dead = len(opened) < links_end
            links_end = min(links_end, len(opened))
            if (dead and not is_image) or not mask.startswith("(", offset):
                continue
            match = _TARGET.match(mask, offset) or (_BLANKS.match(mask, offset) if is_image else None)
            if match is None:
                continue
            if not is_image:
                links_end = len(opened)
            group = next(name for name in ("angle", "bare", "blanks") if match.groupdict().get(name) is not None)
            yield _Link(
                start=start,
                end=match.end(),
                is_image=is_image,
                text=(text_start, sign.start()),
                target=match.span(group),
                match=match,
            )
            offset = match.end()


def _add_named_images(
    source: SourceText, mask: str, definitions: list[re.Match[str]], collected: MarksAndProblems
) -> tuple[list[tuple[int, int]], set[str]]:
    """Adds the images whose address is defined elsewhere, `![text][name]`; gives their spans and names."""
    targets = {
        definition["name"].lower(): definition.span("angle" if definition["angle"] is not None else "bare")
        for definition in definitions
        if len(definition[0]) <= _LONGEST_PATH  # no file has a longer one: the syntax tells that there is none
    }
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    for match in _NAMED_IMAGE.finditer(mask) if targets else ():
        name = (match["name"] or match["alt"]).lower()
        if name in targets:
            written = unescaped(source.text[slice(*targets[name])])
            _add_image(source, match.span(), targets[name], written, match["alt"], collected)
            spans.append(match.span())
            names.add(name)
    return spans, names


def _add_written_image(source: SourceText, mask: str, link: _Link, collected: MarksAndProblems) -> tuple[int, int]:
    """Adds an image `![…](…)`, with the size that its author gives it; gives its span."""
    text, match, end = source.text, link.match, link.end
    sizes = {name: match[name] for name in ("width", "height") if match[name]}
    if attributes := _ATTRIBUTES.match(mask, link.end):
        sizes |= dict(_SIZE_ATTRIBUTE.findall(attributes["inside"]))
        if _SIZE_ATTRIBUTE.sub("", attributes["inside"]).strip():
            message = f"{attributes[0]} cannot be given to a picture"
            hint = "only its size can: {width=300}"
            collected.problems.append(source.problem("bad-markdown", *attributes.span(), message, hint))
        end = attributes.end()
    alt = text[slice(*link.text)]
    rewritten = ("", "")
    if sizes:
        size = "".join(f' {name}="{value}"' for name, value in sizes.items())
        title = unescaped((match["title"] or "").strip()[1:-1])
        shown = f' title="{escape(title)}"' if title else ""
        rewritten = '<img src="', f'" alt="{escape(read_words(alt).text)}"{shown}{size}>'
    written = unescaped(text[slice(*link.target)])
    _add_image(source, (link.start, end), link.target, written, alt, collected, rewritten)
    return link.start, end


def _add_raw_image(source: SourceText, image: re.Match[str], collected: MarksAndProblems) -> None:
    """Adds an image that is written in HTML."""
    spans: dict[str, tuple[int, int]] = {}
    for attribute in _RAW_ATTRIBUTE.finditer(image[0]):
        start, end = next(attribute.span(form) for form in ("double", "single", "bare") if attribute[form] is not None)
        # Of two values of an attribute browsers read the first; the syntax tells that there are two.
        spans.setdefault(attribute["name"].lower(), (image.start() + start, image.start() + end))
    written, alt = (unescape(source.text[slice(*spans.get(name, (0, 0)))]) for name in ("src", "alt"))
    _add_image(source, image.span(), spans.get("src", (0, 0)), written, alt, collected)


def _add_image(
    source: SourceText,
    span: tuple[int, int],
    address: tuple[int, int],
    written: str,
    alt: str,
    collected: MarksAndProblems,
    rewritten: tuple[str, str] = ("", ""),
) -> None:
    target = content_path(source.path, written)
    if target is None:
        message = f"{written or 'nothing'} lies outside the content folder"
        if leads_elsewhere(written):
            message = f"{written} lies on another server; readers' browsers make no requests to third parties"
        hint = "put the image beside this file and write its name"
        collected.problems.append(source.problem("image-outside", *span, message, hint))
        return
    params = {"target": target, "address": source.text[slice(*address)], "alt": alt.strip()}
    collected.marks.append(
        LocatedMark(
            start=span[0],
            end=span[1],
            block="image",
            params=params,
            address=None if rewritten[0] else address,
            rewritten=rewritten,
        )
    )


def _add_address(source: SourceText, start: int, end: int, collected: MarksAndProblems) -> None:
    """Adds the address of a link, unless it leads to another site or to a heading of its own page."""
    written = source.text[start:end]
    target, _, fragment = written.partition("#")
    if leads_elsewhere(target) or not target:
        return
    params: dict[str, Any]
    if target.lower().endswith(".md"):
        path = content_path(source.path, target)
        if path is None:
            message = f"{target} leads out of the content folder"
            hint = "write the path from this file, for example ../2023/2023-11-06-gpts.md"
            collected.problems.append(source.problem("bad-link", start, end, message, hint))
            return
        params = {"target": path, "fragment": unquote(fragment)}
    else:  # an address of the site, which only the plan of the site knows
        params = {"target": "", "address": unquote(target), "fragment": unquote(fragment)}
        if is_document(target) and (path := content_path(source.path, target)):
            params["document"] = path  # the link leads there if the site publishes it, and else to the address
    collected.marks.append(LocatedMark(start=start, end=end, block="address", params=params))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order; those that overlap are joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end))
        elif end > merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
    return merged
