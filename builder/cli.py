"""The command line `briefings`: its commands, options and exit status. Only this module prints, or reads clock and environment.

Exit status 0: fine. 1: problems, and nothing was published, or a source failed and its old data stay. 2: wrong usage.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial, wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from builder.parallel.process_tuning import collect_no_garbage, end_without_cleanup
from builder.problem import Failed, Problem
from builder.vocabulary import ALL_SETS

_CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The settings file of the site.",
)


def _site_option(purpose: str) -> Callable[..., Any]:
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--site-dir", type=folder, help=f"{purpose}. Default: site_dir of the settings.")


class _CommandGroup(click.Group):
    """Suggests a command where one was mistyped."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from builder.suggest import nearest

            command = nearest(args[0], self.list_commands(ctx))
            hint = f" Did you mean {command}?" if command else ""
            raise click.UsageError(error.message + hint, ctx) from None


@click.group(cls=_CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fund-briefings", prog_name="briefings")
def main() -> None:
    """Build a website of fund briefings from Markdown and data files. Its numbers are computed, dated and checked."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are not text; printing it must not fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _prints_problems(
    command: Callable[..., int], formats: tuple[str, ...] = ("text", "json", "github", "sarif")
) -> Callable[..., None]:
    """Adds --config and --format to a command, prints the problems that it raises, and exits with what it returns."""
    choice = click.Choice(formats)
    format_option = click.option(
        "--format", "style", type=choice, default="text", show_default=True, help="How to print problems and reports."
    )

    @wraps(command)
    def run(config: Path, style: str, **options: Any) -> None:
        try:
            try:
                status = command(config=config, style=style, **options)
            except Failed as failed:
                _show_progress()
                status = _print_problems(failed.problems, config.parent, style)
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # the reader of our output went away, which click knows
        except OSError as error:
            _refused(error)
        sys.exit(status)

    return _CONFIG(format_option(run))


def _refused(error: OSError) -> NoReturn:
    """Tells what the operating system refused, and ends. What waits to be printed is dropped: it may be what cannot be written."""
    reason = error.strerror or str(error) or type(error).__name__
    file = f" ({error.filename})" if error.filename else ""
    hint = "mend the cause and run the command again: it finishes what was begun"
    with suppress(OSError):
        click.echo(f"disk-error: the operating system refuses: {reason}{file}\n   {hint}", err=True)
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def _print_problems(problems: tuple[Problem, ...], root: Path, style: str, site: Path | None = None) -> int:
    """Prints the problems and, where `site` is given, what readers see meanwhile. Returns the exit status."""
    from builder.desk import problem_report as report

    click.echo(report.FORMATS[style](problems, root), err=style == "text")
    if style == "text" and site:
        click.echo(report.summary(problems, site), err=True)
    return 1


def _now() -> datetime:
    """The time of this build. SOURCE_DATE_EPOCH sets it, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds.") from error


def _workers() -> int:
    return min(8, os.cpu_count() or 1)


def _show_progress(stage: str = "") -> None:
    """Shows the stage on a terminal, in place of the last; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{stage and f'{stage} …'}", nl=False, err=True)


@main.command()
@_site_option("The folder to write the site to")
@_prints_problems
def build(config: Path, style: str, site_dir: Path | None) -> int:
    """Build the site. If there are problems, list them and leave the site as it is."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # arrays are small, and a process without threads can be forked
    collect_no_garbage()
    from builder.settings.settings import read_settings
    from builder.site_build.build import build as build_site

    settings = read_settings(config)
    result = build_site(settings, now=_now(), site_dir=site_dir, workers=_workers(), progress=_show_progress)
    end_without_cleanup()
    _show_progress()
    target = site_dir or settings.site_dir
    if result.problems:
        return _print_problems(result.problems, settings.root, style, target)
    if style == "text":
        click.echo(f"{target}: {_summary(result.counts)}")
        for note in result.notes:
            click.echo(note, err=True)
    return 0


def _summary(counts: Mapping[str, int]) -> str:
    counted = ", ".join(f"{counts.get(noun, 0)} {noun}" for noun in ("pages", "shells", "fragments"))
    files = f"filled {counts.get('filled', 0)}, wrote {counts.get('written', 0)} files"
    return f"made {counted}; {files}, removed {counts.get('removed', 0)}."


@main.command()
@_prints_problems
def check(config: Path, style: str) -> int:
    """Check texts, data and claims, drafts included. Writes nothing to the site."""
    from builder.settings.settings import read_settings
    from builder.site_build.build import build as build_site

    settings = read_settings(config)
    result = build_site(settings, now=_now(), workers=_workers(), publish=False, progress=_show_progress)
    _show_progress()
    if result.problems:
        return _print_problems(result.problems, settings.root, style, settings.site_dir)
    if style == "text":
        click.echo("No problems.")
        for note in result.notes:
            click.echo(note, err=True)
    return 0


@main.command()
@click.option("--dry-run", is_flag=True, help="Fetch, check and compare, but change no file.")
@click.option("--only", multiple=True, type=click.Choice(ALL_SETS), help="Refresh only this set. May be repeated.")
@click.option(
    "--accept", multiple=True, type=click.Choice(ALL_SETS), help="Accept this set even if it shrank. May be repeated."
)
@click.option("--build", "and_build", is_flag=True, help="Then build the site, with old data where a source failed.")
@click.option("--explain", "file", default="", metavar="FILE", help="Only show how this file of data is understood.")
@partial(_prints_problems, formats=("text", "json"))
def refresh(
    config: Path, style: str, dry_run: bool, only: tuple[str, ...], accept: tuple[str, ...], and_build: bool, file: str
) -> int:
    """Fetch the data that sources.yml declares, check them, and list the numbers on briefings that change.

    All new files of a set are installed together, or none. A set whose source fails keeps its old data.
    """
    from builder.desk import explain_file, refresh_report
    from builder.desk.refresh import refresh as refresh_data

    if file:
        return explain_file.report(config, file, only, style=style, say=click.echo)
    if dry_run and and_build:
        raise click.UsageError("--build cannot go with --dry-run, which changes no file.")
    report = refresh_data(
        config,
        now=_now(),
        clock=time.monotonic,
        workers=_workers(),
        only=only,
        accepted=accept,
        dry_run=dry_run,
        tokens={name: value for name, value in os.environ.items() if name == "TUSHARE_TOKEN"},
        progress=_show_progress,
    )
    _show_progress()
    click.echo(refresh_report.FORMATS[style](report, config.parent))
    status = 0 if report.is_complete else 1
    if and_build:
        try:
            click.get_current_context().invoke(build, config=config, style=style, site_dir=None)
        except SystemExit as build_exit:
            status = int(build_exit.code or status)
    return status


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 picks a free port.")
@_prints_problems
def serve(config: Path, style: str, host: str, port: int) -> int:
    """Preview the site in a browser. Rebuilds and reloads when a text, a data file, a template or a setting changes."""
    from builder.desk import preview

    return preview.serve(config, host=host, port=port, now=_now, workers=_workers(), say=click.echo)


@main.command()
@click.argument("path")
@_prints_problems
def why(config: Path, style: str, path: str) -> int:
    """Show what a page is made of: its source file, and the file, measure, dates and value of each number.

    PATH is a source file (content/briefings/…md), a file of the site, or an address (briefings/sora/).
    """
    from builder.desk import why as explain

    click.echo("\n".join(explain.explain(config, path, now=_now(), workers=_workers())))
    return 0


@main.command()
@_prints_problems
def vega(config: Path, style: str) -> int:
    """Build the JavaScript module for charts with parameters. Needs Node with npm, and the network."""
    from builder.desk import vega_module

    path = vega_module.make(config.parent)
    if style == "text":
        click.echo(f"{path} is ready; the next build uses it.")
    return 0


@main.command("publish-record")
@_prints_problems
def publish_record(config: Path, style: str) -> int:
    """Record the frozen numbers of published briefings, so that readers learn of later corrections.

    Adds numbers that have no record yet to content/data/ledger/SLUG.json. Run it after publishing, and commit the files.
    """
    from builder.desk.publish_record import publish_record as record

    paths = record(config, now=_now(), workers=_workers())
    for path in paths:
        click.echo(path)
    if not paths:
        click.echo("Every published number is already recorded.")
    return 0


@main.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--series", default="", help="Only briefings of this column (`series` in front matter).")
@click.option("--topic", default="", help="Only briefings on this topic.")
@click.option("--fund", default="", help="Only briefings that mention the fund with this code.")
@click.option("--year", default="", help="Only briefings of this year.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many briefings to show.")
@_site_option("The site to search")
@_prints_problems
def search(config: Path, style: str, query: tuple[str, ...], site_dir: Path | None, limit: int, **filters: str) -> int:
    """Search the built site as its readers do: for part of a word, a name or a code, or for pinyin initials.

    A page must contain all words of QUERY. Put a phrase in quotes of its own: briefings search '"open ai"'
    """
    from builder.desk import site_search
    from builder.settings.settings import read_settings

    target = site_dir or read_settings(config).site_dir
    for line in site_search.search(target, " ".join(query), filters, limit=limit, style=style):
        click.echo(line)
    return 0


@main.command()
@_site_option("The site to verify")
@_prints_problems
def verify(config: Path, style: str, site_dir: Path | None) -> int:
    """Compare a built site with its build.json: list files that are missing, changed or added."""
    from builder.desk.verify import verify as find_differences
    from builder.settings.settings import read_settings

    target = site_dir or read_settings(config).site_dir
    differences = find_differences(target)
    for line in differences:
        click.echo(line, err=True)
    if not differences:
        click.echo(f"{target} is complete and unchanged.")
    return 1 if differences else 0
