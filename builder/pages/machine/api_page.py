"""The page of `api/` and the JSON Schemas of its files, for people whose programs read the site. Used by `pages`.

The page is made of the schemas, so that both say the same. They are in `templates/api/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from builder.language import translate
from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.templating import Templates, templates_folder

Schema = Mapping[str, Any]
# The schemas by name, each with the addresses of its files.
ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "briefings": ("api/briefings.json",),
    "fund": ("api/funds/{代码}.json",),
    "history": (
        "api/funds/{代码}/history.json",
        "api/indexes/{代码}/history.json",
        "api/benchmarks/{编号}/history.json",
    ),
    "build": ("build.json",),
}
_TYPES = {
    "array": "列表",
    "boolean": "true 或 false",
    "integer": "整数",
    "null": "null",
    "number": "数字",
    "object": "对象",
    "string": "文字",
}


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """api/index.html, and api/schemas/<name>.json for each kind of file."""
    schemas = {name: schema_of(name) for name in ADDRESSES}
    yield page_from_template(
        templates,
        kind="api",
        path="api/index.html",
        section="methods/",
        title=translate("数据接口"),
        description=translate("供程序读取的文件：简报目录、基金资料与历史，以及它们的 JSON Schema。"),
        files=[
            (name, schema, list(map(translate, ADDRESSES[name])), list(_rows(schema)))
            for name, schema in schemas.items()
        ],
        feeds=bool(site.settings.site_url),
    )
    for name, schema in schemas.items():
        yield GeneratedFile(
            path=f"api/schemas/{name}.json", text=json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        )


def schema_of(name: str) -> Schema:
    """The JSON Schema of a kind of file, e.g. "fund"."""
    text = (templates_folder() / "api" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    translated: Schema = translated_schema(schema)
    return translated


def translated_schema(value: Any) -> Any:
    """A schema with its titles and descriptions in the language in force."""
    if isinstance(value, list):
        return [translated_schema(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: translate(item) if name in ("title", "description") and isinstance(item, str) else translated_schema(item)
        for name, item in value.items()
    }


def _rows(schema: Schema, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, type and description of each value in a file, e.g. ("windows.*.from", "日期，或 null", "期初日")."""
    if schema["type"] == "array":
        yield from _rows(schema["items"], path)
    for name, value in schema.get("properties", {}).items():
        yield f"{path}{name}", _type(value), value["description"]
        yield from _rows(value, f"{path}{name}.")
    members = schema.get("additionalProperties", {})
    if "properties" in members:
        yield from _rows(members, f"{path}*.")


def _type(schema: Schema) -> str:
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    words = [
        translate("日期") if name == "string" and schema.get("format") == "date" else translate(_TYPES[name])
        for name in types
    ]
    return translate("，或 ").join(words)
