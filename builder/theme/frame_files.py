"""The files that the frame of every page loads: style sheet, script, icon, and what they load later. Made once, kept in the store.

Used by `site_build.shells`, for the paths, and by `site_build.steps`, to publish them. Who only needs the paths makes nothing, and
a build that finds the files in the store reads no style sheet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from builder.cache.store import Store, key
from builder.language import speaking
from builder.model import canonical_json, digest
from builder.settings.settings import Settings
from builder.theme.assets import named, own_assets, site_script
from builder.theme.script_phrases import asset

StaticFiles = dict[str, tuple[Callable[[], bytes], str]]  # site path -> (what reads it, digest)


@dataclass(frozen=True, kw_only=True)
class FramePaths:
    """Where the files are that every page loads."""

    sheet: str  # e.g. "assets/briefings/site.1a2b3c4d.css"
    scripts: Mapping[str, str]  # by the language of the page


def frame_paths(languages: Iterable[str], *, appearance: str, code: str) -> FramePaths:
    """Their paths in the site, for pages in these languages. `appearance` and `code` are the keys of the templates and of our code
    and its packages: what the files are made of, and all that is known before they are made."""
    of_inputs = {language: digest(key("frame-files", appearance, code, language)) for language in ("", *languages)}
    scripts = {language: named("site.js", content) for language, content in of_inputs.items() if language}
    return FramePaths(sheet=named("site.css", of_inputs[""]), scripts=scripts)


def frame_files(
    languages: Collection[str], *, store: Store, appearance: str, code: str, settings: Settings
) -> StaticFiles:
    """The files of the frame, by their paths in the site. Raises Failed for mistakes in the sheets of `extra_css`."""
    files_key = key("frame-files", appearance, code, sorted(languages))
    known = store.get(files_key)
    if known is None:
        known = canonical_json(_made(store, languages, settings))
        store.put(files_key, known)
    listed = json.loads(known)
    static: StaticFiles = {
        path: (partial(_asset, name, language), content) for path, (name, language, content) in listed["assets"].items()
    }
    paths = frame_paths(languages, appearance=appearance, code=code)
    joined = {
        paths.sheet: listed["sheet"],
        **{paths.scripts[language]: listed["scripts"][language] for language in languages},
    }
    return static | {path: (partial(_joined, store, content), content) for path, content in joined.items()}


def _made(store: Store, languages: Collection[str], settings: Settings) -> Mapping[str, object]:
    """Makes and keeps the joined files; says what there is. A file without phrases is the same in every language."""
    from builder.theme.palette import palette_rules
    from builder.theme.site_sheets import site_rules
    from builder.theme.style_sheet import style_sheet

    sheet = style_sheet(settings.root) + palette_rules(settings.theme) + site_rules(settings)
    scripts: dict[str, str] = {}
    assets: dict[str, tuple[str, str, str]] = {}
    for language in sorted(languages):
        with speaking(language):
            scripts[language] = site_script()
            assets |= {path: (name, language, digest(asset(name))) for name, path in own_assets().items()}
    store.put_many({_text_key(digest(text)): text for text in (sheet, *scripts.values())})
    return {
        "sheet": digest(sheet),
        "scripts": {language: digest(script) for language, script in scripts.items()},
        "assets": assets,
    }


def _text_key(content: str) -> str:
    return f"frame-text:{content}"


def _joined(store: Store, content: str) -> bytes:
    return str(store.need(_text_key(content))).encode()


def _asset(name: str, language: str) -> bytes:
    with speaking(language):
        return asset(name)
