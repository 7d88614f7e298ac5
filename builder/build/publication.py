"""Pages in; which of them are published, at what addresses, and what is wrong between them out. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from builder.model import Page, PageProjection
from builder.problem import Problem

AnyPage = TypeVar("AnyPage", Page, PageProjection)


def is_published(page: Page, now: datetime) -> bool:
    """Whether readers may see a page: not a draft, and its time has come."""
    return not page.meta.draft and (not page.meta.publish_at or datetime.fromisoformat(page.meta.publish_at) <= now)


def moments(pages: Iterable[Page]) -> list[str]:
    """The instants at which a page becomes public: the only way in which the clock shapes a site."""
    return sorted({page.meta.publish_at for page in pages if page.meta.publish_at and not page.meta.draft})


def passed(instants: Iterable[str], now: datetime) -> list[bool]:
    """Which of the instants have come."""
    return [datetime.fromisoformat(instant) <= now for instant in instants]


def newest_first(pages: Iterable[AnyPage]) -> tuple[AnyPage, ...]:
    """Briefings by date, the newest first; those of one instant by path."""
    by_path = sorted(pages, key=lambda page: page.path)
    return tuple(sorted(by_path, key=_instant, reverse=True))


def _instant(page: Page | PageProjection) -> datetime:
    instant = datetime.fromisoformat(page.meta.date)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def addresses(pages: Iterable[Page]) -> dict[str, str]:
    """Where each source's page stands, e.g. {"briefings/2024/2024-02-20-sora.md": "briefings/sora/"}."""
    return {page.path: page.url for page in pages}


def duplicates(pages: Iterable[Page], taken: Collection[str]) -> list[Problem]:
    """A problem for each page whose address another page, or one of the generated ones in `taken`, has already."""
    owners = dict.fromkeys(taken, "a generated page")
    found = []
    for page in sorted(pages, key=lambda page: page.path):
        if owner := owners.get(page.url):
            message = f"{page.url} is the address of {owner} too"
            line = page.keys.get("slug", 1)
            found.append(
                Problem(
                    id="duplicate-slug",
                    path=page.path,
                    line=line,
                    column=1,
                    message=message,
                    hint="give it a slug of its own",
                )
            )
        owners.setdefault(page.url, page.path)
    return found


def shared_topics(topics: Iterable[tuple[Page, Mapping[str, str]]]) -> list[Problem]:
    """A problem for each topic that would share its page's address with one that was written about before.

    `topics` holds each page with its topics' addresses. 形势 and 形式 sound alike: which of them keeps `topics/xing-shi/`
    is told by the first briefing, so that nothing that is published moves when another comes along.
    """
    owners: dict[str, str] = {}
    found = []
    for page, addresses_ in sorted(topics, key=lambda one: (one[0].meta.date, one[0].path)):
        for topic, url in addresses_.items():
            owner = owners.setdefault(url, topic)
            if owner != topic:
                message = f"the topics {owner} and {topic} would share the address {url}"
                slug = url.strip("/").rpartition("/")[2]
                hint = f"write them alike, or give the new one an address in mkdocs.yml: topics: {{{topic}: {slug}-2}}"
                line = page.keys.get("topics", 1)
                found.append(
                    Problem(id="duplicate-slug", path=page.path, line=line, column=1, message=message, hint=hint)
                )
    return found


def missing_images(pages: Iterable[Page], assets: Collection[str]) -> list[Problem]:
    """A problem for each image that a page shows and that is not there, with the file that may have been meant."""
    return [
        Problem(
            id="missing-image",
            path=page.path,
            line=mark.line,
            column=mark.column,
            length=mark.length,
            message=f"there is no file {mark.params['target']}",
            hint=_near(mark.params["target"], assets),
        )
        for page in pages
        for mark in page.marks
        if mark.block == "image" and mark.params["target"] not in assets
    ]


def _near(path: str, assets: Collection[str]) -> str:
    from rapidfuzz import process

    near = process.extractOne(path, sorted(assets), score_cutoff=70)
    return f"did you mean {near[0]}?" if near else "put the file beside the page"


def images(pages: Iterable[Page], assets: Collection[str]) -> list[str]:
    """The images that published pages show, from the content folder, each once."""
    return sorted({image for page in pages for image in page.images if image in assets})


def sort_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """By file, line and column, each once."""
    return tuple(sorted(set(problems)))
