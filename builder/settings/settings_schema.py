"""Our settings as a JSON Schema of mkdocs.yml and as the table of docs/settings.md. Used by `briefings schema` and the tests.

Both are made of the model that checks the settings, so neither can say anything else than a build does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import yaml

from builder.language import LANGUAGES
from builder.settings.option_texts import OPTION_TEXTS
from builder.settings.options import Options
from builder.settings.validation import options_schema

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "object": "map",
}


def settings_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of mkdocs.yml: our settings in full, the keys of MkDocs that we read, and any other key."""
    options = options_schema()
    definitions = options.pop("$defs", {})
    for name, schema in _settings(options, definitions):
        text = OPTION_TEXTS[name]
        schema |= {"description": text.meaning, "examples": [yaml.safe_load(text.example)]}
    written, listed = {"type": "string"}, {"type": "array"}
    plugin = {"type": "object", "properties": {"briefings": {"anyOf": [options, {"type": "null"}]}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mkdocs.yml of a site of fund briefings",
        "type": "object",
        "required": ["site_name"],
        "properties": {
            **dict.fromkeys(
                ("site_name", "site_url", "site_description", "docs_dir", "site_dir", "copyright"), written
            ),
            **dict.fromkeys(("repo_url", "repo_name"), written),
            "nav": listed,
            "extra_css": {**listed, "items": written},
            "extra": {"type": "object", "properties": {"social": listed}},
            "theme": {
                "type": ["object", "string"],
                "properties": {
                    **dict.fromkeys(("name", "logo", "favicon"), written),
                    "language": {"enum": list(LANGUAGES)},
                    "palette": {"type": ["object", "array"]},
                },
            },
            "plugins": {"type": ["array", "object"], "items": {"anyOf": [written, plugin]}},
        },
        "$defs": definitions,
    }


def settings_table() -> str:
    """The table of docs/settings.md: each setting with type, default, example and meaning."""
    options = options_schema()
    defaults = asdict(Options())
    lines = ["| setting | type | default | e.g. | meaning |", "|---|---|---|---|---|"]
    for name, schema in _settings(options, options["$defs"]):
        outer, _, inner = name.partition(": ")
        default = defaults[outer][inner] if inner else defaults[outer]
        text = OPTION_TEXTS[name]
        shown = (
            json.dumps(default, ensure_ascii=False) if default in ("", (), {}) or isinstance(default, bool) else default
        )
        lines.append(f"| `{name}` | {_type_of(schema)} | `{shown}` | `{text.example}` | {text.meaning} |")
    return "\n".join(lines) + "\n"


def _settings(options: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each setting with its schema; one below another as "refresh: hosts"."""
    for name, schema in options["properties"].items():
        if "$ref" in schema:
            inner = definitions[schema["$ref"].rpartition("/")[2]]["properties"]
            yield from ((f"{name}: {key}", inner_schema) for key, inner_schema in inner.items())
        else:
            yield name, schema


def _type_of(schema: Mapping[str, Any]) -> str:
    """The type in words, e.g. "whole number, 1 to 1000000"."""
    if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return ", ".join(f"`{value}`" for value in values)
    words = _TYPES.get(schema.get("type", ""), "list of texts")
    if "items" in schema and "enum" in schema["items"]:
        words = "list of " + _type_of(schema["items"])
    limits = f", {schema['minimum']:,} to {schema['maximum']:,}" if "minimum" in schema else ""
    return words + limits
