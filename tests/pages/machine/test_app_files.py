"""The service worker and the manifest; what the worker does is tested in tests/browser/test_offline.py."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from builder.pages.machine import app_files
from builder.templating import Templates
from tests.pages.conftest import by_path, site_of


def test_the_worker_lies_in_the_root_and_is_named_by_its_content(templates: Templates) -> None:
    text = by_path(app_files.files(site_of(), templates))["worker.js"].text or ""
    assert '"VERSION"' not in text
    assert "NAME = MINE + " in text


def test_the_manifest_leads_to_files_of_the_site_below_any_path(templates: Templates) -> None:
    files = by_path(app_files.files(site_of(), templates))
    manifest = json.loads(files["manifest.webmanifest"].text or "")
    assert manifest["name"] == "示例 & 简报"
    assert (manifest["start_url"], manifest["scope"]) == ("./index.html", "./")
    assert manifest["icons"][0]["src"] in files
    ElementTree.fromstring(files["icon.svg"].text or "")
