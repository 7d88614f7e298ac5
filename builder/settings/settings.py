"""mkdocs.yml in, Settings out: the one settings file, read without MkDocs.

What stands there is checked by `checking`, once: as long as file and code are the same, what was found is taken from the cache.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from builder.cache.code_version import code_digest
from builder.model import digest
from builder.problem import Failed, Problem

CACHE = ".briefings"
# What pictures are made with: Noto Sans SC as OpenType, under the SIL Open Font License; and QR codes.
PICTURES = ("pylopdf_fonts_zh_cn", "segno")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What stands under `plugins: - briefings:`."""

    data: str = "data"  # the data files' folder, from docs_dir
    zone: str = "Asia/Shanghai"  # of dates without one
    rising: Literal["red", "green"] = "red"  # the colour of a gain
    profile: Literal["market-data"] = "market-data"
    risk_notice: str = ""  # below every briefing that has none of its own
    latest: int = 20  # briefings on the home page
    topics: dict[str, str] = field(default_factory=dict)  # own addresses, where another has it: {"形式": "xing-shi-2"}
    risk_free: float = 0.015  # yearly, for the Sharpe ratio
    trusted_code: bool = False  # whether altair blocks, programs of authors, may run
    trading_days: Literal[242, 250, 252] = 252  # a year's, for volatility
    pictures: bool = True  # of charts, where the extra `pictures` is installed


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where things are and how the site is to be."""

    root: Path  # the folder of mkdocs.yml
    config: Path  # mkdocs.yml itself
    site_name: str
    site_url: str = ""
    description: str = ""  # site_description
    content: str = "content"  # docs_dir, from the root
    site: str = "site"  # site_dir, from the root
    options: Options = field(default_factory=Options)
    cache: str = CACHE  # the cache's folder, from the root
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
        return {"risk_free": options.risk_free, "trading_days": options.trading_days, "problem_path": place}

    @property
    def site_dir(self) -> Path:
        return self.root / self.site

    @property
    def cache_dir(self) -> Path:
        return self.root / self.cache

    @cached_property
    def fonts(self) -> Path | None:
        """The folder of the font that pictures are drawn with; None where there are to be none, or it is not installed."""
        found = [find_spec(name) for name in PICTURES] if self.options.pictures else []
        places = found[0].submodule_search_locations if all(found) and found and found[0] else None
        return Path(next(iter(places))) if places else None

    @property
    def shares(self) -> bool:
        """Whether briefings get pictures for links and chats: these need the site's whole address."""
        return bool(self.site_url) and self.fonts is not None

    @property
    def shown(self) -> dict[str, Any]:
        """All that can show on a page, as plain values: not where things are on this machine."""
        return {name: value for name, value in asdict(self).items() if name not in ("root", "config", "cache", "site")}


def read_settings(config: Path) -> Settings:
    """The settings of the site whose mkdocs.yml this is. Raises Failed with every setting that is wrong."""
    try:
        raw = config.read_bytes()
    except OSError as error:
        message = f"{config.name} cannot be read: {error.strerror}"
        raise Failed([Problem(id="bad-settings", path=config.name, message=message)]) from error
    kept, name = config.parent / CACHE / "settings.json", digest(code_digest().encode() + raw)
    with suppress(OSError, ValueError, TypeError, KeyError):  # no such file, or not one of ours
        known = json.loads(kept.read_bytes())
        if known["of"] == name:
            return _settings(config, raw, known["found"])
    # Imported here: what checks is large, and a build whose settings are known has no need of it.
    from builder.settings.validation import checked

    found = checked(config.name, raw)
    with suppress(OSError):  # told when the cache is needed
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_text(json.dumps({"of": name, "found": found}), encoding="utf-8")
        partial.replace(kept)
    return _settings(config, raw, found)


def _settings(config: Path, raw: bytes, found: dict[str, Any]) -> Settings:
    options = Options(**found["options"])
    return Settings(root=config.parent, config=config, digest=digest(raw), **{**found, "options": options})
