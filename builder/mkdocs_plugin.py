"""The plugin `briefings` for MkDocs: `mkdocs build` and `mkdocs serve` run our build, and MkDocs renders nothing itself.

MkDocs empties its site folder before it knows whether the build succeeds. So it is given an empty folder of ours, and our build
publishes into the real one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.utils import get_build_datetime

from builder.cache.own_folder import claim
from builder.desk import problem_report
from builder.problem import Failed
from builder.settings import settings as site_settings
from builder.templating import site_templates_folder, templates_folder

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')


class BriefingsPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """The plugin `briefings`. Its options are those of `builder.settings.options.Options`."""

    def load_config(self, options: Any, *args: Any, **kwargs: Any) -> tuple[list[Any], list[Any]]:
        """Accepts any options: `read_settings` checks them, and reports mistakes with their line."""
        self.config = options
        return [], []

    @event_priority(-100)  # after plugins that change the settings
    def on_config(self, config: Any) -> Any:
        """Leaves MkDocs nothing to render, and gives it an empty folder to write to."""
        self._site = Path(config.site_dir)
        cache = Path(config.config_file_path).parent / site_settings.CACHE
        try:
            claim(cache)  # MkDocs empties the folder there
        except Failed as failed:
            raise PluginError(problem_report.FORMATS["text"](failed.problems, cache.parent)) from failed
        except OSError as error:
            raise PluginError(f"the cache's folder cannot be used: {error.strerror}") from error
        config.site_dir = str(cache / "mkdocs")
        config.theme.static_templates = set()
        config.extra_templates = []
        config.nav = None
        return config

    def on_files(self, files: Any, config: Any) -> Any:
        """Hides all files from MkDocs."""
        return Files([])

    def on_post_build(self, config: Any) -> None:
        """Builds and publishes the site. Raises PluginError with all problems."""
        from builder.site_build import build

        path = Path(config.config_file_path)
        try:
            # MkDocs takes the time from SOURCE_DATE_EPOCH where that is set.
            problems = build.build(
                site_settings.read_settings(path), now=get_build_datetime(), site_dir=self._site
            ).problems
        except Failed as failed:
            problems = failed.problems
        if problems:
            report = problem_report.FORMATS["text"](problems, path.parent)
            raise PluginError(f"\n{report}\n{problem_report.summary(problems, self._site)}")

    def on_serve(self, server: Any, config: Any, builder: Any) -> Any:
        """Watches the templates too, and lets the reloading script run. MkDocs itself watches the content folder.

        That script is inline, which the policy of every page forbids: pages are served without it, and published with it.
        """
        for folder in filter(None, (templates_folder(), site_templates_folder(Path(config.config_file_path).parent))):
            server.watch(str(folder))
        served = server.get_app()
        server.set_app(lambda environ, start_response: _without_policy(served, environ, start_response))
        return server


def _without_policy(app: Any, environ: Any, start_response: Any) -> list[bytes]:
    """What a WSGI application answers, without the content policy of a page."""
    said: list[Any] = []
    body = b"".join(app(environ, lambda *words: said.extend(words)))
    status, headers = said[:2]
    if b"</html>" in body[-2000:]:
        body = _POLICY.sub(b"", body, count=1)
    headers = [(name, str(len(body)) if name == "Content-Length" else value) for name, value in headers]
    start_response(status, headers)
    return [body]
