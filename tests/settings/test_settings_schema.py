"""docs/settings.md and the JSON Schema of mkdocs.yml say what the code checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from builder.problem import Failed
from builder.settings.option_texts import OPTION_TEXTS
from builder.settings.settings import read_settings
from builder.settings.settings_schema import settings_schema, settings_table
from builder.settings.theme_validation import _REFUSED, _REFUSED_OF_THEME
from tests.real_data import ROOT
from tests.site import FILES, SmallSite

DOCUMENT = (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def written(name: str, value: str) -> str:
    """A mkdocs.yml with one of our settings."""
    inside = "{%s}" if ": " in name else "%s"
    outer, _, inner = name.partition(": ")
    setting = f"{outer}: " + (inside % f"{inner}: {value}" if inner else value)
    return f"site_name: x\nplugins:\n  - briefings:\n      {setting}\n"


def is_accepted(tmp_path: Path, text: str) -> bool:
    """Whether a build reads this mkdocs.yml."""
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    try:
        read_settings(tmp_path / "mkdocs.yml")
    except Failed:
        return False
    return True


def fits(text: str) -> bool:
    """Whether it fits the schema."""
    return bool(jsonschema.Draft202012Validator(settings_schema()).is_valid(yaml.safe_load(text)))


def test_the_table_of_the_document_is_made_of_the_code() -> None:
    assert settings_table() in DOCUMENT, f"put this into docs/settings.md:\n{settings_table()}"


def test_the_schema_beside_the_document_is_the_one_that_the_command_prints(tmp_path: Path) -> None:
    printed = SmallSite(tmp_path).command("schema").stdout
    assert (ROOT / "docs/mkdocs.schema.json").read_text("utf-8") == printed
    assert json.loads(printed) == settings_schema()
    jsonschema.Draft202012Validator.check_schema(settings_schema())


def test_every_key_of_mkdocs_that_is_refused_is_in_the_document() -> None:
    assert [key for key in (*_REFUSED, *_REFUSED_OF_THEME) if f"`{key}`" not in DOCUMENT] == [
        "mdx_configs",
        "edit_uri_template",
    ]


@pytest.mark.parametrize(("name", "text"), OPTION_TEXTS.items())
def test_every_example_is_right_for_the_build_and_the_schema(tmp_path: Path, name: str, text: Any) -> None:
    assert is_accepted(tmp_path, written(name, text.example))
    assert fits(written(name, text.example))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("latest", "0"),
        ("rising", "blue"),
        ("lastest", "3"),
        ("trusted_code", "3"),
        ("refresh: hosts", "3"),
        ("refresh: hots", "[]"),
        ("documents", "[exe]"),
        ("topics", "{形式: 形式}"),
        ("risk_free", "2"),
    ],
)
def test_what_a_build_refuses_does_not_fit_the_schema(tmp_path: Path, name: str, value: str) -> None:
    assert not is_accepted(tmp_path, written(name, value))
    assert not fits(written(name, value))


def test_settings_of_whole_sites_fit_the_schema() -> None:
    assert fits(FILES["mkdocs.yml"])
    assert fits((ROOT / "mkdocs.yml").read_text("utf-8"))
    assert fits((ROOT / "builder/desk/starter/mkdocs.yml").read_text("utf-8"))
