"""Where a link leads inside the site: the places of a page, and addresses. Used by `words`, `blocks` and `site_build`."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

SCHEMES = frozenset({"http", "https", "mailto", "tel"})  # of addresses outside the site that a page may link to
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_ELSEWHERE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """The places of a page that links can lead to."""

    # By every name that a link may give a place, its id: {"xiao-jie": "xiao-jie", "小结": "xiao-jie"}; "" where several share it.
    ids: Mapping[str, str] = field(default_factory=dict)

    def id(self, fragment: str) -> str:
        """The id of the place that a link calls so; "" where there is none, or more than one."""
        return self.ids.get(fragment) or self.ids.get(Anchors.name(fragment), "")

    @staticmethod
    def name(title: str) -> str:
        """A heading's title as links may write it: without signs and blanks, in lower case, e.g. "一新在哪里"."""
        return "".join(
            character for character in unicodedata.normalize("NFKC", title).casefold() if character.isalnum()
        )


def leads_elsewhere(written: str) -> bool:
    """Whether an address names a scheme or a server, so that it is none of the site's own."""
    return bool(_ELSEWHERE.match(written))


def content_path(path: str, target: str) -> str | None:
    """The path from the content folder of what a file names relative to itself; None where it lies outside.

    `path` is the file's, e.g. "briefings/2024/sora.md"; with the target "a.png" it is "briefings/2024/a.png".
    """
    if leads_elsewhere(target) or target.startswith("/") or "\\" in target or not target:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
    outside = joined.startswith(("../", "/")) or joined in ("..", ".") or "\x00" in joined
    return None if outside else unicodedata.normalize("NFC", joined)


def refused_scheme(written: str) -> str:
    """The scheme of an address that no page may link to, e.g. "javascript:"; "" where it may."""
    scheme = _SCHEME.match(written)
    return scheme[0].strip() if scheme and scheme[1].lower() not in SCHEMES else ""


def site_address(url: str, written: str) -> str:
    """The address from the site's root that a page at `url` names so, e.g. "funds/" for "../../funds/" at "briefings/sora/"."""
    joined = posixpath.normpath(posixpath.join("/", url, written))
    return (
        joined.lstrip("/") + ("/" if written.endswith(("/", "/.", "/..")) or written in (".", "..") else "")
        if joined != "/"
        else ""
    )
