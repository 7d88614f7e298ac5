"""A template's name and values in, text out: our own Jinja2 environment, the only place that makes one.

Autoescape is on and an undefined name is an error. Author text is never a template.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.model import ROOT, Slot, digest, hole
from builder.slot_params import from_json


def templates_folder() -> Path:
    """Where the templates are: beside the package in a checkout, inside it in an installed wheel."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"


def files(kinds: tuple[str, ...] = (".html", ".xml", ".css", ".js", ".svg", ".json")) -> dict[str, Path]:
    """Every file of the templates by its path from their folder, e.g. "blocks/card.html"."""
    root = templates_folder()
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix in kinds)
    return {path.relative_to(root).as_posix(): path for path in found}


def vega_module_file(root: Path) -> Path | None:
    """The module that runs charts with parameters, where `briefings vega` built it of exactly our files; `root` is the
    folder of mkdocs.yml. It lies beside the cache and not in it: a forgotten cache must not change a site."""
    path = vega_place(root)
    return path if path.is_file() else None


def vega_digest(root: Path) -> str:
    """Names that module's content; "" where there is none."""
    path = vega_module_file(root)
    return digest(path.read_bytes()) if path else ""


def vega_place(root: Path) -> Path:
    """Where that module lies: under a name that tells what it is built of."""
    parts = [f"{name} {digest(path.read_bytes())}" for name, path in files().items() if name.startswith("vega/")]
    return root / ".vega" / f"vega.{digest(' '.join(parts))[:16]}.js"


def templates_digest() -> str:
    """Names the templates' whole content: part of the key of all that they shape."""
    return digest("\n".join(f"{name} {digest(path.read_bytes())}" for name, path in files().items()))


class Templates:
    """The templates that blocks and generated pages use.

    In a template `root` stands for the way to the site's root (`{{ root }}funds/`), and `slot(block, params)` leaves a
    hole and records what goes there.
    """

    def __init__(self, bytecode: BytecodeCache | None = None) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(templates_folder()),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=bytecode,
        )
        self._environment.globals["root"] = Markup(ROOT)

    @classmethod
    def kept(cls, cache: Path) -> Templates:
        """The templates, compiled once for all processes that share this cache folder."""
        place = cache / "templates"
        place.mkdir(parents=True, exist_ok=True)
        return cls(FileSystemBytecodeCache(str(place)))

    def prepare(self, folder: str) -> None:
        """Load the templates of a folder now, e.g. "blocks/", so that the first of each kind costs no more than others."""
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith(folder)):
            self._environment.get_template(name)

    def render(self, name: str, **values: Any) -> str:
        """The text of a template, e.g. render("blocks/card.html", fund=...)."""
        return self._environment.get_template(name).render(**values)

    def render_with_slots(self, name: str, **values: Any) -> tuple[str, dict[str, Slot]]:
        """The text of a template with holes, and the slots that the template asked for by `slot(block, params)`.

        Raises TypeError for parameters that the block does not have.
        """
        slots: dict[str, Slot] = {}
        names: dict[str, str] = {}  # a slot's id -> its hole's name

        def slot(block: str, params: dict[str, Any]) -> Markup:
            slot_of_hole = Slot(params=from_json(block, params))
            name_of_hole = names.setdefault(slot_of_hole.id, str(len(slots)))
            slots[name_of_hole] = slot_of_hole
            return Markup(hole(name_of_hole))

        return self.render(name, slot=slot, **values), slots
