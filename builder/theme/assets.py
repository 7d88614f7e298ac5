"""mkdocs.yml and the templates in, the theme's static files out: site path -> file on disk. Imports no mkdocs.

Our own files carry a digest of their content in their name, so that a page of one build never meets a style sheet of
another.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from builder.model import digest
from builder.problem import Failed, Problem
from builder.templating import templates_folder

PLACE = "assets/briefings/"
# Tokens are what the others speak of; blocks and charts may refine what the site says.
_ORDER = ("tokens.css", "site.css", "blocks.css", "charts.css")


def material() -> Path:
    """Where the Material theme's templates are. Raises Failed if the theme is not installed."""
    spec = find_spec("material")  # finds the package without running it
    if spec is None or not spec.submodule_search_locations:
        message = "the theme mkdocs-material is not installed"
        raise Failed([Problem(id="bad-settings", path="mkdocs.yml", message=message)])
    return Path(next(iter(spec.submodule_search_locations))) / "templates"


def own() -> dict[str, str]:
    """Our own static files by their path there, e.g. "site.css" -> "assets/briefings/site.1a2b3c4d.css"."""
    root = templates_folder() / "assets"
    found = sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root).as_posix(): PLACE + _hashed(root, path) for path in found}


def stylesheets() -> tuple[str, ...]:
    """The site paths of our style sheets, in the order in which they apply."""
    sheets = {name: place for name, place in own().items() if name.endswith(".css")}
    first = [name for name in _ORDER if name in sheets]
    return tuple(sheets[name] for name in (*first, *sorted(set(sheets) - set(first))))


def assets(config: Path) -> dict[str, Path]:
    """Every static file of the site's theme: site path -> file on disk. The theme is the same for every mkdocs.yml."""
    theme = material()
    # The search's workers and languages, source maps and the theme's own icon are not used by our pages.
    patterns = ("assets/stylesheets/*.css", "assets/javascripts/bundle.*.min.js")
    found = [path for pattern in patterns for path in theme.glob(pattern)]
    files = {path.relative_to(theme).as_posix(): path for path in found}
    files |= {place: templates_folder() / "assets" / name for name, place in own().items()}
    return dict(sorted(files.items()))


def _hashed(root: Path, path: Path) -> str:
    named = path.with_name(f"{path.stem}.{digest(path.read_bytes())[:8]}{path.suffix}")
    return named.relative_to(root).as_posix()
