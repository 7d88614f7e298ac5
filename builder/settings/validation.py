"""What stands in mkdocs.yml in, plain values for the settings out, or all that is wrong there.

Our own settings stand under `plugins: - briefings:`; unknown ones are problems. What belongs to MkDocs and its theme is
left to `theme`, which gets the whole file.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Annotated, Any, get_type_hints
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator
from rapidfuzz import process

from builder.problem import Failed, Problem
from builder.settings.settings import Options

_SLUG = r"^[a-z0-9][a-z0-9-]*$"
# What a field must be besides its type.
_KINDS: dict[str, Any] = {
    "latest": Annotated[int, Field(ge=1)],
    "topics": dict[str, Annotated[str, Field(pattern=_SLUG)]],
}


def checked(place: str, raw: bytes) -> dict[str, Any]:
    """What `Settings` and, as "options", `Options` are made of; `place` names the file in problems. Raises Failed with
    every setting that is wrong."""
    try:
        loaded = yaml.load(raw, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"not YAML: {getattr(error, 'problem', None) or getattr(error, 'reason', error)}"
        raise Failed([Problem(id="bad-settings", path=place, line=line, column=column, message=message)]) from error
    except (ValueError, RecursionError) as error:  # a date that is none, `!!int x`; brackets in thousands
        message = "nested too deeply" if isinstance(error, RecursionError) else f"not YAML: {error}"
        raise Failed([Problem(id="bad-settings", path=place, message=message)]) from error
    if not isinstance(loaded, dict) or not loaded.get("site_name"):
        hint = "begin the file with a line like `site_name: 基金简报`"
        raise Failed([Problem(id="bad-settings", path=place, message="site_name is missing", hint=hint)])
    folders = {key: str(loaded.get(key) or default) for key, default in (("docs_dir", "content"), ("site_dir", "site"))}
    problems = [
        Problem(
            id="bad-settings", path=place, line=_line_of(raw, key), message=said, hint="name a folder, e.g. content"
        )
        for key, value in folders.items()
        if (said := _misplaced(key, value, place))
    ]
    options: dict[str, Any] = {}
    try:
        options = _model().model_validate(_own_options(loaded)).model_dump()
    except ValidationError as error:
        problems += [_problem_of(place, raw, dict(one)) for one in error.errors()]
    except TypeError as error:
        hint = "write `plugins:`, `  - briefings:`, and each setting as `key: value` below it"
        line = _line_of(raw, "plugins")
        problems.append(Problem(id="bad-settings", path=place, line=line, message=str(error), hint=hint))
    if problems:
        raise Failed(problems)
    return {
        "site_name": str(loaded["site_name"]),
        "site_url": str(loaded.get("site_url") or ""),
        "description": str(loaded.get("site_description") or ""),
        "content": folders["docs_dir"],
        "site": folders["site_dir"],
        "options": options,
    }


@lru_cache(maxsize=1)
def _model() -> type[BaseModel]:
    """`Options` as pydantic checks them."""
    kinds = get_type_hints(Options) | _KINDS
    given = Options()
    fields: dict[str, Any] = {name: (kinds[name], getattr(given, name)) for name in Options.__dataclass_fields__}
    checks: dict[str, Any] = {
        "inside": field_validator("data")(_inside),
        "known_zone": field_validator("zone")(_known_zone),
    }
    return create_model("Options", __config__=ConfigDict(extra="forbid"), __validators__=checks, **fields)


def _inside(value: str) -> str:
    if said := _misplaced("the folder of data", value, "docs_dir"):
        raise ValueError(said)
    return value


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {value}") from error
    return value


class _Loader(yaml.SafeLoader):
    """Takes tags it does not know (`!ENV`, `!!python/name:`) as plain text: they are MkDocs's own, and none is ours."""


def _opaque(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return node.value if isinstance(node, yaml.ScalarNode) else suffix


_Loader.add_multi_constructor("!", _opaque)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _opaque)


def _own_options(loaded: dict[str, Any]) -> dict[str, Any]:
    """What stands under `briefings`. Raises TypeError where that is no mapping of settings."""
    plugins = loaded.get("plugins") or []
    if not isinstance(plugins, list | dict):
        raise TypeError("plugins is no list")
    entries = plugins.items() if isinstance(plugins, dict) else (_pair(entry) for entry in plugins)
    options = next((options or {} for name, options in entries if name == "briefings"), {})
    if not isinstance(options, dict) or not all(isinstance(key, str) for key in options):
        raise TypeError("the settings of briefings are no list of `key: value`")
    return options


def _misplaced(key: str, value: str, config: str) -> str:
    """What is wrong with a folder's name; "" where nothing is."""
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or "\0" in value:
        return f"{key} must lie below {config}"
    if not path.parts or path.parts[0].startswith("."):
        return f"{key}: {value} is no folder of its own; hidden folders are the builder's"
    return ""


def _pair(entry: Any) -> tuple[str, Any]:
    return next(iter(entry.items())) if isinstance(entry, dict) and entry else (str(entry), None)


def _problem_of(place: str, raw: bytes, error: dict[str, Any]) -> Problem:
    key = str(error["loc"][0]) if error["loc"] else ""
    near = process.extractOne(key, list(Options.__dataclass_fields__), score_cutoff=60)
    unknown = error["type"] == "extra_forbidden"
    return Problem(
        id="bad-settings",
        path=place,
        line=_line_of(raw, key),
        message=f"no setting is called {key}" if unknown else f"{key}: {error['msg'].removeprefix('Value error, ')}",
        hint=f"did you mean {near[0]}?" if unknown and near else "",
    )


def _line_of(raw: bytes, key: str) -> int:
    lines = raw.decode("utf-8", "replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip(" -").startswith(f"{key}:")), 0)
