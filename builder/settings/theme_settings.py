"""What mkdocs.yml says of how pages look: the keys of MkDocs and Material that the builder reads. Part of `Settings`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class FooterLink:
    """A link at the foot of every page: from `extra.social`, or to the repository."""

    icon: str  # a path below Material's .icons/, without its ending, e.g. "simple/wechat"
    link: str
    name: str  # what a reader hears of it


@dataclass(frozen=True, kw_only=True)
class ThemeSettings:
    """How pages look, besides what all sites share. Colours are like "#14508c", files are from `docs_dir`; "" where none is set."""

    primary: str = ""  # the colour of the header
    accent: str = ""  # of links and buttons; the first colour where only that is set
    dark_primary: str = ""
    dark_accent: str = ""
    logo: str = ""
    favicon: str = ""
    sheets: tuple[str, ...] = ()  # extra_css, e.g. ("assets/own.css",)
    footer_links: tuple[FooterLink, ...] = ()

    @property
    def frame_pictures(self) -> dict[str, str]:
        """The pictures of every page's frame by their setting; "" where none is set."""
        return {"logo": self.logo, "favicon": self.favicon}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The settings from what `dataclasses.asdict` made of them."""
        links = tuple(FooterLink(**link) for link in value["footer_links"])
        return cls(**{**value, "sheets": tuple(value["sheets"]), "footer_links": links})
