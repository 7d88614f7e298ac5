"""What is made in worker processes: each function takes plain values and gives JSON, the same in any process."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from builder.cache.codec import decode, to_json
from builder.model import Body, Page, ShellInput, SourceFile
from builder.output.fill import encode_shell, with_index_html
from builder.problem import Failed, Problem
from builder.settings.settings import Settings
from builder.templating import Templates

if TYPE_CHECKING:
    from builder.theme.shell import ShellRenderer
    from builder.words.markdown_html import MarkdownRenderer


def write_page(
    task: tuple[SourceFile, str, Mapping[str, str], Mapping[str, str]],
) -> tuple[str, str, tuple[str, str], dict[str, str]] | list[Problem]:
    """A source through `parse` and `prose`: the page's record and its body, as JSON, and what search knows of it: its terms,
    and its text. Or all that is wrong with the source.

    The task's last parts are slugs that are known and the addresses that the settings give to topics; slugs that were new
    come back beside the page.
    """
    from builder import pages
    from builder.search.index.page_terms import encode_page
    from builder.search.index.page_words import page_words
    from builder.words.parse import parse
    from builder.words.slugs import Slugs

    source, zone, known, chosen = task
    slugs = Slugs(known, chosen)
    try:
        page = parse(source, zone=zone, reserved_names=pages.reserved_names())
        body = _prose().body(page, slugs)
    except Failed as failed:
        return list(failed.problems)
    topics = {topic: f"topics/{slugs.topic(topic)}/" for topic in page.meta.topics}
    record = {"page": replace(page, markdown=""), "excerpt": body.excerpt, "topics": topics}
    said = [page.meta.title, *(heading.title for heading in body.headings)]
    words = page_words(page, body, [(text, slugs.slug(text)) for text in said])
    return to_json(record), to_json(body), encode_page(words), slugs.learned


@dataclass(frozen=True)
class PageOptions:
    """What a frame is made of. The digest of templates and theme is in it, so that a long-lived process notices a change."""

    settings: Settings
    synthetic: bool
    digest: str

    def __hash__(self) -> int:
        return hash((self.settings.config, self.synthetic, self.digest))


def frame_page(task: tuple[PageOptions, Page, dict[str, str], str]) -> str:
    """A page and its body in the theme's frame: a shell, as the store keeps it."""
    from builder import pages

    look, page, topics, body = task
    shell_input = pages.shell_input_of(page, decode(Body, json.loads(body)), look.settings, _templates(look), topics)
    return frame_draft((look, shell_input))


def frame_draft(task: tuple[PageOptions, ShellInput]) -> str:
    """A shell input in the theme's frame: a shell, as the store keeps it."""
    look, shell_input = task
    return encode_shell(with_index_html(_frame(look).render(shell_input)))


@lru_cache(maxsize=1)
def _prose() -> MarkdownRenderer:
    from builder.words.markdown_html import MarkdownRenderer

    return MarkdownRenderer()


@lru_cache(maxsize=1)
def _frame(look: PageOptions) -> ShellRenderer:
    from builder import pages
    from builder.theme.shell import ShellRenderer

    return ShellRenderer(
        look.settings.config,
        default_links=pages.navigation(),
        synthetic=look.synthetic,
        # Compiling the theme's templates would take as long as a hundred pages.
        bytecode=look.settings.cache_dir / "templates",
    )


@lru_cache(maxsize=1)
def _templates(look: PageOptions) -> Templates:
    return Templates()
