"""The service worker and the manifest; what the worker does is tested in tests/browser/test_offline.py."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from builder.model import hole
from builder.pages.machine import app_files
from builder.slot_params.generated import IconsParams
from builder.templating import Templates
from tests.pages.conftest import by_path, site_of


def test_the_worker_lies_in_the_root_and_is_named_by_its_content(templates: Templates) -> None:
    text = by_path(app_files.files(site_of(), templates))["worker.js"].text or ""
    assert '"VERSION"' not in text
    assert "NAME = MINE + " in text


def test_the_manifest_leads_to_files_of_the_site_below_any_path(templates: Templates) -> None:
    files = by_path(app_files.files(site_of(), templates))
    file = files["manifest.webmanifest"]
    manifest = json.loads((file.text or "").replace(hole("icons"), ""))
    assert manifest["name"] == "示例 & 简报"
    assert (manifest["start_url"], manifest["scope"]) == ("./index.html", "./")
    icons = file.slots["icons"].params
    assert isinstance(icons, IconsParams)
    drawn = {f"icon-{size}.png" for size in icons.sizes}
    assert {icon["src"] for icon in manifest["icons"]} <= {*files, *drawn}
    assert all(icon["sizes"] in ("any", icon["src"][5:8] + "x" + icon["src"][5:8]) for icon in manifest["icons"])
    svg = ElementTree.fromstring(files["icon.svg"].text or "")
    assert svg.get("viewBox") == f"0 0 {icons.width} {icons.width}"
