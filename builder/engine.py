"""The builder itself in, its digest out: part of every key, so that what another version made is never taken for ours."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

from builder.model import digest

# Whatever shapes a byte of the site. Their versions are in every key.
BUILT_ON = (
    "altair",
    "jinja2",
    "markdown",
    "mkdocs",
    "mkdocs-material",
    "nh3",
    "numpy",
    "opencc",
    "pandas",
    "pyarrow",
    "pygments",
    "pymdown-extensions",
    "pypinyin",
    "vl-convert-python",
)


def engine_digest() -> str:
    """Names this code and the versions of all that it builds on."""
    package = Path(__file__).parent
    code = [
        f"{path.relative_to(package).as_posix()} {digest(path.read_bytes())}" for path in sorted(package.rglob("*.py"))
    ]
    versions = [f"{name} {metadata.version(name)}" for name in BUILT_ON]
    return digest("\n".join([*code, *versions, f"python {sys.version_info[0]}.{sys.version_info[1]}"]))
