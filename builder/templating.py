"""The templates of blocks and generated pages: our own Jinja2 environment, and the digest of all template files.

Autoescape is on, and an undefined name is an error. What an author wrote is never a template. A site may lay templates of its own
over ours (`site_templates`). Used by `blocks`, `pages`, `theme` and `build`.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup

from builder.cache.replace_file import replace_file
from builder.language import language_tag, translate, translated
from builder.model import ROOT, Slot, digest, hole
from builder.problem import Failed, Problem
from builder.slot_params import from_json


def templates_folder() -> Path:
    """The folder of the templates: beside the package in a checkout, inside it in an installed wheel."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"


def template_files() -> dict[str, Path]:
    """Every file that shapes pages by its path in the folder of templates, e.g. "blocks/card.html". Archetypes shape none, and
    their names are Chinese, which not every locale can spell."""
    root = templates_folder()
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.name.startswith("."))
    files = (path for path in files if path.parent.name != "archetypes")
    return {path.relative_to(root).as_posix(): path for path in files}


def templates_digest() -> str:
    """The digest of all template files, which is part of the key of everything that they shape."""
    return digest("\n".join(f"{name} {digest(path.read_bytes())}" for name, path in template_files().items()))


def vega_digest(root: Path) -> str:
    """The digest of the script that runs charts with parameters; "" where `briefings vega` did not build it, or where it is not
    the one whose digest stands in our templates: no other script is published.

    `root` is the folder of mkdocs.yml. The script is beside the cache and not in it: to remove the cache must not change a
    site.
    """
    path, pinned = vega_module_path(root), pinned_vega_digest()
    try:
        content = digest(path.read_bytes())
    except OSError:
        return ""
    return content if content == pinned else ""


def pinned_vega_digest() -> str:
    """The digest of that script, as the packages of `templates/vega/package-lock.json` give it on any machine."""
    return (templates_folder() / "vega" / "module.digest").read_text("utf-8").strip()


def vega_module_path(root: Path) -> Path:
    """Where that script belongs. Its name contains a digest of the files that it is built from."""
    sources = [
        f"{name} {digest(path.read_bytes())}" for name, path in template_files().items() if name.startswith("vega/")
    ]
    return root / ".vega" / f"vega.{digest(' '.join(sources))[:16]}.js"


def site_templates_folder(root: Path) -> Path | None:
    """The folder of templates that a site lays over ours, `templates/` beside its mkdocs.yml; None where it has none, and in a
    checkout of this project, whose own templates are there."""
    folder = root / "templates"
    return folder if folder.is_dir() and not folder.samefile(templates_folder()) else None


def layered(own: Path | None, room: str = "") -> BaseLoader:
    """What loads templates: one of the site's folder `own` replaces ours of its name, and `builder:NAME` is always ours.

    `room` is the folder from which names are, e.g. "theme".
    """
    folders = [folder / room for folder in (own, templates_folder()) if folder]
    ours = PrefixLoader({"builder": FileSystemLoader(templates_folder())}, delimiter=":")
    return ChoiceLoader([FileSystemLoader(folders), ours])


@contextmanager
def owner_faults(own: Path | None) -> Iterator[None]:
    """Raises Failed, with file and line, for what goes wrong in a template of the site's folder. What goes wrong in ours passes."""
    try:
        yield
    except Failed:
        raise
    except Exception as error:
        frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
        if isinstance(error, TemplateSyntaxError):
            frames.append((error.filename or "", error.lineno))
        inside = [(Path(file), line) for file, line in frames if own and Path(file).is_relative_to(own)]
        if own is None or not inside:
            raise
        file, line = inside[-1]
        message = str(error).replace("\n", " ")[:300] or type(error).__name__
        path = f"{own.name}/{file.relative_to(own).as_posix()}"
        hint = 'compare it with ours of this name: {% extends "builder:…" %} needs only the blocks that you change'
        raise Failed([Problem(id="bad-template", path=path, line=line, message=message, hint=hint)]) from error


class CompiledTemplates(FileSystemBytecodeCache):
    """Templates compiled once for all processes that share a folder of the cache. Where that cannot be written, they go without.

    `pattern` names the files, e.g. "theme-%s.cache".
    """

    def __init__(self, folder: Path, pattern: str = "own-%s.cache") -> None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        super().__init__(str(folder), pattern)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket from its file, if there is one that is whole."""
        with suppress(OSError, ValueError, EOFError, TypeError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a bucket to its file, if that can be written."""
        with suppress(OSError):
            replace_file(Path(self.directory, self.pattern % bucket.key), bucket.bytecode_to_string())


def _phrase(phrase: str, **values: Any) -> Markup:
    """A phrase in the language in force, as HTML: its values are escaped unless they are HTML themselves."""
    text = translated(phrase, values.get("count"))
    return Markup(text).format(**values) if values else Markup(text)


class Templates:
    """The templates that blocks and generated pages use.

    In a template `root` is the path to the site's root (`{{ root }}funds/`), `_("…")` a phrase in the language of the page, and
    `slot(block, params)` leaves a hole and records what fills it. `root` is the folder of mkdocs.yml.
    """

    def __init__(self, bytecode: BytecodeCache | None = None, root: Path | None = None) -> None:
        self._own = site_templates_folder(root) if root else None
        self._environment = Environment(
            loader=layered(self._own),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=bytecode,
        )
        self._environment.globals |= {"root": Markup(ROOT), "_": _phrase, "language_tag": language_tag}
        self._environment.filters["translated"] = translate

    @classmethod
    def with_cache(cls, cache: Path, root: Path | None = None) -> Templates:
        """The templates, compiled once for all processes that share this cache folder. `root` is the folder of mkdocs.yml, whose
        own templates lie over ours."""
        return cls(CompiledTemplates(cache / "templates"), root)

    def prepare(self, folder: str) -> None:
        """Load the templates of a folder now, e.g. "blocks/", so that the first use of each takes no longer than others."""
        with owner_faults(self._own):
            for name in self._environment.list_templates(filter_func=lambda name: name.startswith(folder)):
                self._environment.get_template(name)

    def render(self, name: str, **values: Any) -> str:
        """The text of a template, e.g. render("blocks/card.html", fund=...). Raises Failed for a mistake of the site's own."""
        with owner_faults(self._own):
            return self._environment.get_template(name).render(**values)

    def render_with_slots(self, name: str, **values: Any) -> tuple[str, dict[str, Slot]]:
        """The text of a template with holes, and by hole the slots that it asked for with `slot(block, params)`.

        Raises TypeError for parameters that the block does not have.
        """
        slots: dict[str, Slot] = {}
        holes: dict[str, str] = {}  # a slot's id -> the name of its hole

        def slot(block: str, params: dict[str, Any]) -> Markup:
            requested = Slot(params=from_json(block, params))
            hole_name = holes.setdefault(requested.id, str(len(slots)))
            slots[hole_name] = requested
            return Markup(hole(hole_name))

        return self.render(name, slot=slot, **values), slots
