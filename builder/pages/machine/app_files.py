"""What makes a site an app that works without a network: the service worker, the manifest and its icons. `pages` uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from builder.language import language_tag, speaking, translate
from builder.model import GeneratedFile, Slot, digest, hole
from builder.pages.site_content import SiteContent
from builder.slot_params.generated import IconsParams
from builder.templating import Templates, templates_folder

# What a page says that was kept for times without a network: of its numbers, else of its day, else that alone.
_OFFLINE = ("离线，数据截至{day}", "离线，本页保存于{day}", "离线，本页是先前保存的")
_SPELLING = ("{year}年{month}{date}日", "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月")  # of days
_WIDTH = 32  # of our icon
_PHONE, _SIZES = 180, (192, 512)  # what iOS takes from the head of a page, and what a manifest shall have


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """worker.js, manifest.webmanifest and the icons, in the site's root: a worker serves the folder that it lies in.

    None depends on data. A worker of another version has another content, which a browser notices.
    """
    worker = (templates_folder() / "worker.js").read_text(encoding="utf-8")
    notes = {}
    for language in site.languages:
        with speaking(language):
            notes[language_tag()] = [translate(phrase) for phrase in (*_OFFLINE, *_SPELLING)]
    worker = worker.replace('"NOTES"', json.dumps(notes, ensure_ascii=False))
    yield GeneratedFile(path="worker.js", text=worker.replace('"VERSION"', json.dumps(digest(worker)[:8])))
    manifest = {
        "name": site.settings.site_name,
        "short_name": site.settings.site_name[:12],
        "description": site.settings.description,
        "lang": language_tag(),
        "start_url": "./index.html",
        "scope": "./",
        "display": "minimal-ui",
        "icons": [
            {"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"},
            *({"src": f"icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in _SIZES),
        ],
    }
    svg = (templates_folder() / "assets/favicon.svg").read_text(encoding="utf-8")
    yield GeneratedFile(
        path="manifest.webmanifest",
        text=f"{json.dumps(manifest, ensure_ascii=False, indent=1)}{hole('icons')}\n",
        slots={"icons": Slot(params=IconsParams(svg=svg, width=_WIDTH, sizes=(_PHONE, *_SIZES)))},
    )
    yield GeneratedFile(path="icon.svg", text=svg)
