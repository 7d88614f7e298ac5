"""The digest of our own code and of the packages that it builds on. It is part of every key of the store, so that a build
never takes what another version made.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Iterator
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

_VERSION = re.compile(r"^Version: *(\S+)$", re.MULTILINE)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """The digest of this package's code and of the versions of all that it builds on."""
    code = [f"{name} {digest(content)}" for name, content in _code(str(Path(__file__).parent.parent))]
    versions = [f"{name} {_version(name)}" for name in BUILT_ON]
    versions += [_optional(name) for name in ("pylopdf-fonts-zh-cn", "segno")]
    versions.append(f"zlib {zlib.ZLIB_RUNTIME_VERSION}")  # packs pictures
    return digest("\n".join([*code, *versions, f"python {sys.version_info[0]}.{sys.version_info[1]}"]))


def _code(folder: str, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """The modules and translations below a folder, by their paths, in order. Each command reads them all."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _code(entry.path, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".py", ".mo")):
            yield prefix + entry.name, Path(entry.path).read_bytes()


def _version(name: str) -> str:
    """A package's version. `metadata.version` would parse all that the package says of itself, as an e-mail."""
    about = metadata.distribution(name).read_text("METADATA") or ""
    version = _VERSION.search(about)
    return version[1] if version else metadata.version(name)


def _optional(name: str) -> str:
    """A package that may be absent, with the digest of its list of files: those of a font shape what is drawn with it."""
    try:
        return f"{name} {digest(metadata.distribution(name).read_text('RECORD') or '')}"
    except metadata.PackageNotFoundError:
        return f"no {name}"
