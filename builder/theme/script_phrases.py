"""The phrases of our scripts, put into the language of the page when a site is built: a reader loads no catalogue.

A phrase is a whole literal, with the expressions of a template as they are: `${count} 篇`. Used by `assets` and `frame_files`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.language import translated
from builder.safe_path import path_below
from builder.templating import templates_folder

# Comments first: an apostrophe in one begins no literal.
_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote))[^\\])*)(?:(?P=quote)|\Z)""",
    re.DOTALL,
)


def in_language(script: str) -> str:
    """The script with its phrases in the language in force; the same bytes in Chinese."""
    return _TOKEN.sub(_translated, script)


def asset(name: str) -> bytes:
    """The content of a file of templates/assets/ in the language in force.

    The search engine has no phrases, and words of its own that look like some.
    """
    content = path_below(templates_folder() / "assets", name).read_bytes()
    return in_language(content.decode()).encode() if name.endswith(".js") and name != "finder.js" else content


def literals(script: str) -> Iterator[str]:
    """The literals of a script as they are written, without their quotes."""
    return (match["text"] for match in _TOKEN.finditer(script) if match["quote"])


def _translated(match: re.Match[str]) -> str:
    quote, text = match["quote"], match["text"]
    if not quote or text.isascii():
        return match[0]
    said = translated(text)
    return (
        match[0] if said == text else f"{quote}{said if quote == '`' else said.replace(quote, chr(92) + quote)}{quote}"
    )
