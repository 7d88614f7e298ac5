"""The settings of a site, as every command reads them from mkdocs.yml, without MkDocs.

Checking them (`validation`) imports large libraries. So the checked values are cached, under a key of the file and the code.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from builder.cache.code_version import code_digest
from builder.cache.own_folder import claim
from builder.cache.replace_file import replace_file
from builder.language import CHINESE
from builder.model import digest
from builder.problem import Failed, Problem
from builder.safe_path import read_regular
from builder.settings.options import Options, RefreshOptions
from builder.settings.theme_settings import ThemeSettings

CACHE = ".briefings"
# The packages that pictures need: Noto Sans SC as OpenType (SIL Open Font License), and QR codes.
PICTURES = ("pylopdf_fonts_zh_cn", "segno")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the files of a site are, and how its pages are to be."""

    root: Path  # the folder of mkdocs.yml
    config: Path  # mkdocs.yml itself
    site_name: str
    site_url: str = ""
    description: str = ""  # site_description
    language: str = CHINESE  # of the interface: theme.language
    content: str = "content"  # docs_dir, from the root
    site: str = "site"  # site_dir, from the root
    nav: Mapping[str, int] = field(
        default_factory=dict
    )  # the targets of `nav`, each with its line, e.g. {"pages/about.md": 9}
    options: Options = field(default_factory=Options)
    theme: ThemeSettings = field(default_factory=ThemeSettings)
    cache: str = CACHE  # the cache's folder, from the root
    digest: str = ""  # of mkdocs.yml

    @property
    def content_dir(self) -> Path:
        return self.root / self.content

    @property
    def data_dir(self) -> Path:
        return self.content_dir / self.options.data

    @property
    def data_path(self) -> str:
        """The data folder from the root, as problems name it, e.g. "content/data"."""
        return f"{self.content}/{self.options.data}"

    def day_of(self, now: datetime) -> str:
        """The day of an instant where the site is, e.g. "2024-02-20"."""
        return now.astimezone(ZoneInfo(self.options.zone)).date().isoformat()

    def load_options(self, today: str) -> dict[str, Any]:
        """What numbers depend on besides the data, as keywords of `numbers.load`; `today` is an ISO date."""
        rates = {"risk_free": self.options.risk_free, "trading_days": self.options.trading_days}
        return {**rates, "problem_path": self.data_path, "today": today}

    @property
    def site_dir(self) -> Path:
        return self.root / self.site

    @property
    def cache_dir(self) -> Path:
        return self.root / self.cache

    def site_memory(self, site: Path) -> Path:
        """The file of the cache that remembers what was written into this folder. It is the same however the folder is named."""
        return self.cache_dir / f"written-{digest(os.path.relpath(site, self.root))}.json"

    @cached_property
    def fonts(self) -> Path | None:
        """The folder of the font for pictures; None if pictures are turned off or their packages are not installed."""
        specs = [find_spec(package) for package in PICTURES] if self.options.pictures else []
        folders = specs[0].submodule_search_locations if all(specs) and specs and specs[0] else None
        return Path(next(iter(folders))) if folders else None

    @property
    def has_share_pictures(self) -> bool:
        """Whether briefings get pictures for links and chats. These show the site's address, so they need `site_url`."""
        return bool(self.site_url) and self.fonts is not None

    @property
    def page_settings(self) -> dict[str, Any]:
        """The settings that can change what a page shows, as JSON values: all but where folders are on this machine."""
        return {name: value for name, value in asdict(self).items() if name not in ("root", "config", "cache", "site")}


def read_settings(config: Path) -> Settings:
    """The settings in this mkdocs.yml. Raises Failed with every setting that is wrong."""
    try:
        raw = read_regular(config)
    except OSError as error:
        message = f"{config.name} cannot be read: {error.strerror}"
        hint = "run the command in the folder of your mkdocs.yml, or name the file with --config"
        raise Failed([Problem(id="bad-settings", path=config.name, message=message, hint=hint)]) from error
    cache_file, key = config.parent / CACHE / "settings.json", digest(code_digest().encode() + raw)
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):  # no such file, or a damaged one
        claim(cache_file.parent)
        cached = json.loads(cache_file.read_bytes())
        if cached["key"] == key:
            return _settings(config, raw, cached["values"])
    # Imported here because it is slow to import, and most builds find the checked settings in the cache.
    from builder.settings.validation import validate

    values = validate(config.name, raw)
    with suppress(OSError):  # the build itself reports a cache that cannot be written
        replace_file(cache_file, json.dumps({"key": key, "values": values}))
    return _settings(config, raw, values)


def _settings(config: Path, raw: bytes, values: dict[str, Any]) -> Settings:
    own = values["options"]
    refresh = RefreshOptions(**{**own["refresh"], "hosts": tuple(own["refresh"]["hosts"])})
    options = Options(**{**own, "documents": tuple(own["documents"]), "refresh": refresh})
    theme = ThemeSettings.from_json(values["theme"])
    return Settings(
        root=config.parent, config=config, digest=digest(raw), **{**values, "options": options, "theme": theme}
    )
