"""`mkdocs build` and `mkdocs serve` in, our own river's site out: MkDocs renders nothing itself.

MkDocs empties its site folder before it knows whether the build will succeed, so it is handed an empty folder of ours,
and the river publishes into the real one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.utils import get_build_datetime

from builder.problem import Failed
from builder.settings import settings as site_settings
from builder.templating import templates_folder


class BriefingsPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """The plugin `briefings`: its options are those of `builder.settings.options.Options`."""

    def load_config(self, options: Any, *args: Any, **kwargs: Any) -> tuple[list[Any], list[Any]]:
        """Takes any options: `settings.read` checks them, and says where they are wrong."""
        self.config = options
        return [], []

    @event_priority(-100)  # after plugins that change the settings
    def on_config(self, config: Any) -> Any:
        """Leaves MkDocs nothing to render, and an empty folder to write it to."""
        self._site = Path(config.site_dir)
        cache = Path(config.config_file_path).parent / ".briefings"
        config.site_dir = str(cache / "mkdocs")
        config.theme.static_templates = set()
        config.extra_templates = []
        config.nav = None
        return config

    def on_files(self, files: Any, config: Any) -> Any:
        """No file is MkDocs's to read."""
        return Files([])

    def on_post_build(self, config: Any) -> None:
        """Runs the river and publishes the site. Raises PluginError with every problem there is."""
        from builder.build import run
        from builder.desk import problem_report

        path = Path(config.config_file_path)
        try:
            # SOURCE_DATE_EPOCH, or the time as MkDocs knows it.
            problems = run.build(
                site_settings.read_settings(path), now=get_build_datetime(), site_dir=self._site
            ).problems
        except Failed as failed:
            problems = failed.problems
        if problems:
            report = problem_report.text(problems, path.parent), problem_report.summary(problems, self._site)
            raise PluginError("\n" + "\n".join(report))

    def on_serve(self, server: Any, config: Any, builder: Any) -> Any:
        """Watches the templates too; words and data are in the folder that MkDocs watches."""
        server.watch(str(templates_folder()))
        return server
