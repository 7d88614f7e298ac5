"""Checks mkdocs.yml for `read_settings`: every setting of ours that is unknown or wrong is a problem at its line.

Our own settings are below `plugins: - briefings:`. Settings of MkDocs and its theme are not checked here: `theme` gets the
whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Annotated, Any, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator

from builder.problem import Failed, Problem
from builder.settings.options import Options, RefreshOptions
from builder.suggest import did_you_mean
from builder.vocabulary import LISTINGS
from builder.yaml_syntax import ODD_LINE_ENDS, syntax_fault

_SLUG = r"^[a-z0-9][a-z0-9-]*$"
_HOST = r"^[^\s/@?#*\\]+(/\d{1,3})?(:\d{1,5})?$"
_WRITTEN_PORT = re.compile(
    r"(?:[^:]+|\[[^\]]*\]):(\d{1,5})\Z", re.ASCII
)  # an address of IPv6 has one behind brackets only
# What values are to be, in our words: by the setting, or by what pydantic calls the kind.
_EXPECTED = {
    "latest": "a whole number from 1 on",
    "request_seconds": "a whole number of seconds from 1 on",
    "source_seconds": "a whole number of seconds from 1 on",
    "seconds": "a whole number of seconds from 1 on",
    "hosts": "a list of hosts, e.g. [data.example.com, 10.1.2.0/24, 127.0.0.1:8080]",
    "documents": "a list of types, e.g. [pdf, csv, xlsx]",
    **{
        name: f"a map of {name} to addresses in small Latin letters, digits and hyphens, e.g. {{形式: xing-shi-2}}"
        for name in LISTINGS
    },
    "refresh": "a map of settings, e.g. refresh: {hosts: [data.example.com]}",
}
_KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "string": "a text"}
# Types that are narrower than those in `Options`.
_TYPES: dict[str, Any] = {
    "latest": Annotated[int, Field(ge=1)],
    **dict.fromkeys(LISTINGS, dict[str, Annotated[str, Field(pattern=_SLUG)]]),
    "hosts": tuple[Annotated[str, Field(pattern=_HOST)], ...],
    "request_seconds": Annotated[int, Field(ge=1)],
    "source_seconds": Annotated[int, Field(ge=1)],
    "seconds": Annotated[int, Field(ge=1)],
}


def validate(file: str, raw: bytes) -> dict[str, Any]:
    """The checked settings as JSON values: the fields of `Settings`, and under "options" those of `Options`.

    `file` is the path that problems name, `raw` the content of that file. Raises Failed with every setting that is wrong.
    """
    try:
        loader = _Loader(raw.decode("utf-8-sig", "surrogateescape").translate(ODD_LINE_ENDS))
        root = loader.get_single_node()
        config = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        fault = syntax_fault(error, raw.decode("utf-8", "replace"))
        line, column, hint = fault.line + 1, fault.column + 1, fault.hint
        raise Failed(
            [Problem(id="bad-settings", path=file, line=line, column=column, message=fault.message, hint=hint)]
        ) from error
    except (ValueError, RecursionError) as error:  # an impossible date, `!!int x`; thousands of brackets
        message = "nested too deeply" if isinstance(error, RecursionError) else f"not YAML: {error}"
        raise Failed([Problem(id="bad-settings", path=file, message=message)]) from error
    nodes = list(_nodes(root))
    places = _places(nodes)
    if from_elsewhere := _from_elsewhere(file, nodes, places):
        raise Failed(sorted(from_elsewhere))
    if not isinstance(config, dict) or not config.get("site_name"):
        hint = "begin the file with a line like `site_name: 基金简报`"
        raise Failed([Problem(id="bad-settings", path=file, message="site_name is missing", hint=hint)])
    folders = {
        key: PurePosixPath(str(config.get(key) or default)).as_posix()
        for key, default in (("docs_dir", "content"), ("site_dir", "site"))
    }
    problems = [
        _problem_at(file, places.get(key), reason, "name a folder, e.g. content")
        for key, value in folders.items()
        if (reason := _folder_fault(key, value, f"the folder of {file}"))
    ]
    options: dict[str, Any] = {}
    try:
        options = _model().model_validate(_own_options(config)).model_dump()
    except ValidationError as error:
        problems += [_problem_of(file, places, dict(fault)) for fault in error.errors()]
    except TypeError as error:
        hint = "write `plugins:`, `  - briefings:`, and each setting as `key: value` below it"
        problems.append(_problem_at(file, places.get("plugins"), str(error), hint))
    if problems:
        raise Failed(sorted(problems))
    return {
        "site_name": str(config["site_name"]),
        "site_url": str(config.get("site_url") or ""),
        "description": str(config.get("site_description") or ""),
        "content": folders["docs_dir"],
        "site": folders["site_dir"],
        "nav": _nav(root),
        "options": options,
    }


def _from_elsewhere(file: str, nodes: Sequence[yaml.Node], places: Mapping[str, yaml.Mark]) -> list[Problem]:
    """A problem for each value that MkDocs would take from another file or from the environment.

    A site whose settings lie elsewhere is another one on another machine, and no key would tell.
    """
    message, hint = "!ENV is not read: a site does not depend on the environment", "write the value itself"
    problems = [_problem_at(file, node.start_mark, message, hint) for node in nodes if node.tag == "!ENV"]
    if "INHERIT" in places:
        message, hint = "INHERIT is not read: all settings stand in one file", "copy the settings of that file"
        problems.append(_problem_at(file, places["INHERIT"], message, hint))
    return problems


def _nav(root: yaml.Node | None) -> dict[str, int]:
    """The targets in `nav`, each with its line; empty where there is none, or where it is not what MkDocs reads."""
    entries = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    nodes = _nodes(entries["nav"]) if "nav" in entries else []
    return {str(node.value): node.start_mark.line + 1 for node in nodes if isinstance(node, yaml.ScalarNode)}


def _nodes(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """A node and all values below it, in their order, each once: aliases may lead back to where they are."""
    pending, seen = [root] if root else [], set[int]()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, yaml.SequenceNode):
            pending += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            pending += [value for _, value in reversed(node.value)]


@lru_cache(maxsize=1)
def _model() -> type[BaseModel]:
    """`Options` as a pydantic model."""
    of_refresh: dict[str, Any] = {"ports": field_validator("hosts")(_check_ports)}
    refresh = create_model(
        "RefreshOptions",
        __config__=ConfigDict(extra="forbid"),
        __validators__=of_refresh,
        **_fields(RefreshOptions),
    )
    fields = {**_fields(Options), "refresh": (refresh, refresh())}
    validators: dict[str, Any] = {
        "folder": field_validator("data")(_check_data_folder),
        "time_zone": field_validator("zone")(_check_time_zone),
    }
    return create_model("Options", __config__=ConfigDict(extra="forbid"), __validators__=validators, **fields)


def _fields(options: type[Options | RefreshOptions]) -> dict[str, Any]:
    """The fields of some settings as pydantic takes them: type and default."""
    types, defaults = get_type_hints(options) | _TYPES, options()
    return {name: (types[name], getattr(defaults, name)) for name in options.__dataclass_fields__}


def _check_data_folder(value: str) -> str:
    if reason := _folder_fault("data", value, "docs_dir"):
        raise ValueError(reason)
    return PurePosixPath(value).as_posix()


def _check_ports(hosts: tuple[str, ...]) -> tuple[str, ...]:
    for host in hosts:
        written = _WRITTEN_PORT.match(host)
        if written and not 0 < int(written[1]) < 65536:
            raise ValueError(f"{host} has the port {written[1]}: ports are numbers from 1 to 65535")
    return hosts


def _check_time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {value}") from error
    return value


class _Loader(yaml.SafeLoader):
    """Reads unknown tags (`!ENV`, `!!python/name:`) as text: only MkDocs uses them."""


def _tag_as_text(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return node.value if isinstance(node, yaml.ScalarNode) else suffix


_Loader.add_multi_constructor("!", _tag_as_text)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _tag_as_text)


def _own_options(config: dict[str, Any]) -> dict[str, Any]:
    """The settings below `briefings`. Raises TypeError where they are not `key: value` pairs."""
    plugins = config.get("plugins") or []
    if not isinstance(plugins, list | dict):
        raise TypeError("plugins is not a list")
    entries = plugins.items() if isinstance(plugins, dict) else (_name_and_options(entry) for entry in plugins)
    options = next((options or {} for name, options in entries if name == "briefings"), {})
    if not isinstance(options, dict) or not all(isinstance(key, str) for key in options):
        raise TypeError("the settings of briefings are not `key: value` pairs")
    return options


def _name_and_options(entry: Any) -> tuple[str, Any]:
    return next(iter(entry.items())) if isinstance(entry, dict) and entry else (str(entry), None)


def _folder_fault(key: str, value: str, parent: str) -> str:
    """Why a setting cannot name this folder; "" if it can."""
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts or "\0" in value:
        return f"{key} must be below {parent}"
    if not path.parts or path.parts[0].startswith("."):
        return f"{key} cannot be {value!r}: hidden folders belong to the builder"
    return ""


def _places(nodes: Iterable[yaml.Node]) -> dict[str, yaml.Mark]:
    """Where each key is set; of one that is set several times, the first."""
    places: dict[str, yaml.Mark] = {}
    for node in nodes:
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            places.setdefault(str(key.value), key.start_mark)
    return places


def _problem_at(file: str, mark: yaml.Mark | None, message: str, hint: str) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(id="bad-settings", path=file, line=line, column=column, message=message, hint=hint)


def _problem_of(file: str, places: Mapping[str, yaml.Mark], fault: dict[str, Any]) -> Problem:
    of_refresh = fault["loc"][:1] == ("refresh",) and len(fault["loc"]) > 1
    key = str(fault["loc"][1 if of_refresh else 0]) if fault["loc"] else ""
    unknown = fault["type"] == "extra_forbidden"
    known = (RefreshOptions if of_refresh else Options).__dataclass_fields__
    message, hint = (f"no setting is called {key}", did_you_mean(key, known)) if unknown else _said(key, fault)
    return _problem_at(file, places.get(key), message, hint)


def _said(key: str, fault: dict[str, Any]) -> tuple[str, str]:
    """What is wrong with a value, and what would be right."""
    if fault["type"] == "value_error":
        hint = _zone_hint(str(fault["input"])) if key == "zone" else ""
        return f"{key}: {fault['msg'].removeprefix('Value error, ')}", hint
    if key in _EXPECTED:
        expected = _EXPECTED[key]
    elif fault["type"] == "literal_error":
        expected = f"one of {fault['ctx']['expected']}".replace("'", "").replace(" or ", ", ")
    else:
        kind = fault["type"].partition("_")[0]  # e.g. "int" of "int_parsing"
        expected = _KINDS.get(kind, "a value of another kind")
    return f"{key} is {repr(fault['input'])[:80]}, not {expected}", ""


def _zone_hint(zone: str) -> str:
    return did_you_mean(zone, sorted(available_timezones()), otherwise="e.g. Asia/Shanghai, as all of China", cutoff=75)
