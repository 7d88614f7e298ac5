"""The command line `briefings`: its commands, options and exit status. Only this module and `command_line` print.

Exit status 0: fine. 1: problems, and nothing was published, or a source failed and its old data stay. 2: wrong usage.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from builder.author_commands import begin_briefing, import_saved, search
from builder.command_line import (
    CommandGroup,
    current_time,
    print_no_problems,
    print_problems,
    prints_problems,
    show_progress,
    site_option,
    worker_count,
)
from builder.desk.new_site import DATA_CHOICES
from builder.parallel.process_tuning import collect_no_garbage, end_without_cleanup
from builder.settings.options import Options
from builder.vocabulary import ALL_SETS


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fund-briefings", prog_name="briefings")
def main() -> None:
    """Build a website of fund briefings from Markdown and data files. Its numbers are computed, dated and checked."""
    for stream in (sys.stdout, sys.stderr):
        # A file name may hold bytes that are not text; printing it must not fail.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@main.command(short_help="Make a new site in a folder.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Ask nothing: take what the options say, and else a demo.")
@click.option("--name", help="The name of the site.")
@click.option("--data", type=click.Choice(DATA_CHOICES), help="Where its data come from.")
@partial(prints_problems, reads_settings=False)
def init(style: str, folder: Path, yes: bool, name: str | None, data: str | None) -> int:
    """Make a new site in FOLDER, which is new or empty: settings, a briefing, a page, and where its data come from.

    `briefings build` in it succeeds at once, without a network.
    """
    from importlib.metadata import version

    from builder.desk import new_site

    if not yes:
        name = name or click.prompt("Name of the site", default=new_site.NAME)
        data = data or click.prompt("Where its data come from", type=click.Choice(DATA_CHOICES), default="demo")
    name, data, today = name or new_site.NAME, data or "demo", current_time().astimezone(ZoneInfo(Options.zone)).date()
    paths = new_site.create(folder, name=name, data=data, today=today, version=version("fund-briefings"))
    if style == "text":
        click.echo("\n".join(f"{folder / path}" for path in paths if not path.endswith(".csv")))
        click.echo(
            f"Now: cd {shlex.quote(str(folder))} && briefings build, then briefings serve. AUTHORS.md says how to write."
        )
    return 0


@main.command()
@site_option("The folder to write the site to")
@prints_problems
def build(config: Path, style: str, site_dir: Path | None) -> int:
    """Build the site. If there are problems, list them and leave the site as it is."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # arrays are small, and a process without threads can be forked
    collect_no_garbage()
    from builder.settings.settings import read_settings
    from builder.site_build.build import build as build_site

    settings = read_settings(config)
    result = build_site(settings, now=current_time(), site_dir=site_dir, workers=worker_count(), progress=show_progress)
    end_without_cleanup()
    show_progress()
    target = site_dir or settings.site_dir
    if result.problems:
        return print_problems(result.problems, settings.root, style, target)
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
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@prints_problems
def check(config: Path, style: str, paths: tuple[str, ...]) -> int:
    """Check texts, data and claims, drafts included. Writes nothing to the site.

    With PATHs, files or folders of texts, only what concerns these is told: their own problems, and those of the data.
    """
    collect_no_garbage()
    from builder.desk.chosen_files import chosen_problems
    from builder.settings.settings import read_settings
    from builder.site_build.build import build as build_site

    settings = read_settings(config)
    chosen_problems((), settings, paths)  # a path that is not there is told at once
    result = build_site(settings, now=current_time(), workers=worker_count(), publish=False, progress=show_progress)
    end_without_cleanup()
    show_progress()
    problems = chosen_problems(result.problems, settings, paths) if paths else result.problems
    if problems:
        return print_problems(problems, settings.root, style)
    if style == "text":
        click.echo("No problems." if not paths else f"No problems in {', '.join(paths)}.")
        for note in result.notes:
            click.echo(note, err=True)
    print_no_problems(settings.root, style)
    return 0


@main.command(short_help="Fetch the data that sources.yml declares.")
@click.option("--dry-run", is_flag=True, help="Fetch, check and compare, but change no file.")
@click.option("--only", multiple=True, type=click.Choice(ALL_SETS), help="Refresh only this set. May be repeated.")
@click.option(
    "--accept", multiple=True, type=click.Choice(ALL_SETS), help="Accept this set even if it shrank. May be repeated."
)
@click.option("--build", "and_build", is_flag=True, help="Then build the site, with old data where a source failed.")
@click.option("--explain", "file", default="", metavar="FILE", help="Only show how this file of data is understood.")
@partial(prints_problems, formats=("text", "json"))
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
        now=current_time(),
        clock=time.monotonic,
        workers=worker_count(),
        only=only,
        accepted=accept,
        dry_run=dry_run,
        tokens={name: value for name, value in os.environ.items() if name == "TUSHARE_TOKEN"},
        progress=show_progress,
    )
    show_progress()
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
@prints_problems
def serve(config: Path, style: str, host: str, port: int) -> int:
    """Preview the site in a browser. Rebuilds and reloads when a text, a data file, a template or a setting changes."""
    from builder.desk import preview

    return preview.serve(config, host=host, port=port, now=current_time, workers=worker_count(), say=click.echo)


@main.command(short_help="Show what a page is made of.")
@click.argument("path")
@prints_problems
def why(config: Path, style: str, path: str) -> int:
    """Show what a page is made of: its source file, and the file, measure, dates and value of each number.

    PATH is a source file (content/briefings/…md), a file of the site, or an address (briefings/sora/).
    """
    from builder.desk import why as explain

    click.echo("\n".join(explain.explain(config, path, now=current_time(), workers=worker_count())))
    return 0


@main.command()
@prints_problems
def vega(config: Path, style: str) -> int:
    """Build the JavaScript module for charts with parameters. Needs Node with npm, and the network."""
    from builder.desk import vega_module

    path = vega_module.make(config.parent)
    if style == "text":
        click.echo(f"{path} is ready; the next build uses it.")
    return 0


@main.command()
def schema() -> None:
    """Print a JSON Schema of mkdocs.yml, for editors that complete and check it."""
    from builder.settings.settings_schema import settings_schema

    click.echo(json.dumps(settings_schema(), ensure_ascii=False, indent=1))


@main.command("list", short_help="List the funds, measures or series that an author can name.")
@click.argument("what", type=click.Choice(("funds", "measures", "series")))
@partial(prints_problems, formats=("text", "json"))
def list_names(config: Path, style: str, what: str) -> int:
    """List what an author can name: funds, measures, or series, those of indexes and stocks too, with their first and last day."""
    from builder.desk import listing

    click.echo(listing.FORMATS[style](listing.rows(config, what, now=current_time())))
    return 0


@main.command("trust-cache", short_help="Use a cache that CI restored.")
@prints_problems
def trust_cache(config: Path, style: str) -> int:
    """Use the cache that CI restored from an earlier run, so that the build makes only what changed.

    Whoever could write this cache decides what is published: docs/security.md says which caches to trust.
    """
    from builder.cache.own_folder import trust
    from builder.settings.settings import CACHE

    trust(config.parent / CACHE)
    if style == "text":
        click.echo(f"{config.parent / CACHE} is used by the next build.")
    return 0


@main.command("publish-record", short_help="Record the numbers of published briefings.")
@prints_problems
def publish_record(config: Path, style: str) -> int:
    """Record the frozen numbers of published briefings, so that readers learn of later corrections.

    Adds numbers that have no record yet to content/data/ledger/SLUG.json. Run it after publishing, and commit the files.
    """
    from builder.desk.publish_record import publish_record as record

    paths = record(config, now=current_time(), workers=worker_count())
    for path in paths:
        click.echo(path)
    if not paths:
        click.echo("Every published number is already recorded.")
    return 0


@main.command(short_help="Compare a built site with its build.json.")
@site_option("The site to verify")
@prints_problems
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


for author_command in (begin_briefing, import_saved, search):
    main.add_command(author_command)
