"""A Draft in, a Shell out: Material's page put once around each draft. With `plugin` the only importer of mkdocs.

A shell depends on the draft, mkdocs.yml, the templates, the versions and nothing else: equal drafts give equal shells.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import yaml
from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from builder.model import ROOT, ShellInput, digest
from builder.problem import Failed, Problem
from builder.settings import settings as site_settings
from builder.templating import templates_folder
from builder.theme.assets import assets, own, stylesheets
from builder.theme.fingerprint import theme_digest
from builder.theme.navigation import ContentsEntry, NavigationLink, contents, links, marked

__all__ = ["ShellRenderer", "assets", "theme_digest"]


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What Material's templates read of a page. Its texts are HTML: the theme's environment escapes nothing."""

    title: str
    description: str
    kind: str
    content: str
    toc: tuple[ContentsEntry, ...]
    charts: bool
    picture: str
    url: str
    meta: dict[str, Any] = field(default_factory=dict)


class ShellRenderer:
    """The theme, loaded once, to be put around drafts.

    `synthetic` puts a banner on every page; `bytecode` is a folder that keeps the compiled templates between runs.
    Raises Failed where MkDocs refuses mkdocs.yml.
    """

    def __init__(self, config: Path, *, synthetic: bool = False, bytecode: Path | None = None) -> None:
        self._settings = site_settings.read_settings(config)
        self._config = _loaded(config)
        self._template = _environment(self._config, _cache(bytecode)).get_template("main.html")
        self._links = links(self._config.nav)
        self._marked: dict[str, tuple[NavigationLink, ...]] = {}
        self._constant = {
            "config": self._config,
            "synthetic": synthetic,
            "stylesheets": stylesheets(),
            "icon": own()["favicon.svg"],
            "scripts": {name: own()[name] for name in ("charts.js", "ranges.js")},
            "assets": own(),
            "site_name": escape(self._settings.site_name),
        }
        # The theme has no way to give <body> an attribute of ours.
        self._body = f'<body data-rising="{self._settings.options.rising}"'

    def around(self, draft: ShellInput) -> str:
        """The finished page of a draft, with its holes."""
        root = self._root(draft)
        page = _Page(
            title=escape(draft.title),
            description=escape(" ".join(draft.description.split())),
            kind=draft.kind,
            content=draft.html,
            toc=contents(draft.headings),
            charts=draft.charts,
            picture=self._address(draft.picture) if draft.picture else "",
            url=self._address(draft.picture.rpartition("/")[0] + "/") if draft.picture else "",
        )
        text = self._template.render(page=page, links=self._links_of(draft.kind), base_url=root, **self._constant)
        text = text.replace("<body ", f'{self._body} data-kind="{draft.kind}" ', 1)
        return text.replace(ROOT, root)

    def _root(self, draft: ShellInput) -> str:
        """The way to the site's root, e.g. "../../"."""
        if draft.kind == "missing":  # served in place of any address, so it cannot be relative
            return f"{urlsplit(self._settings.site_url).path.rstrip('/')}/"
        return "../" * draft.depth or "./"

    def _address(self, path: str) -> str:
        """A file's whole address, which others than browsers need."""
        return escape(f"{self._settings.site_url.rstrip('/')}/{quote(path)}")

    def _links_of(self, kind: str) -> tuple[NavigationLink, ...]:
        if kind not in self._marked:
            self._marked[kind] = marked(self._links, kind)
        return self._marked[kind]


def _environment(config: Any, cache: BytecodeCache | None) -> Environment:
    config.theme.dirs.insert(0, str(templates_folder() / "theme"))
    environment: Environment = config.theme.get_env()
    environment.bytecode_cache = cache
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters["url"] = _url_filter()
    return environment


def _url_filter() -> Callable[[Any, str], str]:
    from jinja2 import pass_context

    @pass_context
    def url(context: Any, target: str) -> str:
        split = urlsplit(target)
        return target if split.scheme or split.netloc or target.startswith("#") else f"{context['base_url']}{target}"

    return url


def _cache(bytecode: Path | None) -> BytecodeCache | None:
    if bytecode is None:
        return None
    bytecode.mkdir(parents=True, exist_ok=True)
    # Jinja2 sees to it that a template is what it was, but not that what compiled it is: its version, our options.
    compiler = digest(" ".join([version("jinja2"), version("mkdocs"), Path(__file__).read_text(encoding="utf-8")]))
    return FileSystemBytecodeCache(str(bytecode), pattern=f"theme-{compiler[:12]}-%s.cache")


def _loaded(config: Path) -> Any:
    """MkDocs's own view of mkdocs.yml, with what our pages need of the theme."""
    with _overheard() as messages:
        try:
            loaded: Any = load_config(str(config))
        except (MkDocsException, yaml.YAMLError, OSError, ValueError) as error:
            found = messages or [str(error)]
            raise Failed([Problem(id="bad-settings", path=config.name, message=one) for one in found]) from error
    problem = _refused(config, loaded)
    if problem:
        raise Failed([problem])
    theme = loaded.theme
    theme["language"] = "zh-CN"
    theme["features"] = ["navigation.tabs", "navigation.top"]
    loaded.repo_url = loaded.site_author = None
    loaded.extra_css, loaded.extra_javascript = [], []
    # A constant scope makes the theme's inline scripts the same on every page.
    loaded.extra = {**loaded.extra, "scope": "/", "generator": False}
    return loaded


def _refused(config: Path, loaded: Any) -> Problem | None:
    message = ""
    if loaded.theme.name != "material":
        message, hint = f"theme: pages are made for material, not {loaded.theme.name}", "write `name: material`"
    elif loaded.theme.custom_dir:
        message, hint = "theme: custom_dir is not read", "the theme's overrides are in templates/theme/"
    elif loaded.extra_css or loaded.extra_javascript:
        message, hint = "extra_css and extra_javascript are not read", "put style sheets into templates/assets/"
    return Problem(id="bad-settings", path=config.name, message=message, hint=hint) if message else None


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """What MkDocs would print, as a list."""
    messages: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("mkdocs")
    aloud, log.propagate = log.propagate, False
    log.addHandler(handler)
    try:
        yield messages
    finally:
        log.removeHandler(handler)
        log.propagate = aloud
