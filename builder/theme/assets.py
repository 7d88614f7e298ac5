"""The static files of the site: which of them are joined, and the names of those that pages load when they need them.

The names contain a digest of the content, so that a page of one build never meets a style sheet of another. Imports no mkdocs.
Used by `frame_files`, by `style_sheet`, and by `shell` and `site_build` for the names.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from builder.model import digest
from builder.problem import Failed, Problem
from builder.templating import templates_folder
from builder.theme.script_phrases import asset, in_language

FOLDER = "assets/briefings/"
# The tokens are defined first; blocks and charts may refine what the site's sheet says. The sheet of search comes with its box.
_SHEETS = ("tokens.css", "site.css", "blocks.css", "charts.css")
_SCRIPTS = ("scheme.js", "menu.js", "search.js", "fresh.js", "offline.js", "evidence.js", "share.js", "paper.js")


def material_templates() -> Path:
    """The folder of the Material theme's templates. Raises Failed if the theme is not installed."""
    spec = find_spec("material")  # locates the package without importing it
    if spec is None or not spec.submodule_search_locations:
        message = "the theme mkdocs-material is not installed"
        raise Failed([Problem(id="bad-settings", path="mkdocs.yml", message=message)])
    return Path(next(iter(spec.submodule_search_locations))) / "templates"


def material_sheets() -> tuple[Path, ...]:
    """Material's style sheets, in the order in which they apply."""
    folder = material_templates() / "assets" / "stylesheets"
    return tuple(next(folder.glob(f"{name}.*.min.css")) for name in ("main", "palette"))


def own_sheets() -> tuple[Path, ...]:
    """Our sheets, in the order in which they apply after Material's."""
    return tuple(templates_folder() / "assets" / name for name in _SHEETS)


def site_script() -> str:
    """The script of every page in the language in force: what its frame does, joined."""
    folder = templates_folder() / "assets"
    return in_language("".join((folder / name).read_text(encoding="utf-8") for name in _SCRIPTS))


def own_assets() -> dict[str, str]:
    """The files that a page in the language in force loads by themselves: name in templates/assets/ -> site path.

    E.g. "charts.js" -> "assets/briefings/charts.1a2b3c4d.js".
    """
    root = templates_folder() / "assets"
    files = sorted(path for path in root.iterdir() if path.is_file() and not path.name.startswith("."))
    return {
        file.name: named(file.name, digest(asset(file.name)))
        for file in files
        if file.name not in (*_SHEETS, *_SCRIPTS)
    }


def named(name: str, content: str) -> str:
    """The site path of a static file: its name with the digest of its content."""
    stem, _, ending = name.rpartition(".")
    return f"{FOLDER}{stem}.{content[:8]}.{ending}"


def vega_path(content: str) -> str:
    """The site path of the script that runs charts with parameters, by its digest; "" where there is none."""
    return named("vega.js", content) if content else ""
