"""A command line in, words and an exit status out. The only place that prints, and that reads the clock and the environment.

Exit 0: fine. 1: problems, and nothing was published, or a source that kept its old data. 2: wrong usage.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from builder.problem import Failed, Problem
from builder.vocabulary import ALL_SETS

_CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The site's settings file.",
)
_FORMAT = click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How problems are told.",
)


class _Suggesting(click.Group):
    """Knows what a mistyped command may have meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from rapidfuzz import process

            near = process.extractOne(args[0], self.list_commands(ctx), score_cutoff=60)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise click.UsageError(error.message + hint, ctx) from None


@click.group(cls=_Suggesting, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fund-briefings", prog_name="briefings")
def main() -> None:
    """Fund briefings: Markdown and data files become a static site whose numbers are computed, dated and checked."""
    for stream in (sys.stdout, sys.stderr):
        # A file name that is not text must not end a report.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _told(command: Callable[..., int]) -> Callable[..., None]:
    """A command whose problems are told in the chosen style, and whose number is the exit status."""

    @wraps(command)
    def run(config: Path, style: str, **options: Any) -> None:
        try:
            status = command(config=config, style=style, **options)
        except Failed as failed:
            status = _tell(failed.problems, config.parent, style)
        sys.exit(status)

    return _CONFIG(_FORMAT(run))


def _tell(problems: tuple[Problem, ...], root: Path, style: str, site: Path | None = None) -> int:
    from builder.desk import problem_report as report

    click.echo(report.FORMATS[style](problems, root), err=style == "text")
    if style == "text" and site:
        click.echo(report.closing(problems, site), err=True)
    return 1


def _now() -> datetime:
    """The time of this build: SOURCE_DATE_EPOCH where it is set, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds.") from error


def _workers() -> int:
    return min(8, os.cpu_count() or 1)


def _progress(stage: str = "") -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{stage and f'{stage} …'}", nl=False, err=True)


@main.command()
@click.option("--site-dir", type=click.Path(path_type=Path, file_okay=False), help="Where the site goes, if not site/.")
@_told
def build(config: Path, style: str, site_dir: Path | None) -> int:
    """Build the site into site/."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no array is large, and without threads it can be forked
    gc.disable()  # one build makes many values and hardly a cycle, and then the process ends
    from builder.build import run as river
    from builder.settings import settings as reader

    settings = reader.read_settings(config)
    result = river.build(settings, now=_now(), site_dir=site_dir, workers=_workers(), progress=_progress)
    gc.freeze()  # nor is anything to be collected when the process ends
    _progress()
    target = site_dir or settings.site_dir
    if result.problems:
        return _tell(result.problems, settings.root, style, target)
    if style == "text":
        click.echo(f"{target}: {_counted(result.counts)}")
        if settings.options.pictures and settings.fonts is None and result.shows_charts:
            click.echo("No pictures of charts were made: that takes pip install 'fund-briefings[pictures]'.", err=True)
    return 0


def _counted(counts: Mapping[str, int]) -> str:
    made = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("pages", "shells", "fragments", "filled"))
    return f"made {made}; wrote {counts.get('written', 0)} files, removed {counts.get('removed', 0)}."


@main.command()
@_told
def check(config: Path, style: str) -> int:
    """Check words, data and claims, drafts included, and write nothing."""
    from builder.build import run as river
    from builder.settings import settings as reader

    settings = reader.read_settings(config)
    result = river.build(settings, now=_now(), workers=_workers(), publish=False, progress=_progress)
    _progress()
    if result.problems:
        return _tell(result.problems, settings.root, style, settings.site_dir)
    if style == "text":
        click.echo("No problems.")
    return 0


@main.command()
@click.option("--dry-run", is_flag=True, help="Fetch, look over and compare, and leave the data as they are.")
@click.option("--only", multiple=True, type=click.Choice(ALL_SETS), help="This set alone; may be given again.")
@click.option(
    "--accept", multiple=True, type=click.Choice(ALL_SETS), help="Take a set although it has less than before."
)
@click.option("--build", "and_build", is_flag=True, help="Then build the site, with old data where a source failed.")
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), default=Path("mkdocs.yml"), show_default=True
)
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def refresh(
    context: click.Context,
    config: Path,
    style: str,
    dry_run: bool,
    only: tuple[str, ...],
    accept: tuple[str, ...],
    and_build: bool,
) -> None:
    """Get the data that sources.yml declares, and tell which numbers on which briefings change.

    Sets are accepted one by one, each as a whole; one whose source fails keeps the data that it has.
    """
    from builder.desk import refresh_report
    from builder.desk.refresh import refresh as run

    if dry_run and and_build:
        raise click.UsageError("--dry-run changes nothing, so there is nothing to --build.")
    try:
        report = run(
            config,
            now=_now(),
            clock=time.monotonic,
            workers=_workers(),
            only=only,
            accepted=accept,
            dry_run=dry_run,
            say=_progress,
        )
    except Failed as failed:
        _progress()
        sys.exit(_tell(failed.problems, config.parent, style))
    _progress()
    click.echo(refresh_report.FORMATS[style](report, config.parent))
    if and_build:
        try:
            context.invoke(build, config=config, style=style, site_dir=None)
        except SystemExit as ended:
            sys.exit(ended.code or int(not report.all_in))
    sys.exit(0 if report.all_in else 1)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@_told
def serve(config: Path, style: str, host: str, port: int) -> int:
    """Preview the site, and show every change of words, data, templates or settings at once."""
    from builder.desk import preview

    return preview.serve(config, host=host, port=port, now=_now, workers=_workers(), say=click.echo)


@main.command()
@click.argument("path")
@_told
def why(config: Path, style: str, path: str) -> int:
    """Show what a page is made of: its source, and for each number file, measure, dates and value.

    PATH is a source (content/briefings/…md), a file of the site or its address (briefings/sora/).
    """
    from builder.desk import explain as reasons

    click.echo("\n".join(reasons.why(config, path, now=_now(), workers=_workers())))
    return 0


@main.command()
@_told
def vega(config: Path, style: str) -> int:
    """Build the module that runs charts with parameters, from npm packages: needs Node, and once the network."""
    from builder.desk import vega_module as module

    path = module.make(config.parent)
    if style == "text":
        click.echo(f"{path} is there; the next build uses it.")
    return 0


@main.command("publish-record")
@_told
def publish_record(config: Path, style: str) -> int:
    """Record the frozen numbers of published briefings, so that a later restatement is announced to readers.

    Writes content/data/ledger/SLUG.json for what has no record yet; run it when a briefing comes out, and commit it.
    """
    from builder.desk.publish_record import publish_record as record

    written = record(config, now=_now(), workers=_workers())
    for path in written:
        click.echo(path)
    if not written:
        click.echo("Every published number is recorded.")
    return 0


@main.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--series", default="", help="Only briefings of this series.")
@click.option("--topic", default="", help="Only briefings on this topic.")
@click.option("--fund", default="", help="Only briefings that mention the fund of this code.")
@click.option("--year", default="", help="Only briefings of this year.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many briefings at most.")
@click.option("--site-dir", type=click.Path(path_type=Path, file_okay=False), help="The site to search, if not site/.")
@_told
def search(config: Path, style: str, query: tuple[str, ...], site_dir: Path | None, limit: int, **filters: str) -> int:
    """Search the built site as its readers do: words, part of a name, a code, pinyin initials.

    Blanks part words that must all be found; quotes (within the shell's own) hold a phrase together.
    """
    from builder.desk import site_search as desk
    from builder.settings import settings as reader

    target = site_dir or reader.read_settings(config).site_dir
    for line in desk.search(target, " ".join(query), filters, limit=limit, style=style):
        click.echo(line)
    return 0


@main.command()
@click.option("--site-dir", type=click.Path(path_type=Path, file_okay=False), help="The site to look at, if not site/.")
@_told
def verify(config: Path, style: str, site_dir: Path | None) -> int:
    """Hold a built site against its build.json: complete, nothing missing, changed or added."""
    from builder.desk.verify import verify as differences
    from builder.settings import settings as reader

    target = site_dir or reader.read_settings(config).site_dir
    found = differences(target)
    for line in found:
        click.echo(line, err=True)
    if not found:
        click.echo(f"{target} is complete and as it was built.")
    return 1 if found else 0
