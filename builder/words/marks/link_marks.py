"""Finds images and links to other pages, and their paths from the content folder. Used by `find_marks`, `body_html`."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from builder.words.marks.code_mask import CODE, IMAGE, overwrite
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems
from builder.words.source_text import SourceText

_TARGET = r"(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
_LINK = re.compile(
    rf"(?<!\\)(?P<image>!)?\[(?P<text>(?:[^\[\]\n\\]|\\.|!?\[[^\[\]\n]*\](?:\([^()\n]*\))?)*)\]"
    rf"\([ \t]*{_TARGET}(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_NAMED_IMAGE = re.compile(r"(?<!\\)!\[(?P<alt>[^\[\]\n]*)\] ?\[(?P<name>[^\[\]\n]*)\]")
_DEFINITION = re.compile(rf"^ {{0,3}}\[(?P<name>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*{_TARGET}", re.MULTILINE)
_RAW_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_RAW_ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
_ADDRESS = re.compile(r"<?https?://[^\s<>\u3000-\u9fff\uff00-\uffef]+>?")


def content_path(path: str, target: str) -> str | None:
    """The path from the content folder of what a file names relative to itself; None where it lies outside.

    `path` is the file's, e.g. "briefings/2024/sora.md"; with the target "a.png" it is "briefings/2024/a.png".
    """
    if _SCHEME.match(target) or target.startswith("/") or "\\" in target or not target:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
    return None if joined.startswith(("../", "/")) or joined in ("..", ".") or "\x00" in joined else joined


def add_links(source: SourceText, mask: str, collected: MarksAndProblems) -> str:
    """Adds every image and every link to a Markdown file; gives the mask without images and addresses.

    An image without text has `params["alt"] == ""`; whether it has a caption instead is known later.
    """
    images: list[tuple[int, int]] = []
    addresses: list[tuple[int, int]] = []
    offset = 0
    # Most texts have neither links nor images: each search is left out where a sign that it needs is missing.
    while match := _LINK.search(mask, offset) if "](" in mask else None:
        group = "angle" if match["angle"] is not None else "bare"
        start, end = match.span(group)
        if match["image"]:
            _add_image(source, match.span(), source.text[start:end], match["text"], collected)
            images.append(match.span())
            offset = match.end()
        else:
            _add_address(source, start, end, collected)
            addresses.append((match.end("text") + 1, match.end()))
            offset = match.start("text")  # an image may stand inside a link
    definitions = list(_DEFINITION.finditer(mask)) if "]:" in mask else []
    for match in definitions:
        _add_address(source, *match.span("angle" if match["angle"] is not None else "bare"), collected)
        addresses.append(match.span())
    images += _add_named_images(source, mask, definitions, collected)
    for match in _RAW_IMAGE.finditer(mask) if "<" in mask else ():
        written = _RAW_ATTRIBUTE.findall(match[0])
        attributes = {name.lower(): double or single or bare for name, double, single, bare in written}
        _add_image(source, match.span(), attributes.get("src", ""), attributes.get("alt", ""), collected)
    mask = overwrite(mask, _merged(images), IMAGE)
    addresses += [match.span() for match in _ADDRESS.finditer(mask)] if "://" in mask else []
    return overwrite(mask, _merged(addresses), CODE)


def _add_named_images(
    source: SourceText, mask: str, definitions: list[re.Match[str]], collected: MarksAndProblems
) -> list[tuple[int, int]]:
    """Adds the images whose address is defined elsewhere, `![text][name]`; gives their spans."""
    targets = {definition["name"].lower(): (definition["angle"] or definition["bare"]) for definition in definitions}
    spans: list[tuple[int, int]] = []
    for match in _NAMED_IMAGE.finditer(mask) if targets else ():
        name = (match["name"] or match["alt"]).lower()
        if name in targets:
            _add_image(source, match.span(), targets[name], match["alt"], collected)
            spans.append(match.span())
    return spans


def _add_image(source: SourceText, span: tuple[int, int], written: str, alt: str, collected: MarksAndProblems) -> None:
    target = content_path(source.path, written)
    if target is None:
        external = _SCHEME.match(written) or written.startswith("//")
        message = f"{written or 'nothing'} lies outside the content folder"
        if external:
            message = f"{written} lies on another server; readers' browsers make no requests to third parties"
        hint = "put the image beside this file and write its name"
        collected.problems.append(source.problem("image-outside", *span, message, hint))
        return
    params = {"target": target, "alt": alt.strip()}
    collected.marks.append(LocatedMark(start=span[0], end=span[1], block="image", params=params, hole=False))


def _add_address(source: SourceText, start: int, end: int, collected: MarksAndProblems) -> None:
    written = source.text[start:end]
    target, _, fragment = written.partition("#")
    if _SCHEME.match(target) or not target.lower().endswith(".md"):
        return
    path = content_path(source.path, target)
    if path is None:
        message = f"{target} leads out of the content folder"
        hint = "write the path from this file, for example ../2023/2023-11-06-gpts.md"
        collected.problems.append(source.problem("bad-link", start, end, message, hint))
        return
    params = {"target": path, "fragment": fragment}
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
