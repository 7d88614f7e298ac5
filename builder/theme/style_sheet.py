"""The one style sheet of a site: what its pages can use of Material's sheets, and our own. Used by `frame_files`.

What pages can use does not depend on what authors wrote, so the sheet changes with the version of Material, with our templates and
with our code, and not with an edit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tinycss2
from pygments.token import STANDARD_TYPES

from builder.templating import site_templates_folder, template_files
from builder.theme.assets import material_sheets, own_sheets

_WORD = re.compile(r"[A-Za-z_][\w-]*")
_ROOMS = ("blocks", "pages", "theme", "words")  # their code makes HTML
_ON_EVERY_PAGE = {"root", "html", "body"}
# What Material styles in a way of its own and our sheet in ours, and words of ours that are Material's for something else.
OURS = frozenset(("admonition", "admonition-title", "columnheader", "details", "summary", "footnote-backref"))
_MEAN_ELSE = frozenset(("filename", "grid", "inline", "keys", "middle", "result"))
_GROUPS = {"media", "supports", "container", "layer"}  # at-rules that contain rules
_ANY_OF = {"is", "where", "has"}  # of whose selectors one must match
_VARIABLE = re.compile(r"--[\w-]+")
_MATERIAL = "--md-"  # how the names of Material's variables begin; scripts and drawings name only ours


@dataclass(frozen=True, kw_only=True)
class _Block:
    """A rule, or a group of rules."""

    prelude: str  # e.g. ".md-grid", "@media print"
    declarations: tuple[tuple[str, str], ...] = ()  # name and value
    blocks: tuple[_Block, ...] = ()

    @property
    def text(self) -> str:
        """The block, minified; "" where it says nothing."""
        lines = [f"{name}:{value}" for name, value in self.declarations]
        inside = ";".join(lines) + "".join(block.text for block in self.blocks)
        return f"{self.prelude}{{{inside}}}" if inside else ""

    def all_declarations(self) -> Iterator[tuple[str, str]]:
        """Its declarations, and those of the blocks in it."""
        yield from self.declarations
        for block in self.blocks:
            yield from block.all_declarations()


def style_sheet(root: Path | None = None) -> str:
    """The style sheet, minified: Material's rules for what a page may have, and all of ours. `root` is the folder of mkdocs.yml."""
    material, own = (
        {path.name: path.read_text(encoding="utf-8") for path in files} for files in (material_sheets(), own_sheets())
    )
    return joined(material, own, page_names(root))


def page_names(root: Path | None = None) -> frozenset[str]:
    """Every word that a page may have as the name of an element, a class, an id or an attribute, or as the value of one.

    These are all words of our templates and of the site's own, of scripts and code that makes HTML, whatever they mean there,
    and the classes of highlighted code. A word too many costs a few rules. A name put together of pieces (`"fb-" + kind`) is
    missed: write it out.
    """
    files = [path for path in template_files().values() if path.suffix in (".html", ".js")]
    own = site_templates_folder(root) if root else None
    files += sorted(own.rglob("*.html")) if own else []
    files += [path for room in _ROOMS for path in Path(__file__).parent.parent.joinpath(room).rglob("*.py")]
    words = {word for path in files for word in _WORD.findall(path.read_text(encoding="utf-8"))}
    return frozenset(words.union(STANDARD_TYPES.values(), _ON_EVERY_PAGE) - OURS - _MEAN_ELSE)


def joined(material: Mapping[str, str], own: Mapping[str, str], words: Container[str]) -> str:
    """The sheets, by their names, joined and minified. Of `material` rules are left out that name what is not in `words`, and of
    the rest animations that no rule plays and variables that none reads.

    Raises ValueError for a sheet that is broken or has a rule within a rule.
    """
    blocks = tuple(
        block for sheets, known in ((material, words), (own, EverythingBut())) for block in _sheet_blocks(sheets, known)
    )
    declared = list(_Block(prelude="", blocks=blocks).all_declarations())
    animations = {
        word
        for name, value in declared
        if name.endswith(("animation", "animation-name"))
        for word in _WORD.findall(value)
    }
    read = _variables_read(declared)
    return "".join(_without_unread(block, read, animations).text for block in blocks)


class EverythingBut:
    """All words but some. Our own sheets name nothing that no page has: nothing of them is left out."""

    def __init__(self, words: Collection[str] = ()) -> None:
        self._words = words

    def __contains__(self, word: object) -> bool:
        return word not in self._words


def _sheet_blocks(sheets: Mapping[str, str], words: Container[str]) -> Iterator[_Block]:
    for name, sheet in sheets.items():
        try:
            yield from _blocks(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), words)
        except ValueError as error:
            raise ValueError(f"{name}, {error}") from None


def _blocks(nodes: Iterable[Any], words: Container[str]) -> Iterator[_Block]:
    for node in nodes:
        if node.type == "error":
            raise ValueError(f"line {node.source_line}: {node.message}")
        if node.type == "qualified-rule":
            selectors = [_minified(selector) for selector in _parts(node.prelude) if _can_match(selector, words)]
            if selectors:
                yield _rule(",".join(selectors), node.content)
        elif node.type == "at-rule":
            prelude = f"@{node.at_keyword} {_minified(node.prelude)}".rstrip()
            if node.lower_at_keyword in _GROUPS:
                inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield _Block(prelude=prelude, blocks=tuple(_blocks(inside, words)))
            elif node.lower_at_keyword.endswith("keyframes"):
                inside = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                frames = (_rule(_minified(frame.prelude), frame.content) for frame in inside)
                yield _Block(prelude=prelude, blocks=tuple(frames))
            elif node.content is not None:  # e.g. @page
                yield _rule(prelude, node.content)


def _rule(prelude: str, content: Sequence[Any]) -> _Block:
    declarations = []
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type != "declaration":
            fault = node.message if node.type == "error" else "a rule within a rule, which this builder does not read"
            raise ValueError(f"line {node.source_line}: {fault}")
        name = node.name if node.name.startswith("--") else node.lower_name
        declarations.append((name, _minified(node.value) + ("!important" if node.important else "")))
    return _Block(prelude=prelude, declarations=tuple(declarations))


def _parts(tokens: Sequence[Any]) -> Iterator[list[Any]]:
    """The selectors of a list."""
    part: list[Any] = []
    for token in tokens:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _can_match(selector: Sequence[Any], words: Container[str]) -> bool:
    """Whether a page can have all that a selector names."""
    before = ""
    for token in selector:
        if (token.type == "ident" and before != ":") or token.type == "hash":
            known = token.value in words
        elif token.type == "[] block":
            known = all(_is_known(word, words) for word in token.content)
        elif token.type == "function" and token.lower_name in _ANY_OF:
            known = any(_can_match(part, words) for part in _parts(token.arguments))
        else:
            known = True
        if not known:
            return False
        before = token.value if token.type == "literal" else ""
    return True


def _is_known(token: Any, words: Container[str]) -> bool:
    """Whether a page can have what a token in an attribute's selector says. Of a value with other signs nobody knows."""
    if token.type not in ("ident", "string"):
        return True
    return not _WORD.fullmatch(token.value) or token.value in words


def _minified(tokens: Sequence[Any]) -> str:
    """Tokens as text, with no comments and no blanks but those that mean something."""
    pieces: list[str] = []
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type == "whitespace":
            pieces.append(" ")
        elif token.type in ("() block", "[] block", "function"):
            inside = _minified(token.arguments if token.type == "function" else token.content)
            opening = {"() block": "(", "[] block": "["}.get(token.type) or f"{token.name}("
            pieces.append(f"{opening}{inside}{']' if opening == '[' else ')'}")
        else:
            pieces.append(token.serialize())
    text = ""
    for piece in pieces:
        if piece == " " and (not text or text[-1] in " ,>~:"):
            continue
        text = text.rstrip(" ") if piece in (",", ">", "~", ":") and text.endswith(" ") and piece != ":" else text
        text += piece
    return text.strip()


def _variables_read(declarations: Sequence[tuple[str, str]]) -> set[str]:
    """The variables that a declaration reads, or that such a variable reads."""
    values: dict[str, list[str]] = {}
    read: set[str] = set()
    for name, value in declarations:
        if name.startswith(_MATERIAL):
            values.setdefault(name, []).append(value)
        else:
            read.update(_VARIABLE.findall(value))
    todo = list(read)
    while todo:
        for value in values.get(todo.pop(), ()):
            new = set(_VARIABLE.findall(value)) - read
            read |= new
            todo += new
    return read


def _without_unread(block: _Block, read: set[str], animations: set[str]) -> _Block:
    if "keyframes" in block.prelude.partition(" ")[0] and block.prelude.partition(" ")[2] not in animations:
        return _Block(prelude=block.prelude)
    declarations = (
        (name, value) for name, value in block.declarations if not name.startswith(_MATERIAL) or name in read
    )
    return replace(
        block,
        declarations=tuple(declarations),
        blocks=tuple(_without_unread(inner, read, animations) for inner in block.blocks),
    )
