"""The sanitiser: takes out of HTML all that could run, load, or pose as the theme. Used by `markdown_html`."""

from __future__ import annotations

import re
from functools import cache
from html import escape

import nh3

from builder.link_target import SCHEMES, refused_scheme
from builder.words.syntax.boxes import TITLES

TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u"),
    "ul",
}
_ADMONITIONS = set(TITLES)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
_CLASSES = {
    "a": {"footnote-ref", "footnote-backref"},
    "details": _ADMONITIONS,
    "div": {"footnote", "admonition"} | _ADMONITIONS,
    "p": {"admonition-title"},
}
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_WHOLE = re.compile(r"\s*(?:https?:)?//[^/?#]|\s*(?:mailto|tel):[^?]", re.IGNORECASE)  # names a server, or someone


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute that may stay, None for one that may not.

    Only footnotes keep their ids: an author's own could be taken for one of the theme's.
    """
    if attribute == "id":
        return value if value.startswith(("fn:", "fnref:", "fnref")) else None
    if attribute in ("width", "height", "colspan", "rowspan", "start"):
        return value if value.isascii() and value.isdigit() and len(value) < 5 else None
    if attribute == "align":
        return value if value in ("left", "right", "center") else None
    return value


def loss(tag: str, attribute: str, value: str) -> str:
    """Why the sanitiser takes out an attribute that an author wrote; "" where it stays. All names are in lower case."""
    if attribute == "class":
        unknown = [name for name in value.split() if name not in _CLASSES.get(tag, ())]
        return f"{unknown[0]} is no class of this site" if unknown else ""
    if attribute not in _ATTRIBUTES.get(tag, ()):
        return "is not kept in a page"
    if _keep(tag, attribute, value) is None:
        return f"{value or 'nothing'} is not a value that is kept"
    if attribute != "href":
        return ""
    scheme = _SCHEME.match(value)
    if refused := refused_scheme(value):
        return f"{refused} is no address that a page may link to"
    if (scheme or value.startswith("//")) and not (_WHOLE.match(value) and _is_kept(value)):
        return f"{value} is not whole: no browser could follow it"
    return ""


@cache
def _one_link() -> nh3.Cleaner:
    return nh3.Cleaner(tags={"a"}, attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None)


def _is_kept(address: str) -> bool:
    """Whether the sanitiser keeps an address: it takes out what a browser could not read, such as `https://` or a wrong port."""
    return " href=" in _one_link().clean(f'<a href="{escape(address)}">z</a>')


class Sanitiser:
    """Keeps the tags and attributes that Markdown makes; drops scripts, styles, event handlers, frames and forms."""

    def __init__(self) -> None:
        self._cleaner = nh3.Cleaner(
            tags=TAGS,
            attributes=_ATTRIBUTES,
            allowed_classes=_CLASSES,
            attribute_filter=_keep,
            clean_content_tags={"script", "style", "iframe", "object", "noscript", "template", "svg", "math"},
            url_schemes=set(SCHEMES),
            link_rel=None,
            strip_comments=True,
        )

    def clean(self, html: str) -> str:
        """The HTML, well formed and harmless; holes stay."""
        return self._cleaner.clean(html)
