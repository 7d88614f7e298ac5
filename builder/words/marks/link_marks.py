"""The mask of a text in, its images and its links to other pages out, as paths from the content folder."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from builder.words.marks.code_mask import CODE, IMAGE, TextPosition, fill
from builder.words.marks.located_mark import LocatedMark, MarksAndProblems

_TARGET = r"(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
_LINK = re.compile(
    rf"(?<!\\)(?P<image>!)?\[(?P<text>(?:[^\[\]\n\\]|\\.|!?\[[^\[\]\n]*\](?:\([^()\n]*\))?)*)\]"
    rf"\([ \t]*{_TARGET}(?P<title>[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)"
)
_BY_NAME = re.compile(r"(?<!\\)!\[(?P<alt>[^\[\]\n]*)\] ?\[(?P<name>[^\[\]\n]*)\]")
_DEFINITION = re.compile(rf"^ {{0,3}}\[(?P<name>[^\[\]^\n][^\[\]\n]*)\]:[ \t]*{_TARGET}", re.MULTILINE)
_RAW_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_RAW = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\")
_ADDRESS = re.compile(r"<?https?://[^\s<>\u3000-\u9fff\uff00-\uffef]+>?")


def inside(path: str, target: str) -> str | None:
    """A target beside a file as a path from the content folder; None where it leads out of it."""
    if _SCHEME.match(target) or target.startswith("/") or "\\" in target or not target:
        return None
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
    return None if found.startswith(("../", "/")) or found in ("..", ".") or "\x00" in found else found


def links(place: TextPosition, mask: str, finds: MarksAndProblems) -> str:
    """Adds every image and every link to a Markdown file; gives the mask without images and addresses.

    An image without text is noted by `params["alt"] == ""`; whether a caption stands in for it is known later.
    """
    images: list[tuple[int, int]] = []
    hidden: list[tuple[int, int]] = []
    at = 0
    # Most texts have neither links nor images: each search is left out where its literal part is missing.
    while match := _LINK.search(mask, at) if "](" in mask else None:
        group = "angle" if match["angle"] is not None else "bare"
        start, end = match.span(group)
        if match["image"]:
            _image(place, match.span(), place.text[start:end], match["text"], finds)
            images.append(match.span())
            at = match.end()
        else:
            _address(place, start, end, finds)
            hidden.append((match.end("text") + 1, match.end()))
            at = match.start("text")  # an image may stand inside a link
    definitions = list(_DEFINITION.finditer(mask)) if "]:" in mask else []
    for match in definitions:
        _address(place, *match.span("angle" if match["angle"] is not None else "bare"), finds)
        hidden.append(match.span())
    _by_name(place, mask, definitions, finds, images)
    for match in _RAW_IMAGE.finditer(mask) if "<" in mask else ():
        found = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _RAW.finditer(match[0])}
        _image(place, match.span(), found.get("src", ""), found.get("alt", ""), finds)
    mask = fill(mask, _apart(images), IMAGE)
    hidden += [match.span() for match in _ADDRESS.finditer(mask)] if "://" in mask else []
    return fill(mask, _apart(hidden), CODE)


def _by_name(
    place: TextPosition,
    mask: str,
    definitions: list[re.Match[str]],
    finds: MarksAndProblems,
    images: list[tuple[int, int]],
) -> None:
    targets = {one["name"].lower(): (one["angle"] or one["bare"]) for one in definitions}
    for match in _BY_NAME.finditer(mask) if targets else ():
        name = (match["name"] or match["alt"]).lower()
        if name in targets:
            _image(place, match.span(), targets[name], match["alt"], finds)
            images.append(match.span())


def _image(place: TextPosition, span: tuple[int, int], written: str, alt: str, finds: MarksAndProblems) -> None:
    target = inside(place.path, written)
    if target is None:
        external = _SCHEME.match(written) or written.startswith("//")
        message = f"{written or 'nothing'} lies outside the content folder"
        if external:
            message = f"{written} lies on another server; readers' browsers make no requests to third parties"
        hint = "put the image beside this file and write its name"
        finds.problems.append(place.problem("image-outside", *span, message, hint))
        return
    params = {"target": target, "alt": alt.strip()}
    finds.marks.append(LocatedMark(start=span[0], end=span[1], block="image", params=params, hole=False))


def _address(place: TextPosition, start: int, end: int, finds: MarksAndProblems) -> None:
    written = place.text[start:end]
    target, _, fragment = written.partition("#")
    if _SCHEME.match(target) or not target.lower().endswith(".md"):
        return
    path = inside(place.path, target)
    if path is None:
        message = f"{target} leads out of the content folder"
        hint = "write the way from this file, for example ../2023/2023-11-06-gpts.md"
        finds.problems.append(place.problem("bad-link", start, end, message, hint))
        return
    params = {"target": path, "fragment": fragment}
    finds.marks.append(LocatedMark(start=start, end=end, block="address", params=params))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, without those that begin inside another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not found or start >= found[-1][1]:
            found.append((start, end))
        elif end > found[-1][1]:
            found[-1] = (found[-1][0], end)
    return found
