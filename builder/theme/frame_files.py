"""The files that the frame of every page loads: style sheet, script, icon, and what they load later. Made once, kept in the store.

Used by `site_build.shells`, for the paths, and by `site_build.steps`, to publish them. Who only needs the paths makes nothing, and
a build that finds the files in the store reads no style sheet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from builder.cache.store import Store, key
from builder.model import canonical_json, digest
from builder.safe_path import path_below
from builder.settings.settings import Settings
from builder.templating import templates_folder
from builder.theme.assets import named, own_assets, site_script

StaticFiles = dict[str, tuple[Callable[[], bytes], str]]  # site path -> (what reads it, digest)


@dataclass(frozen=True, kw_only=True)
class FramePaths:
    """Where the two files are that every page loads."""

    sheet: str  # e.g. "assets/briefings/site.1a2b3c4d.css"
    script: str


def frame_paths(*, appearance: str, code: str) -> FramePaths:
    """Their paths in the site. `appearance` and `code` are the keys of the templates and of our code and its packages: what the two
    files are made of, and all that is known before they are made."""
    of_inputs = digest(key("frame-files", appearance, code))
    return FramePaths(sheet=named("site.css", of_inputs), script=named("site.js", of_inputs))


def frame_files(*, store: Store, appearance: str, code: str, settings: Settings) -> StaticFiles:
    """The files of the frame, by their paths in the site. Raises Failed for mistakes in the sheets of `extra_css`."""
    files_key = key("frame-files", appearance, code)
    known = store.get(files_key)
    if known is None:
        known = canonical_json(_made(store, settings))
        store.put(files_key, known)
    listed = json.loads(known)
    static: StaticFiles = {path: (partial(_asset, name), content) for path, (name, content) in listed["assets"].items()}
    paths = frame_paths(appearance=appearance, code=code)
    for path, content in ((paths.sheet, listed["sheet"]), (paths.script, listed["script"])):
        static[path] = (partial(_joined, store, content), content)
    return static


def _made(store: Store, settings: Settings) -> Mapping[str, object]:
    """Makes and keeps the joined files; says what there is."""
    from builder.theme.palette import palette_rules
    from builder.theme.site_sheets import site_rules
    from builder.theme.style_sheet import style_sheet

    sheet = style_sheet(settings.root) + palette_rules(settings.theme) + site_rules(settings)
    script = site_script()
    contents = {"sheet": digest(sheet), "script": digest(script)}
    store.put_many({_text_key(contents["sheet"]): sheet, _text_key(contents["script"]): script})
    return {**contents, "assets": {path: (name, digest(_asset(name))) for name, path in own_assets().items()}}


def _text_key(content: str) -> str:
    return f"frame-text:{content}"


def _joined(store: Store, content: str) -> bytes:
    return str(store.need(_text_key(content))).encode()


def _asset(name: str) -> bytes:
    return path_below(templates_folder() / "assets", name).read_bytes()
