"""The files that the frame of every page loads: style sheet, script, icon, and what they load later. Made once, kept in the store.

Used by `site_build.shells`, for their names, and by `site_build.steps`, to publish them. A build that finds them in the store
reads no style sheet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from builder.cache.store import Store, key
from builder.model import canonical_json, digest
from builder.safe_path import path_below
from builder.templating import templates_folder

StaticFiles = dict[str, tuple[Callable[[], bytes], str]]  # site path -> (what reads it, digest)


@dataclass(frozen=True, kw_only=True)
class FrameFiles:
    """The files of the frame, by their paths in the site."""

    sheet: str  # e.g. "assets/briefings/site.1a2b3c4d.css"
    script: str
    static: StaticFiles


def frame_files(*, store: Store, appearance: str, code: str) -> FrameFiles:
    """The files of the frame. `appearance` and `code` are the keys of the templates and of our code and its packages."""
    files_key = key("frame-files", appearance, code)
    known = store.get(files_key)
    if known is None:
        known = canonical_json(_made(store))
        store.put(files_key, known)
    listed = json.loads(known)
    static: StaticFiles = {path: (partial(_asset, name), content) for path, (name, content) in listed["assets"].items()}
    for joined in ("sheet", "script"):
        content = listed["joined"][joined]
        static[listed[joined]] = (partial(_joined, store, content), content)
    return FrameFiles(sheet=listed["sheet"], script=listed["script"], static=static)


def _made(store: Store) -> Mapping[str, object]:
    """Makes and keeps the joined files; says what there is."""
    from builder.theme.assets import named, own_assets, site_script
    from builder.theme.style_sheet import style_sheet

    sheet, script = style_sheet(), site_script()
    joined = {"sheet": digest(sheet), "script": digest(script)}
    store.put_many({_text_key(joined["sheet"]): sheet, _text_key(joined["script"]): script})
    return {
        "sheet": named("site.css", joined["sheet"]),
        "script": named("site.js", joined["script"]),
        "joined": joined,
        "assets": {path: (name, digest(_asset(name))) for name, path in own_assets().items()},
    }


def _text_key(content: str) -> str:
    return f"frame-text:{content}"


def _joined(store: Store, content: str) -> bytes:
    return str(store.need(_text_key(content))).encode()


def _asset(name: str) -> bytes:
    return path_below(templates_folder() / "assets", name).read_bytes()
