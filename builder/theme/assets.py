"""The static files of the site: those of the Material theme that our pages use, and our own. Imports no mkdocs.

The names of our own files contain a digest of their content, so that a page of one build never meets a style sheet of another.
Used by `site_build.site_files`, and by `shell` for the names.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from builder.model import digest
from builder.problem import Failed, Problem
from builder.templating import templates_folder

FOLDER = "assets/briefings/"
# The tokens are defined first; blocks and charts may refine what the site's sheet says.
_SHEETS_IN_ORDER = ("tokens.css", "site.css", "blocks.css", "charts.css")


def material_templates() -> Path:
    """The folder of the Material theme's templates. Raises Failed if the theme is not installed."""
    spec = find_spec("material")  # locates the package without importing it
    if spec is None or not spec.submodule_search_locations:
        message = "the theme mkdocs-material is not installed"
        raise Failed([Problem(id="bad-settings", path="mkdocs.yml", message=message)])
    return Path(next(iter(spec.submodule_search_locations))) / "templates"


def own_assets() -> dict[str, str]:
    """Our own static files: path in templates/assets/ -> site path, e.g. "site.css" -> "assets/briefings/site.1a2b3c4d.css"."""
    root = templates_folder() / "assets"
    files = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): FOLDER + _name_with_digest(root, path) for path in files}


def stylesheets() -> tuple[str, ...]:
    """The site paths of our style sheets, in the order in which they apply."""
    sheets = {name: site_path for name, site_path in own_assets().items() if name.endswith(".css")}
    first = [name for name in _SHEETS_IN_ORDER if name in sheets]
    return tuple(sheets[name] for name in (*first, *sorted(set(sheets) - set(first))))


def asset_roots() -> dict[str, Path]:
    """The folders of the static files, by a name that is the same on every machine."""
    return {"theme": material_templates(), "own": templates_folder() / "assets"}


def asset_files() -> dict[str, Path]:
    """Every static file of the site: site path -> file on disk."""
    theme = material_templates()
    # Our pages use neither the theme's search, with its workers and languages, nor its source maps and icon.
    patterns = ("assets/stylesheets/*.css", "assets/javascripts/bundle.*.min.js")
    files = {path.relative_to(theme).as_posix(): path for pattern in patterns for path in theme.glob(pattern)}
    files |= {site_path: templates_folder() / "assets" / name for name, site_path in own_assets().items()}
    return dict(sorted(files.items()))


def _name_with_digest(root: Path, path: Path) -> str:
    named = path.with_name(f"{path.stem}.{digest(path.read_bytes())[:8]}{path.suffix}")
    return named.relative_to(root).as_posix()
