"""What makes a site an app that works without a network: the service worker, the manifest and its icon. For browsers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from builder.model import GeneratedFile, digest
from builder.pages.site_content import SiteContent
from builder.templating import Templates, templates_folder


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """worker.js, manifest.webmanifest and icon.svg, in the site's root: a worker serves the folder that it lies in.

    None depends on data. A worker of another version has another content, which a browser notices.
    """
    worker = (templates_folder() / "worker.js").read_text(encoding="utf-8")
    yield GeneratedFile(path="worker.js", text=worker.replace('"VERSION"', json.dumps(digest(worker)[:8])))
    manifest = {
        "name": site.settings.site_name,
        "short_name": site.settings.site_name[:12],
        "description": site.settings.description,
        "lang": "zh-CN",
        "start_url": "./index.html",
        "scope": "./",
        "display": "minimal-ui",
        "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}],
    }
    yield GeneratedFile(path="manifest.webmanifest", text=json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    yield GeneratedFile(path="icon.svg", text=(templates_folder() / "assets/favicon.svg").read_text(encoding="utf-8"))
