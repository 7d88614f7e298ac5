"""Files that go to the site as they are: images of published pages, the theme's files and our own scripts and styles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from builder.cache.store import Store, key
from builder.model import canonical_json, digest
from builder.settings.settings import Settings
from builder.templating import vega_module_file

StaticFiles = dict[str, tuple[Path, str]]  # site path -> (file on disk, digest)


def images(paths: Sequence[str], assets: Mapping[str, str], content: Path) -> StaticFiles:
    """Images that published pages show. `assets` has the digest of every file of the content folder."""
    return {f"media/{path}": (content / path, assets[path]) for path in paths}


def theme_files(settings: Settings, *, store: Store, appearance: str, code: str) -> StaticFiles:
    """The theme's static files and our own, named by their content."""
    files_key = key("theme-files", appearance, code, str(settings.config))
    known = store.get(files_key)
    if known is None:
        from builder.theme.assets import asset_files

        files = asset_files()
        known = canonical_json({path: [str(file), digest(file.read_bytes())] for path, file in files.items()})
        store.put(files_key, known)
    return {path: (Path(file), content) for path, (file, content) in json.loads(known).items()}


def vega_module(settings: Settings) -> StaticFiles:
    """The module that runs charts with parameters; nothing where it was not built."""
    file = vega_module_file(settings.root)
    if file is None:
        return {}
    content = digest(file.read_bytes())
    return {f"assets/briefings/vega.{content[:8]}.js": (file, content)}
