"""What the commands share: their options, the time and the environment, progress, and how problems are printed. `cli` uses it.

Only this module and `cli` print, or read clock and environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from builder.problem import Failed, Problem

_CONFIG = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The settings file of the site.",
)


def site_option(purpose: str) -> Callable[..., Any]:
    """The option --site-dir of a command; `purpose` begins its help."""
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--site-dir", type=folder, help=f"{purpose}. Default: site_dir of the settings.")


def new_file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --slug and --force of a command that makes a briefing."""
    force = click.option("--force", is_flag=True, help="Replace a briefing of the same name, and its pictures.")
    help = "The last part of its address. Default: the headline in pinyin."
    return click.option("--slug", "name", default="", help=help)(force(command))


class CommandGroup(click.Group):
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


def prints_problems(
    command: Callable[..., int],
    formats: tuple[str, ...] = ("text", "json", "github", "sarif"),
    reads_settings: bool = True,
) -> Callable[..., None]:
    """Adds --format to a command, and --config where it reads settings; prints the problems that it raises, and exits with what it
    returns."""
    choice = click.Choice(formats)
    format_option = click.option(
        "--format", "style", type=choice, default="text", show_default=True, help="How to print problems and reports."
    )

    @wraps(command)
    def run(style: str, **options: Any) -> None:
        try:
            try:
                status = command(style=style, **options)
            except Failed as failed:
                show_progress()
                status = print_problems(failed.problems, options.get("config", Path()).parent, style)
            sys.stdout.flush()
        except BrokenPipeError:
            raise  # the reader of our output went away, which click knows
        except OSError as error:
            _refused(error)
        sys.exit(status)

    return _CONFIG(format_option(run)) if reads_settings else format_option(run)


def _refused(error: OSError) -> NoReturn:
    """Tells what the operating system refused, and ends. What waits to be printed is dropped: it may be what cannot be written."""
    reason = error.strerror or str(error) or type(error).__name__
    file = f" ({error.filename})" if error.filename else ""
    problem = Problem(
        id="disk-error",
        message=f"the operating system refuses: {reason}{file}",
        hint="mend the cause and run the command again: it finishes what was begun",
    )
    with suppress(OSError):
        click.echo(f"{problem.id}: {problem.message}\n   {problem.hint}", err=True)
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def print_problems(problems: tuple[Problem, ...], root: Path, style: str, site: Path | None = None) -> int:
    """Prints the problems, how many there are and, where `site` is given, what readers see meanwhile. Returns the exit status."""
    from builder.desk import problem_report as report

    click.echo(report.FORMATS[style](problems, root), err=style == "text")
    if style == "text":
        click.echo(report.summary(problems, site), err=True)
    return 1


def print_no_problems(root: Path, style: str) -> None:
    """Prints an empty report where a program reads it: it need not ask first whether there is one."""
    if style in ("json", "sarif"):
        from builder.desk import problem_report as report

        click.echo(report.FORMATS[style]((), root))


def current_time() -> datetime:
    """The time of this build. SOURCE_DATE_EPOCH sets it, so that a build can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds.") from error


def event_days(options: tuple[str, ...]) -> dict[str, str]:
    """The days of the options `--event NAME=DAY`, by name. Raises UsageError for one of another form."""
    from builder.expression import is_date

    days = {}
    for option in options:
        name, _, day = option.rpartition("=")
        if not name or not is_date(day):
            raise click.UsageError(f"--event {option} is not of the form NAME=2024-02-15.")
        days[name.strip()] = day
    return days


def worker_count() -> int:
    """How many processes a build may use."""
    return min(8, os.cpu_count() or 1)


def show_progress(stage: str = "") -> None:
    """Shows the stage on a terminal, in place of the last; nothing in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{stage and f'{stage} …'}", nl=False, err=True)
