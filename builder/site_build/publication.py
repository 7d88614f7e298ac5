"""Which pages are published, at which addresses, and what is wrong between pages. Used by the site plan.

All functions are pure: the clock is passed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from builder.model import Page, PageProjection
from builder.problem import Problem
from builder.suggest import did_you_mean

AnyPage = TypeVar("AnyPage", Page, PageProjection)


def is_published(page: Page, now: datetime) -> bool:
    """Whether readers may see a page: it is no draft, and its `publish_at` has passed."""
    return not page.meta.draft and (not page.meta.publish_at or datetime.fromisoformat(page.meta.publish_at) <= now)


def moments(pages: Iterable[Page]) -> list[str]:
    """The instants at which a page is published. The clock shapes a site in no other way."""
    return sorted({page.meta.publish_at for page in pages if page.meta.publish_at and not page.meta.draft})


def passed(instants: Iterable[str], now: datetime) -> list[bool]:
    """For each instant whether it has passed."""
    return [datetime.fromisoformat(instant) <= now for instant in instants]


def newest_first(pages: Iterable[AnyPage]) -> tuple[AnyPage, ...]:
    """Briefings by date, the newest first; those of the same instant by path."""
    by_path = sorted(pages, key=lambda page: page.path)
    return tuple(sorted(by_path, key=_instant, reverse=True))


def _instant(page: Page | PageProjection) -> datetime:
    instant = datetime.fromisoformat(page.meta.date)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def addresses(pages: Iterable[Page]) -> dict[str, str]:
    """The address of each page by its source, e.g. {"briefings/2024/2024-02-20-sora.md": "briefings/sora/"}."""
    return {page.path: page.url for page in pages}


def duplicates(pages: Iterable[Page], taken: Collection[str]) -> list[Problem]:
    """A problem for each page whose address another page has already, or a generated page (`taken` are their addresses)."""
    owners = dict.fromkeys(taken, "a generated page")
    problems = []
    for page in sorted(pages, key=lambda page: page.path):
        if owner := owners.get(page.url):
            message = f"{page.url} is the address of {owner} too"
            line = page.keys.get("slug", 1)
            problems.append(
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
    return problems


def shared_topics(topics: Iterable[tuple[Page, Mapping[str, str]]]) -> list[Problem]:
    """A problem for each topic whose page would have the same address as that of a topic used earlier.

    `topics` are the pages, each with the addresses of its topics. 形势 and 形式 sound alike: the one that a briefing used
    first keeps `topics/xing-shi/`, so that a later briefing never moves a page that is published.
    """
    owners: dict[str, str] = {}
    problems = []
    for page, topic_urls in sorted(topics, key=lambda entry: (entry[0].meta.date, entry[0].path)):
        for topic, url in topic_urls.items():
            owner = owners.setdefault(url, topic)
            if owner != topic:
                message = f"the topics {owner} and {topic} would share the address {url}"
                slug = url.strip("/").rpartition("/")[2]
                hint = f"write them alike, or give the new one an address in mkdocs.yml: topics: {{{topic}: {slug}-2}}"
                line = page.keys.get("topics", 1)
                problems.append(
                    Problem(id="duplicate-slug", path=page.path, line=line, column=1, message=message, hint=hint)
                )
    return problems


def missing_images(pages: Iterable[Page], assets: Collection[str]) -> list[Problem]:
    """A problem for each image that a page shows and that does not exist, with the file that may be meant."""
    return [
        Problem(
            id="missing-image",
            path=page.path,
            line=mark.line,
            column=mark.column,
            length=mark.length,
            message=f"there is no file {mark.params['target']}",
            hint=did_you_mean(
                mark.params["target"], sorted(assets), otherwise="put the file beside the page", cutoff=70
            ),
        )
        for page in pages
        for mark in page.marks
        if mark.block == "image" and mark.params["target"] not in assets
    ]


def picture_problems(pages: Iterable[Page], faults: Mapping[str, Problem]) -> list[Problem]:
    """What is wrong with each picture, wherever a page shows it."""
    return [
        Problem(
            id=fault.id,
            path=page.path,
            line=mark.line,
            column=mark.column,
            length=mark.length,
            message=f"{fault.path}{f', line {fault.line}' if fault.line else ''}: {fault.message}",
            hint=fault.hint,
        )
        for page in pages
        for mark in page.marks
        if mark.block == "image" and (fault := faults.get(mark.params["target"]))
    ]


def shown_images(pages: Iterable[Page], digests: Mapping[str, str]) -> dict[str, str]:
    """The pictures that these pages show, with the digests of what is published of them."""
    return {
        path: digests[path] for path in sorted({image for page in pages for image in page.images}) if path in digests
    }


def sort_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    return tuple(sorted(set(problems)))
