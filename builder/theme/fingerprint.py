"""mkdocs.yml, the theme's templates and versions in, one digest out: all that shapes shells besides their drafts.

Imports no mkdocs: a build that draws no shell never loads it.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from builder.model import canonical_json, digest
from builder.templating import files
from builder.theme.assets import own

_VERSIONS = ("mkdocs", "mkdocs-material", "jinja2", "markdown", "markupsafe")


def theme_digest(config: Path) -> str:
    """Names all that goes into a shell besides its draft and whether the data are synthetic."""
    code = sorted(Path(__file__).parent.glob("*.py"))
    templates = {name: path for name, path in files().items() if name.startswith("theme/")}
    return digest(
        canonical_json(
            {
                "settings": digest(config.read_bytes()),
                "templates": {name: digest(path.read_bytes()) for name, path in templates.items()},
                "assets": own(),  # their names are in every page, and carry their digests
                "code": {path.name: digest(path.read_bytes()) for path in code},
                "versions": {name: version(name) for name in _VERSIONS},
            }
        )
    )
