"""The digest of our own code and of the packages that it builds on. It is part of every key of the store, so that a build
never takes what another version made.
"""

from __future__ import annotations

import sys
import zlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from builder.model import digest

# The packages that shape the bytes of a site.
BUILT_ON = (
    "altair",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "mkdocs",
    "mkdocs-material",
    "nh3",
    "numpy",
    "opencc",
    "pandas",
    "pyarrow",
    "pygments",
    "pypinyin",
    "pyyaml",
    "tinycss2",
    "vl-convert-python",
)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """The digest of this package's code and of the versions of all that it builds on."""
    package = Path(__file__).parent.parent
    code = [
        f"{path.relative_to(package).as_posix()} {digest(path.read_bytes())}" for path in sorted(package.rglob("*.py"))
    ]
    versions = [f"{name} {metadata.version(name)}" for name in BUILT_ON]
    versions += [_optional(name) for name in ("pylopdf-fonts-zh-cn", "segno")]
    versions.append(f"zlib {zlib.ZLIB_RUNTIME_VERSION}")  # packs pictures
    return digest("\n".join([*code, *versions, f"python {sys.version_info[0]}.{sys.version_info[1]}"]))


def _optional(name: str) -> str:
    """A package that may be absent, with the digest of its list of files: those of a font shape what is drawn with it."""
    try:
        return f"{name} {digest(metadata.distribution(name).read_text('RECORD') or '')}"
    except metadata.PackageNotFoundError:
        return f"no {name}"
