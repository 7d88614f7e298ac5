"""Checks mkdocs.yml for `read_settings`: every setting of ours that is unknown or wrong is a problem at its line.

Our own settings are below `plugins: - briefings:`. What MkDocs says of its own, the room `theme` tells, which gets the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from ipaddress import ip_network
from pathlib import PurePosixPath
from typing import Annotated, Any, get_type_hints
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator

from builder.language import CHINESE, LANGUAGES
from builder.link_target import refused_scheme
from builder.problem import Failed, Problem
from builder.settings.folder_settings import folder_fault, overlap
from builder.settings.options import Options, RefreshOptions
from builder.settings.settings_yaml import read_settings_file
from builder.settings.theme_validation import theme_settings
from builder.suggest import did_you_mean
from builder.vocabulary import LISTINGS
from builder.yaml_syntax import nodes

_SLUG = r"^[a-z0-9][a-z0-9-]*$"
_HOST = r"^[^\s/@?#*\\]+(/\d{1,3})?(:\d{1,5})?$"
_SITE_URL = re.compile(r"https?://[^\s/?#\"'<>\\^`{}|]+(?:/[^\s?#\"'<>\\^`{}|]*)?", re.IGNORECASE)
_NUMERIC = re.compile(r".*/.*|[\d.]+", re.ASCII)  # what can only be a network or an address
# An address of IPv6 has one behind brackets only.
_WRITTEN_PORT = re.compile(r"(?:[^:]+|\[[^\]]*\]):(\d{1,5})\Z", re.ASCII)
# What values are to be, in our words: by the setting, or by what pydantic calls the kind.
_EXPECTED = {
    "latest": "a whole number from 1 to 1,000,000",
    "request_seconds": "a whole number of seconds from 1 to 1,000,000",
    "source_seconds": "a whole number of seconds from 1 to 1,000,000",
    "seconds": "a whole number of seconds from 1 to 1,000,000",
    "risk_free": "a yearly rate from -1 to 1, e.g. 0.015",
    "hosts": "a list of hosts, e.g. [data.example.com, 10.1.2.0/24, 127.0.0.1:8080]",
    "documents": "a list of types, e.g. [pdf, csv, xlsx]",
    **{
        name: f"a map of {name} to addresses in small Latin letters, digits and hyphens, e.g. {{形式: xing-shi-2}}"
        for name in LISTINGS
    },
    "refresh": "a map of settings, e.g. refresh: {hosts: [data.example.com]}",
}
_KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "string": "a text"}
_WHOLE = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
# Types that are narrower than those in `Options`.
_TYPES: dict[str, Any] = {
    "latest": _WHOLE,
    "risk_free": Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False, strict=True)],
    **dict.fromkeys(LISTINGS, dict[str, Annotated[str, Field(pattern=_SLUG, max_length=240)]]),
    "hosts": tuple[Annotated[str, Field(pattern=_HOST)], ...],
    "request_seconds": _WHOLE,
    "source_seconds": _WHOLE,
    "seconds": _WHOLE,
}


def validate(file: str, raw: bytes) -> dict[str, Any]:
    """The checked settings as JSON values: the fields of `Settings`, and under "options" those of `Options`.

    `file` is the path that problems name, `raw` the content of that file. Raises Failed with every setting that is wrong.
    """
    read, config = read_settings_file(file, raw)
    places = _places(read)
    if from_elsewhere := _from_elsewhere(file, read, places):
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
        if (reason := folder_fault(key, value, f"the folder of {file}"))
    ]
    if not problems and (fault := overlap(folders["docs_dir"], folders["site_dir"])):
        problems.append(
            _problem_at(file, places.get("site_dir") or places.get("docs_dir"), fault, "name a folder beside it")
        )
    looks, faults = theme_settings(config)
    problems += [_problem_at(file, places.get(fault.key), fault.message, fault.hint) for fault in faults]
    targets = _nav(read[0])
    theme = config.get("theme")
    language = str(theme.get("language") or CHINESE) if isinstance(theme, dict) else CHINESE
    if language not in LANGUAGES:
        message = f"theme: there is no interface in the language {language[:20]!r}"
        problems.append(_problem_at(file, places.get("theme"), message, f"there are {', '.join(LANGUAGES)}"))
    problems += _address_problems(file, config.get("site_url"), places.get("site_url"), targets)
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
        "language": language,
        "content": folders["docs_dir"],
        "site": folders["site_dir"],
        "theme": asdict(looks),
        "nav": {str(node.value): node.start_mark.line + 1 for node in targets},
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


def _nav(root: yaml.Node | None) -> list[yaml.ScalarNode]:
    """The targets in `nav`; none where it is not what MkDocs reads."""
    entries = {key.value: value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    return [node for node in nodes(entries.get("nav")) if isinstance(node, yaml.ScalarNode)]


def _address_problems(
    file: str, site_url: Any, place: yaml.Mark | None, nav: Iterable[yaml.ScalarNode]
) -> Iterator[Problem]:
    """What is wrong with the addresses in mkdocs.yml: they stand in every page, so they are held to the rule of links."""
    if site_url and not (isinstance(site_url, str) and _SITE_URL.fullmatch(site_url)):
        hint = "write it like https://example.org/briefings/"
        yield _problem_at(file, place, f"site_url is {str(site_url)[:80]}, not the address of a site", hint)
    for node in nav:
        if scheme := refused_scheme(node.value):
            yield _problem_at(file, node.start_mark, f"nav: {scheme} is no address that a page may link to", "")


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


def options_schema() -> dict[str, Any]:
    """Our settings as JSON Schema: what is below `briefings` in mkdocs.yml."""
    schema = _model().model_json_schema()
    for properties in (schema["properties"], *(inner["properties"] for inner in schema["$defs"].values())):
        for setting in properties.values():
            setting.pop("title", None)
    return schema


def _fields(options: type[Options | RefreshOptions]) -> dict[str, Any]:
    """The fields of some settings as pydantic takes them: type and default."""
    types, defaults = get_type_hints(options) | _TYPES, options()
    strict = {bool: Annotated[bool, Field(strict=True)]}
    return {
        name: (strict.get(types[name], types[name]), getattr(defaults, name)) for name in options.__dataclass_fields__
    }


def _check_data_folder(value: str) -> str:
    if reason := folder_fault("data", value, "docs_dir"):
        raise ValueError(reason)
    if PurePosixPath(value).parts[0] in ("briefings", "pages"):
        raise ValueError(f"data cannot be {value}: pages are there")
    return PurePosixPath(value).as_posix()


def _check_ports(hosts: tuple[str, ...]) -> tuple[str, ...]:
    for host in hosts:
        written = _WRITTEN_PORT.match(host)
        if written and not 0 < int(written[1]) < 65536:
            raise ValueError(f"{host} has the port {written[1]}: ports are numbers from 1 to 65535")
        name = (host[: written.start(1) - 1] if written else host).strip("[]")
        if _NUMERIC.fullmatch(name) and not _is_network(name):
            raise ValueError(f"{host} is neither a host nor a network")
    return hosts


def _is_network(name: str) -> bool:
    try:
        ip_network(name, strict=False)
    except ValueError:
        return False
    return True


def _check_time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"no time zone is called {value}") from error
    return value


def _own_options(config: dict[str, Any]) -> dict[str, Any]:
    """The settings below `briefings`. Raises TypeError where they are not `key: value` pairs."""
    plugins = config.get("plugins") or []
    if not isinstance(plugins, list | dict):
        raise TypeError("plugins is not a list")
    entries = plugins.items() if isinstance(plugins, dict) else (_name_and_options(entry) for entry in plugins)
    written = [options or {} for name, options in entries if name == "briefings"]
    if len(written) > 1:
        raise TypeError("plugins names briefings twice")
    options = written[0] if written else {}
    if not isinstance(options, dict) or not all(isinstance(key, str) for key in options):
        raise TypeError("the settings of briefings are not `key: value` pairs")
    return options


def _name_and_options(entry: Any) -> tuple[str, Any]:
    return next(iter(entry.items())) if isinstance(entry, dict) and entry else (str(entry), None)


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
