"""What page workers do: a source file becomes a page and a body, and a shell input becomes a shell.

Each task is a function from plain values to JSON, the same in any process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from builder.cache.codec import decode, to_json
from builder.language import Twin, speaking
from builder.model import Body, Page, ShellInput, SourceFile
from builder.output.fill import encode_shell, with_index_html
from builder.problem import Failed, Problem
from builder.safe_path import address_fault
from builder.settings.settings import Settings
from builder.templating import Templates

if TYPE_CHECKING:
    from builder.theme.shell import ShellRenderer
    from builder.words.markdown_html import MarkdownRenderer
    from builder.words.media.picture_size import Size


class ParseTask(NamedTuple):
    """A source file to be understood."""

    source: SourceFile
    zone: str
    slugs: Mapping[str, str]  # known slugs: text -> slug
    listings: Mapping[str, Mapping[str, str]]  # addresses that the settings give to listings
    language: str  # of the site


class ParsedPage(NamedTuple):
    """A source file, understood, as JSON for the store."""

    record: str  # the page without its text, with its excerpt and listings
    body: str
    search_terms: str
    search_text: str
    new_slugs: dict[str, str]  # that `ParseTask.slugs` lacked


class FaultyPage(NamedTuple):
    """A source file with problems: what is right of it can still be checked."""

    record: str  # as `ParsedPage.record`, though perhaps without an excerpt
    problems: list[Problem]
    new_slugs: dict[str, str]


def parse_page(task: ParseTask) -> ParsedPage | FaultyPage:
    """A source file as a page and a body, and what search knows of it; or all that is wrong with it."""
    from builder import pages
    from builder.search.index.page_terms import encode_page
    from builder.search.index.page_words import page_words
    from builder.words.page_meta import listing_names
    from builder.words.parse import understand
    from builder.words.slugs import Slugs

    slugs = Slugs(task.slugs, task.listings)
    with speaking(task.language):
        page, problems = understand(task.source, zone=task.zone, reserved_names=pages.reserved_names())
    body = Body(html="")
    try:
        with speaking(page.meta.lang):
            body = _markdown().body(page, slugs)
    except Failed as failed:
        # What Markdown makes of a mark that is wrong is no further problem, nor is what it misses in an unclosed fence.
        missed = ("bad-footnote", "bad-link") if any(problem.id == "unclosed-fence" for problem in problems) else ()
        problems += [
            problem
            for problem in failed.problems
            if problem.id not in missed and not any(map(problem.overlaps, problems))
        ]
    listings = {
        kind: {name: slugs.listing(kind, name) for name in names} for kind, names in listing_names(page.meta).items()
    }
    problems += _listing_problems(page, listings)
    record = {
        "page": replace(page, markdown="", lines=()),
        "excerpt": body.excerpt,
        "listings": listings,
        "anchors": body.anchors.ids,
    }
    if problems:
        return FaultyPage(to_json(record), problems, slugs.learned)
    titles = [page.meta.title, *(heading.title for heading in body.headings)]
    words = page_words(page, body, [(title, slugs.slug(title)) for title in titles])
    return ParsedPage(to_json(record), to_json(body), *encode_page(words), slugs.learned)


def _listing_problems(page: Page, listings: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """What is wrong with the addresses of a page's topics, column and authors: only here their pinyin is known."""
    for kind, addresses in listings.items():
        for name, url in addresses.items():
            if fault := address_fault(url):
                line, column, length = page.entries[f"{kind}/{name}"]
                hint = f"write it shorter, or give it an address in mkdocs.yml: {kind}: {{…: a-name}}"
                problem = Problem(id="bad-value", message=f"the address of {name[:20]} in {kind}/ {fault}", hint=hint)
                yield problem.at(path=page.path, line=line, column=column, length=length)


@dataclass(frozen=True)
class PageOptions:
    """What shells are made with. `digest` names templates and theme, so that a long-lived process notices a change."""

    settings: Settings
    notice: str  # what of the data is made up
    digest: str
    sheet: str  # the site path of the style sheet of every page
    scripts: Mapping[str, str]  # and of its script, by language

    def __hash__(self) -> int:
        return hash((self.settings.config, self.notice, self.digest))


class PageTask(NamedTuple):
    """A page whose shell is to be made."""

    options: PageOptions
    page: Page
    listings: Mapping[str, Mapping[str, str]]  # as `PageProjection.listings`
    body: str  # as JSON
    sizes: Mapping[str, Size]  # of its pictures, by path
    twins: Sequence[Twin]  # this page in all its languages; none where it has one


def page_shell(task: PageTask) -> str:
    """The shell of an author's page, as the store keeps it."""
    from builder import pages
    from builder.words.media.picture_size import with_sizes

    options, page, listings, encoded, sizes, twins = task
    body = decode(Body, json.loads(encoded))
    body = replace(body, html=with_sizes(body.html, sizes))
    with speaking(page.meta.lang):
        shell_input = pages.shell_input_of(page, body, options.settings, _templates(options), listings, twins)
    return shell((options, shell_input))


def shell(task: tuple[PageOptions, ShellInput]) -> str:
    """A shell, as the store keeps it."""
    options, shell_input = task
    with speaking(shell_input.language):
        return encode_shell(with_index_html(_shell_renderer(options).render(shell_input)))


@lru_cache(maxsize=1)
def _markdown() -> MarkdownRenderer:
    from builder.words.markdown_html import MarkdownRenderer

    return MarkdownRenderer()


@lru_cache(maxsize=1)
def _shell_renderer(options: PageOptions) -> ShellRenderer:
    from builder import pages
    from builder.theme.shell import ShellRenderer

    # Compiling the theme's templates would take as long as a hundred pages.
    bytecode = options.settings.cache_dir / "templates"
    return ShellRenderer(
        options.settings.config,
        sheet=options.sheet,
        scripts=options.scripts,
        default_links=pages.navigation,
        icons=pages.icons(),
        notice=options.notice,
        bytecode=bytecode,
    )


@lru_cache(maxsize=1)
def _templates(options: PageOptions) -> Templates:
    return Templates(root=options.settings.root)
