"""The files that the frame of every page loads: style sheet, script, icon, and what they load later. Made once, kept in the store.

Used by `site_build.shells`, for their names, and by `site_build.steps`, to publish them. A build that finds them in the store
reads no style sheet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from builder.cache.store import Store, key
from builder.language import speaking
from builder.model import canonical_json, digest
from builder.theme.script_phrases import asset

StaticFiles = dict[str, tuple[Callable[[], bytes], str]]  # site path -> (what reads it, digest)


@dataclass(frozen=True, kw_only=True)
class FrameFiles:
    """The files of the frame, by their paths in the site."""

    sheet: str  # e.g. "assets/briefings/site.1a2b3c4d.css"
    scripts: Mapping[str, str]  # by language
    static: StaticFiles


def frame_files(languages: Collection[str], *, store: Store, appearance: str, code: str) -> FrameFiles:
    """The files of the frame, for pages in these languages. `appearance` and `code` are the keys of the templates and of our code
    and its packages."""
    files_key = key("frame-files", appearance, code, sorted(languages))
    known = store.get(files_key)
    if known is None:
        known = canonical_json(_made(store, languages))
        store.put(files_key, known)
    listed = json.loads(known)
    static: StaticFiles = {
        path: (partial(_asset, name, language), content) for path, (name, language, content) in listed["assets"].items()
    }
    static |= {path: (partial(_joined, store, content), content) for path, content in listed["joined"].items()}
    return FrameFiles(sheet=listed["sheet"], scripts=listed["scripts"], static=static)


def _made(store: Store, languages: Collection[str]) -> Mapping[str, object]:
    """Makes and keeps the joined files; says what there is. A file without phrases is the same in every language."""
    from builder.theme.assets import named, own_assets, site_script
    from builder.theme.style_sheet import style_sheet

    texts = {"site.css": [style_sheet()], "site.js": list[str]()}
    scripts: dict[str, str] = {}
    assets: dict[str, tuple[str, str, str]] = {}
    for language in sorted(languages):
        with speaking(language):
            texts["site.js"].append(site_script())
            scripts[language] = named("site.js", digest(texts["site.js"][-1]))
            assets |= {path: (name, language, digest(asset(name))) for name, path in own_assets().items()}
    joined = {named(name, digest(text)): text for name, written in texts.items() for text in written}
    store.put_many({_text_key(digest(text)): text for text in joined.values()})
    return {
        "sheet": named("site.css", digest(texts["site.css"][0])),
        "scripts": scripts,
        "joined": {path: digest(text) for path, text in joined.items()},
        "assets": assets,
    }


def _text_key(content: str) -> str:
    return f"frame-text:{content}"


def _joined(store: Store, content: str) -> bytes:
    return str(store.need(_text_key(content))).encode()


def _asset(name: str, language: str) -> bytes:
    with speaking(language):
        return asset(name)
