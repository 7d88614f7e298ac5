"""Checks what mkdocs.yml says of how pages look, for `validation`: colours, logo, icon, style sheets, links at the foot.

A key of MkDocs that would shape a site and that no page of ours heeds is a problem, with what does the same here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from builder.link_target import refused_scheme
from builder.safe_path import path_fault
from builder.settings.theme_settings import FooterLink, ThemeSettings
from builder.suggest import did_you_mean

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_ICON = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)+")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s\"'<>]+", re.IGNORECASE)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
# The colours that Material gives these names.
NAMED_COLOURS = {
    "red": "#ef5552", "pink": "#e92063", "purple": "#ab47bd", "deep purple": "#7e56c2", "indigo": "#4051b5",
    "blue": "#2094f3", "light blue": "#02a6f2", "cyan": "#00bdd6", "teal": "#009485", "green": "#4cae4f",
    "light green": "#8bc34b", "lime": "#cbdc38", "yellow": "#ffec3d", "amber": "#ffc105", "orange": "#ffa724",
    "deep orange": "#ff6e42", "brown": "#795649", "grey": "#757575", "blue grey": "#546d78", "black": "#000000",
    "white": "#ffffff",
}  # fmt: skip
# Keys that pages do not heed, each with what does the same here.
_REFUSED = {
    "extra_javascript": "pages run no scripts but those of the builder, see docs/security.md",
    "extra_templates": "put a template with the name of ours into templates/pages/",
    "hooks": "programs do not change pages; templates/ does",
    "markdown_extensions": "docs/authoring.md lists what Markdown can say here; it is the same on every site",
    "mdx_configs": "docs/authoring.md lists what Markdown can say here; it is the same on every site",
    "exclude_docs": "write `draft: true` in the front matter of a page, or move the file out of briefings/ and pages/",
    "draft_docs": "write `draft: true` in the front matter of a page",
    "edit_uri": "pages have no link for editing; templates/theme/main.html can add one",
    "edit_uri_template": "pages have no link for editing; templates/theme/main.html can add one",
}
_REFUSED_OF_THEME = {
    "custom_dir": "put templates into templates/ beside mkdocs.yml, e.g. theme/main.html, and name style sheets in extra_css",
    "features": "pages have no such switches",
    "icon": "name a picture in `logo`; templates/theme/main.html can show any other icon",
    "static_templates": "put a template with the name of ours into templates/pages/",
    "direction": "pages read from left to right",
}


class SettingFault(NamedTuple):
    """What is wrong with a key."""

    key: str  # whose line is meant
    message: str
    hint: str


def theme_settings(config: Mapping[str, Any]) -> tuple[ThemeSettings, list[SettingFault]]:
    """How pages look by this mkdocs.yml, and all that is wrong with what it says of it."""
    faults = [SettingFault(key, f"{key} is not read", hint) for key, hint in _REFUSED.items() if config.get(key)]
    if config.get("use_directory_urls") is False:
        faults.append(
            SettingFault("use_directory_urls", "every page has an address of its own folder", "leave the line out")
        )
    theme = config.get("theme")
    theme = theme if isinstance(theme, dict) else {}
    faults += [
        SettingFault(key, f"theme: {key} is not read", hint)
        for key, hint in _REFUSED_OF_THEME.items()
        if theme.get(key)
    ]
    if theme.get("font"):
        faults.append(
            SettingFault(
                "font", "theme: font is not read", "name a font of the reader's machine in a sheet of extra_css"
            )
        )
    sheets = config.get("extra_css") or []
    if not isinstance(sheets, list) or not all(isinstance(sheet, str) for sheet in sheets):
        faults.append(SettingFault("extra_css", "extra_css is not a list of files", "e.g. extra_css: [assets/own.css]"))
        sheets = []
    for key, file, endings in [("logo", theme.get("logo"), _PICTURES), ("favicon", theme.get("favicon"), _PICTURES)] + [
        ("extra_css", sheet, (".css",)) for sheet in sheets
    ]:
        faults += _file_faults(key, file, endings)
    colours = _Colours(theme.get("palette"))
    links = [*_repository(config), *_social(config, faults)]
    settings = ThemeSettings(
        primary=colours.light["primary"],
        accent=colours.light["accent"],
        dark_primary=colours.dark["primary"],
        dark_accent=colours.dark["accent"],
        logo=str(theme.get("logo") or ""),
        favicon=str(theme.get("favicon") or ""),
        sheets=tuple(sheets),
        footer_links=tuple(links),
    )
    return settings, [*faults, *colours.faults]


def _file_faults(key: str, file: Any, endings: tuple[str, ...]) -> Iterator[SettingFault]:
    """What is wrong with the name of a file below `docs_dir`."""
    if not file:
        return
    hint = f"name a file below docs_dir, e.g. assets/own{endings[0]}"
    if not isinstance(file, str) or refused_scheme(file) or "://" in file or file.startswith("//"):
        yield SettingFault(key, f"{key} is {str(file)[:80]}, not a file of this site", hint)
    elif fault := path_fault(file):
        yield SettingFault(key, f"{key}: {file[:80]} {fault}", hint)
    elif not file.lower().endswith(endings):
        yield SettingFault(key, f"{key}: {file[:80]} ends in none of {', '.join(endings)}", hint)


class _Colours:
    """The colours of `theme.palette`: of the light scheme and of the dark one, and what is wrong with them."""

    def __init__(self, palette: Any) -> None:
        self.light: dict[str, str] = {"primary": "", "accent": ""}
        self.dark: dict[str, str] = {"primary": "", "accent": ""}
        self.faults: list[SettingFault] = []
        entries = palette if isinstance(palette, list) else [palette] if palette else []
        for entry in entries:
            if not isinstance(entry, dict):
                self.faults.append(
                    SettingFault("palette", f"palette: {str(entry)[:80]} is not a map", 'e.g. primary: "#14508c"')
                )
                continue
            scheme = entry.get("scheme") or "default"
            if scheme not in ("default", "slate"):
                self.faults.append(
                    SettingFault("scheme", f"palette: there is no scheme {str(scheme)[:80]}", "default or slate")
                )
            of_scheme = self.dark if scheme == "slate" else self.light
            for role in ("primary", "accent"):
                of_scheme[role] = of_scheme[role] or self._colour(role, entry.get(role))
        if isinstance(palette, dict) and palette.get("scheme") == "slate":
            self.light = self.dark
        self.dark = {role: colour or self.light[role] for role, colour in self.dark.items()}

    def _colour(self, role: str, value: Any) -> str:
        """A colour as "#rrggbb"; "" for none, and for one that is wrong."""
        if value is None:
            return ""
        text = str(value).strip().lower()
        if _HEX.fullmatch(text):
            return text if len(text) == 7 else "#" + "".join(letter * 2 for letter in text[1:])
        if text in NAMED_COLOURS:
            return NAMED_COLOURS[text]
        hint = 'write the colour itself, e.g. "#14508c"' if text == "custom" else ""
        hint = hint or did_you_mean(
            text, NAMED_COLOURS, otherwise='a name of Material\'s, e.g. indigo, or e.g. "#14508c"'
        )
        self.faults.append(SettingFault(role, f"palette: {role} is {text[:80]}, which is no colour", hint))
        return ""


def _repository(config: Mapping[str, Any]) -> Iterator[FooterLink]:
    """The link to `repo_url`, which MkDocs has checked."""
    if url := str(config.get("repo_url") or ""):
        name = str(config.get("repo_name") or _host(url))
        yield FooterLink(icon="fontawesome/brands/git-alt", link=url, name=name)


def _social(config: Mapping[str, Any], faults: list[SettingFault]) -> Iterator[FooterLink]:
    """The links of `extra.social`; what is wrong with one is added to `faults`."""
    extra = config.get("extra")
    written = (extra.get("social") if isinstance(extra, dict) else None) or []
    for entry in written if isinstance(written, list) else [written]:
        link, icon = (str(entry.get(key) or "") for key in ("link", "icon")) if isinstance(entry, dict) else ("", "")
        if not _WEB.fullmatch(link):
            hint = "write it like - {icon: simple/wechat, link: https://example.org/, name: 公众号}"
            faults.append(
                SettingFault("social", f"extra: social: {str(entry)[:80]} has no link that pages may have", hint)
            )
        elif not _ICON.fullmatch(icon):
            faults.append(
                SettingFault(
                    "social", f"extra: social: {icon[:80] or 'nothing'} is no icon", "e.g. icon: simple/wechat"
                )
            )
        else:
            yield FooterLink(icon=icon, link=link, name=str(entry.get("name") or _host(link)))


def _host(link: str) -> str:
    """Where a link leads, e.g. "example.org"."""
    return link.split("/")[2] if "//" in link else link
