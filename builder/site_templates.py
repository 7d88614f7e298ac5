"""The templates that a site lays over ours, in `templates/` beside its mkdocs.yml: read and checked before a build uses any.

They are the owner's code: whatever they hold goes into pages. Used by `site_build.inputs`. A file that would change nothing is a
problem: one that has no name of ours, and a block that our template does not have.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from jinja2 import Environment, TemplateSyntaxError, nodes

from builder.forbidden_characters import forbidden_in_file
from builder.model import digest
from builder.problem import Failed, Problem
from builder.safe_path import UnsafePathError, path_below, read_regular
from builder.suggest import did_you_mean
from builder.templating import site_templates_folder, template_files

ROOMS = ("blocks/", "feeds/", "pages/", "theme/")  # whose templates a site may replace
_OURS = "builder:"  # begins the name of a template of ours, where a site has one of the same name
_LARGEST = 256 * 1024  # bytes
_HINT = "templates of ours are in blocks/, feeds/, pages/ and theme/; a file for {% include %} is called _NAME.html"


ARCHETYPES = "archetypes"  # the folder of texts that `briefings new` begins from: no page is made of them


def site_templates_digest(root: Path) -> str:
    """The digest of the site's own templates, part of the key of everything that they shape; "" where there are none.

    `root` is the folder of mkdocs.yml. Raises Failed with all that is wrong with them.
    """
    own = site_templates_folder(root)
    if own is None:
        return ""
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for name in _names(own, ""):
        try:
            texts[name] = _text(own, name)
        except Failed as failed:
            problems += failed.problems
    ours = {name: path for name, path in template_files().items() if name.startswith(ROOMS)}
    for name, text in texts.items():
        problems += forbidden_in_file(text, path=f"{own.name}/{name}") or _faults(own.name, name, texts, ours)
    if problems:
        raise Failed(sorted(problems))
    return digest("\n".join(f"{name} {digest(text)}" for name, text in texts.items())) if texts else ""


def _names(folder: Path, prefix: str) -> Iterator[str]:
    """Every file below a folder, by its path from the first, in order. Hidden files are left out."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith(".") or (entry.name == ARCHETYPES and not prefix):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _names(folder / entry.name, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name


def _text(own: Path, name: str) -> str:
    """The text of a template. Raises Failed where it is a link, not text, or too large."""
    path = f"{own.name}/{name}"
    try:
        raw = read_regular(path_below(own.parent, path), most=_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise Failed([Problem(id="too-large", path=path, message=f"more than {_LARGEST // 1024} KB")])
        return raw.decode("utf-8-sig")
    except UnsafePathError as error:
        raise Failed(
            [Problem(id="symlink", path=path, message=f"this path {error}", hint="put the file itself here")]
        ) from error
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {raw[error.start]:#04x} is not UTF-8"
        raise Failed(
            [Problem(id="not-text", path=path, line=line, message=message, hint="save the file as UTF-8")]
        ) from error
    except OSError as error:
        raise Failed(
            [Problem(id="unreadable", path=path, message=f"the file cannot be read: {error.strerror}")]
        ) from error


def _faults(folder: str, name: str, texts: Mapping[str, str], ours: Mapping[str, Path]) -> Iterator[Problem]:
    """What is wrong with a template of the site: what nobody would see of it, and what cannot be read or found."""
    path = f"{folder}/{name}"
    if not PurePosixPath(name).name.startswith("_") and name not in ours:
        hint = "name a style sheet in `extra_css`, a picture in `logo`" if name.startswith("assets/") else ""
        message = "no template of ours has this name, so this file changes nothing"
        yield Problem(
            id="unused-template", path=path, message=message, hint=hint or did_you_mean(name, ours, otherwise=_HINT)
        )
        return
    try:
        tree = _environment().parse(texts[name], name)
    except TemplateSyntaxError as error:
        yield Problem(id="bad-template", path=path, line=error.lineno, message=error.message or "not a template")
        return
    for reference in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        named = getattr(reference, "template")  # noqa: B009 - mypy takes what is found for any statement
        target = named.value if isinstance(named, nodes.Const) else None
        parent = _of_name(str(target), name) if target else ""
        is_ours = str(target).startswith(_OURS)
        if target and parent not in (ours if is_ours else texts.keys() | ours.keys()) and ".icons/" not in parent:
            hint = did_you_mean(parent, ours, otherwise="e.g. builder:pages/briefing.html")
            yield Problem(
                id="bad-template", path=path, line=reference.lineno, message=f"there is no template {target}", hint=hint
            )
        elif isinstance(reference, nodes.Extends) and is_ours:
            yield from _unknown_blocks(path, tree, str(target), ours[parent].read_text("utf-8"))
        elif isinstance(reference, nodes.Extends) and parent == name:
            message, hint = "this template extends itself", f'ours of this name is "{_OURS}{name}"'
            yield Problem(id="bad-template", path=path, line=reference.lineno, message=message, hint=hint)


def _of_name(target: str, name: str) -> str:
    """The path of a template that another names: those of the frame are named from the folder of the frame."""
    from_theme = name.startswith("theme/") and not target.startswith(_OURS)
    return f"theme/{target}" if from_theme else target.removeprefix(_OURS)


def _unknown_blocks(path: str, tree: nodes.Template, target: str, parent: str) -> Iterator[Problem]:
    known = {block.name for block in _environment().parse(parent).find_all(nodes.Block)}
    for block in tree.body:
        if isinstance(block, nodes.Block) and block.name not in known:
            message = f"{target} has no block {block.name}, so this one changes nothing"
            hint = did_you_mean(block.name, known, otherwise=f"its blocks are {', '.join(sorted(known)) or 'none'}")
            yield Problem(id="unused-template", path=path, line=block.lineno, message=message, hint=hint)


def _environment() -> Environment:
    return Environment(trim_blocks=True, lstrip_blocks=True)
