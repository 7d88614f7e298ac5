"""mkdocs.yml in, Settings out: the one settings file, read without MkDocs.

Our own settings stand under `plugins: - briefings:`; unknown ones are problems. What belongs to MkDocs and its theme is
left to `theme`, which gets the whole file.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from rapidfuzz import process

from builder.model import digest
from builder.problem import Failed, Problem


class Options(BaseModel):
    """What stands under `plugins: - briefings:`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: str = "data"  # the data files' folder, from docs_dir
    zone: str = "Asia/Shanghai"  # of dates without one
    rising: Literal["red", "green"] = "red"  # the colour of a gain
    profile: Literal["market-data"] = "market-data"
    risk_notice: str = ""  # below every briefing that has none of its own
    latest: int = Field(default=20, ge=1)  # briefings on the home page
    # Addresses of topics whose own would be another's, e.g. {"形式": "xing-shi-2"}.
    topics: dict[str, Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]] = Field(default_factory=dict)
    risk_free: float = 0.015  # yearly, for the Sharpe ratio
    trading_days: Literal[242, 250, 252] = 252  # a year's, for volatility

    @field_validator("data")
    @classmethod
    def _inside(cls, value: str) -> str:
        if said := _misplaced("the folder of data", value, "docs_dir"):
            raise ValueError(said)
        return value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"no time zone is called {value}") from error
        return value


class Settings(BaseModel):
    """Where things are and how the site is to be."""

    model_config = ConfigDict(frozen=True)

    root: Path  # the folder of mkdocs.yml
    config: Path  # mkdocs.yml itself
    site_name: str
    site_url: str = ""
    description: str = ""  # site_description
    content: str = "content"  # docs_dir, from the root
    site: str = "site"  # site_dir, from the root
    options: Options = Options()
    cache: str = ".briefings"  # the cache's folder, from the root
    digest: str = ""  # of mkdocs.yml

    @property
    def content_dir(self) -> Path:
        return self.root / self.content

    @property
    def data_dir(self) -> Path:
        return self.content_dir / self.options.data

    @property
    def reckoning(self) -> dict[str, Any]:
        """What the numbers are loaded with, as `numbers.load` takes it."""
        options = self.options
        place = f"{self.content}/{options.data}"
        return {"risk_free": options.risk_free, "trading_days": options.trading_days, "place": place}

    @property
    def site_dir(self) -> Path:
        return self.root / self.site

    @property
    def cache_dir(self) -> Path:
        return self.root / self.cache


class _Loader(yaml.SafeLoader):
    """Takes tags it does not know (`!ENV`, `!!python/name:`) as plain text: they are MkDocs's own, and none is ours."""


def _opaque(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return node.value if isinstance(node, yaml.ScalarNode) else suffix


_Loader.add_multi_constructor("!", _opaque)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _opaque)


def read(config: Path) -> Settings:
    """The settings of the site whose mkdocs.yml this is. Raises Failed with every setting that is wrong."""
    place = config.name
    try:
        raw = config.read_bytes()
        loaded = yaml.load(raw, _Loader)
    except OSError as error:
        message = f"{config.name} cannot be read: {error.strerror}"
        raise Failed([Problem(id="bad-settings", path=place, message=message)]) from error
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
        if (said := _misplaced(key, value, config.name))
    ]
    options = Options()
    try:
        options = Options.model_validate(_own_options(loaded))
    except ValidationError as error:
        problems += [_problem_of(place, raw, dict(one)) for one in error.errors()]
    except TypeError as error:
        hint = "write `plugins:`, `  - briefings:`, and each setting as `key: value` below it"
        line = _line_of(raw, "plugins")
        problems.append(Problem(id="bad-settings", path=place, line=line, message=str(error), hint=hint))
    if problems:
        raise Failed(problems)
    return Settings(
        root=config.parent,
        config=config,
        site_name=str(loaded["site_name"]),
        site_url=str(loaded.get("site_url") or ""),
        description=str(loaded.get("site_description") or ""),
        content=folders["docs_dir"],
        site=folders["site_dir"],
        options=options,
        digest=digest(raw),
    )


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
    near = process.extractOne(key, list(Options.model_fields), score_cutoff=60)
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
