"""The commands of authors: `import`, `new` and `search`. `cli` adds them to the others; only these three modules print."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from builder.command_line import current_time, event_days, new_file_options, prints_problems, site_option


@click.command("import", short_help="Make a briefing of a saved page, a Word file or copied text.")
@click.argument("file")
@new_file_options
@click.option(
    "--event", multiple=True, metavar="NAME=DAY", help="The day of an event, e.g. Sora发布=2024-02-15. May be repeated."
)
@partial(prints_problems, formats=("text", "json"))
def import_saved(config: Path, style: str, file: str, name: str, event: tuple[str, ...], force: bool) -> int:
    """Make a briefing of FILE: a saved page, a Word file (.docx) or copied text; with - of what comes by a pipe.

    Says what was taken out, what looks lost, and which figures the data know. The words stay as they were typed.
    """
    from builder.desk.writing import import_article, import_report
    from builder.importing.saved_file import LARGEST

    piped = sys.stdin.buffer.read(LARGEST + 1) if file == "-" else None
    days = event_days(event)
    report = import_article.import_article(config, file, piped, now=current_time(), name=name, events=days, force=force)
    click.echo(import_report.FORMATS[style](report))
    return 0


@click.command("new", short_help="Begin a briefing from an archetype.")
@click.argument("title")
@click.option(
    "--series", default="", help="The column, which names the archetype too. Default: from 【…】 in the title."
)
@click.option(
    "--from", "source", default="", metavar="PATH", help="A briefing to begin from, or an archetype of your own."
)
@new_file_options
@click.option("--date", "day", default="", metavar="DAY", help="The briefing's date. Default: today.")
@prints_problems
def begin_briefing(config: Path, style: str, title: str, **wishes: Any) -> int:
    """Begin the briefing TITLE from the archetype of its column, with what only its author can know left open."""
    from builder.desk.writing import new_briefing

    click.echo("\n".join(new_briefing.begin(config, title, now=current_time(), **wishes)))
    return 0


@click.command(short_help="Search the built site as its readers do.")
@click.argument("query", nargs=-1, required=True)
@click.option("--series", default="", help="Only briefings of this column (`series` in front matter).")
@click.option("--topic", default="", help="Only briefings on this topic.")
@click.option("--fund", default="", help="Only briefings that mention the fund with this code.")
@click.option("--year", default="", help="Only briefings of this year.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many briefings to show.")
@site_option("The site to search")
@prints_problems
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
