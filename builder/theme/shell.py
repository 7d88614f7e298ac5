"""The frame of the Material theme around a page: what the theme makes of a shell input. Used by page workers.

Besides `mkdocs_plugin` the only module that imports mkdocs. A shell depends on its input, mkdocs.yml, the templates and the
versions of packages, and on nothing else: equal inputs give equal shells.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from jinja2 import BaseLoader, BytecodeCache, ChoiceLoader, Environment
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from builder.language import LANGUAGES, current, speaking, translate
from builder.model import ROOT, ShellInput, digest
from builder.problem import Failed, Problem
from builder.settings import settings as site_settings
from builder.suggest import did_you_mean
from builder.templating import CompiledTemplates, layered, owner_faults, site_templates_folder
from builder.theme.assets import material_templates, own_assets
from builder.theme.navigation import ContentsEntry, NavigationLink, mark_active, navigation_links, table_of_contents

_COMPLAINT = re.compile(r"Config value '(\w+)': (.*)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class _ThemePage:
    """What the theme's templates read of a page. Its texts are HTML, since the theme's environment escapes nothing."""

    title: str
    kind: str
    content: str
    toc: tuple[ContentsEntry, ...]
    charts: bool
    metadata: str
    tag: str  # the language, e.g. "zh-CN"
    meta: dict[str, Any] = field(default_factory=dict)


class ShellRenderer:
    """The theme, loaded once to render many shells.

    `sheet` and `scripts` are the site paths of the style sheet and, by language, of the script; `default_links` gives the
    navigation (title and address) where mkdocs.yml has no `nav`; those whose address is among the `icons` are in a phone's bar;
    `notice` stands at the top of every page; `bytecode` is a folder that keeps compiled templates between runs. Raises Failed
    where MkDocs refuses mkdocs.yml.
    """

    def __init__(
        self,
        config: Path,
        *,
        sheet: str,
        scripts: Mapping[str, str],
        default_links: Callable[[], Sequence[tuple[str, str]]] = tuple,
        icons: Mapping[str, str] = MappingProxyType({}),
        notice: str = "",
        bytecode: Path | None = None,
    ) -> None:
        self._settings = site_settings.read_settings(config)
        self._config = _load_mkdocs(config, self._settings.content)
        _check_icons(self._settings)
        self._own = site_templates_folder(config.parent)
        with owner_faults(self._own):
            environment = _environment(self._config, self._own, _bytecode_cache(bytecode))
            self._template = environment.get_template("main.html")
        self._default_links, self._notice = default_links, notice
        self._links_by_section: dict[tuple[str, str | None], tuple[NavigationLink, ...]] = {}
        self._of_language: dict[str, dict[str, Any]] = {}
        self._scripts = scripts
        self._constants = {
            "config": self._config,
            "sheet": sheet,
            "icons": icons,
            "site_name": escape(self._settings.site_name),
            "footer_links": self._settings.theme.footer_links,
            **{key: path and f"media/{quote(path)}" for key, path in self._settings.theme.frame_pictures.items()},
            "rising": self._settings.options.rising,
        }

    def render(self, shell_input: ShellInput) -> str:
        """The shell: a finished page, with its holes. Texts of the input that are not HTML are escaped."""
        root = self._root(shell_input)
        page = _ThemePage(
            title=escape(shell_input.title),
            kind=shell_input.kind,
            content=shell_input.html,
            toc=table_of_contents(shell_input.headings),
            charts=shell_input.charts,
            metadata=shell_input.metadata,
            tag=LANGUAGES[shell_input.language],
        )
        with speaking(shell_input.language), owner_faults(self._own):
            links = self._links_of(shell_input.section)
            values = {**self._constants, **self._constants_of(shell_input.language)}
            return str(self._template.render(page=page, links=links, base_url=root, **values)).replace(ROOT, root)

    def _constants_of(self, language: str) -> dict[str, Any]:
        """What is the same on all pages of a language."""
        if language not in self._of_language:
            self._of_language[language] = {
                "notice": escape(translate(self._notice)),
                "script": self._scripts[language],
                "assets": own_assets(),
            }
        return self._of_language[language]

    def _root(self, shell_input: ShellInput) -> str:
        """The path from the page to the site's root, e.g. "../../"."""
        if shell_input.kind == "missing":  # it is served at any address, so a relative path would lead nowhere
            return f"{urlsplit(self._settings.site_url).path.rstrip('/')}/"
        return "../" * shell_input.depth or "./"

    def _links_of(self, section: str | None) -> tuple[NavigationLink, ...]:
        place = (current(), section)
        if place not in self._links_by_section:
            links = navigation_links(self._config.nav, self._default_links())
            self._links_by_section[place] = mark_active(links, section)
        return self._links_by_section[place]


def _environment(config: Any, own: Path | None, cache: BytecodeCache | None) -> Environment:
    environment: Environment = config.theme.get_env()
    environment.loader = ChoiceLoader([layered(own, "theme"), environment.loader or BaseLoader()])
    environment.bytecode_cache = cache
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters["url"] = _url_filter()
    environment.globals["_"] = translate
    return environment


def _url_filter() -> Callable[[Any, str], str]:
    from jinja2 import pass_context

    @pass_context
    def url(context: Any, target: str) -> str:
        split = urlsplit(target)
        return target if split.scheme or split.netloc or target.startswith("#") else f"{context['base_url']}{target}"

    return url


def _bytecode_cache(folder: Path | None) -> BytecodeCache | None:
    if folder is None:
        return None
    # Jinja2 notices that a template has changed, but not that its own version or our options have.
    compiler = digest(" ".join([version("jinja2"), version("mkdocs"), Path(__file__).read_text(encoding="utf-8")]))
    return CompiledTemplates(folder, f"theme-{compiler[:12]}-%s.cache")


def _load_mkdocs(config: Path, content: str) -> Any:
    """The configuration as MkDocs loads it. `content` is the folder of pages: where mkdocs.yml names none, MkDocs has another."""
    with _logged_errors() as messages:
        try:
            loaded: Any = load_config(str(config), docs_dir=content)
        except (MkDocsException, yaml.YAMLError, OSError, ValueError) as error:
            raise Failed(_complaint(config, message) for message in messages or [f"MkDocs: {error}"]) from error
    if loaded.theme.name != "material":
        message, hint = f"theme: pages are made for material, not {loaded.theme.name}", "write `name: material`"
        raise Failed([Problem(id="bad-settings", path=config.name, message=message, hint=hint)])
    return loaded


def _complaint(config: Path, message: str) -> Problem:
    """What MkDocs says of a setting, at the line where it begins: without a traceback, and with paths from the project's root."""
    said = [line for line in message.replace("\\n", "\n").split("\n") if line.strip() and not line[0].isspace()]
    message = " ".join(dict.fromkeys(said)).replace(f"{os.path.abspath(config.parent)}{os.sep}", "")  # noqa: PTH100
    named = _COMPLAINT.match(message)
    lines = config.read_text(encoding="utf-8-sig").split("\n") if named else []
    line = next((number for number, text in enumerate(lines, 1) if named and text.startswith(f"{named[1]}:")), 0)
    message = f"{named[1]}: {named[2]}" if named else message
    return Problem(id="bad-settings", path=config.name, line=line, column=1 if line else 0, message=message)


def _check_icons(settings: site_settings.Settings) -> None:
    """Raises Failed for each link at the foot whose icon Material does not have."""
    folder = material_templates() / ".icons"
    missing = [link.icon for link in settings.theme.footer_links if not (folder / f"{link.icon}.svg").is_file()]
    known = [path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.svg")] if missing else []
    problems = []
    for icon in missing:
        hint = did_you_mean(icon, known, otherwise="e.g. simple/wechat, material/email")
        message = f"extra: social: Material has no icon {icon}"
        problems.append(Problem(id="bad-settings", path=settings.config.name, message=message, hint=hint))
    if problems:
        raise Failed(problems)


@contextmanager
def _logged_errors() -> Iterator[list[str]]:
    """The errors that MkDocs logs, in a list instead of on the screen."""
    messages: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs")
    propagated, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield messages
    finally:
        log.removeHandler(handler)
        log.propagate = propagated
