"""docs/settings.md has every setting with its default, and its first site builds."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from builder.settings.options import Options
from tests.real_data import ROOT
from tests.site import SmallSite

DOCUMENT = (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def defaults(options: Any, prefix: str = "") -> dict[str, Any]:
    """Every setting, as the document names it, with its default as YAML has it."""
    result: dict[str, Any] = {}
    for field in fields(options):
        value = getattr(options, field.name)
        if is_dataclass(value):
            result |= defaults(value, f"{field.name}: ")
        else:
            result[prefix + field.name] = list(value) if isinstance(value, tuple) else value
    return result


def test_the_document_has_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `([a-z_: ]+)` \| `(.*?)` \| .+ \|$", DOCUMENT, re.MULTILINE)
    assert {name: yaml.safe_load(default) for name, default in rows} == defaults(Options())


def test_the_first_site_of_the_document_builds(tmp_path: Path) -> None:
    files = re.findall(r"^```\w+\n# (\S+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert len(files) == 4
    for path, text in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    site = SmallSite(root=tmp_path)
    assert site.build().problems == ()
    assert "1.0123" in (tmp_path / "site/briefings/first/index.html").read_text(encoding="utf-8")
