"""Which pages are published, at which addresses, and what is wrong between pages. Used by the site plan.

All functions are pure: the clock is passed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from builder.link_target import site_address
from builder.model import Mark, Page, PageProjection
from builder.problem import Problem
from builder.suggest import did_you_mean
from builder.theme.navigation import page_url

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")
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


def dead_links(pages: Sequence[Page], public: Collection[str], files: Collection[str]) -> list[Problem]:
    """A problem for each link of a page to an address that the site will not have.

    `public` are the paths of the pages that are published; `files` the paths of all files of the site. Whether a page has the
    heading that a link names is checked where the link is resolved: see `blocks.address`.
    """
    drafts = {page.path: page for page in pages if page.path not in public}
    problems = []
    for page in pages:
        for mark in page.marks:
            if mark.block != "address":
                continue
            target = str(mark.params["target"])
            if not target:
                fault = _fault(page, str(mark.params["address"]), pages, files)
            elif target in drafts and page.path in public:
                state = (
                    "a draft" if drafts[target].meta.draft else f"published only at {drafts[target].meta.publish_at}"
                )
                fault = (f"{target} is {state}, and this page is published now", "link to it when readers can see it")
            else:
                continue
            if fault:
                problems.append(_problem(page, mark, *fault))
    return problems


def dead_navigation(
    nav: Mapping[str, int], config: str, pages: Sequence[Page], files: Collection[str]
) -> list[Problem]:
    """A problem for each entry of `nav` that leads nowhere; `nav` has the line of each target in mkdocs.yml."""
    problems = []
    for target, line in nav.items():
        if urlsplit(target).scheme or target.startswith("//") or _is_file(page_url(target), files):
            continue
        names = [page.path for page in pages] if target.endswith(".md") else _addresses(files)
        hint = did_you_mean(target, names, otherwise="name a page as pages/about.md, or an address as funds/")
        message = f"nav: there is no published page {target}"
        problems.append(Problem(id="bad-link", path=config, line=line, column=1, message=message, hint=hint))
    return problems


def _fault(page: Page, written: str, pages: Sequence[Page], files: Collection[str]) -> tuple[str, str] | None:
    """Message and hint where the site has no address that a page writes so."""
    address = site_address(page.url, written)
    if _is_file(address, files):
        return None
    if written.lower().endswith(_PICTURES):
        return (
            f"{written} is a picture: only those that a page shows are published",
            f"write ![what it shows]({written})",
        )
    name = written.rstrip("/").rpartition("/")[2].partition(".")[0]
    same_name = [
        other.path
        for other in pages
        if name and name in (other.meta.slug, other.path.rpartition("/")[2][: -len(".md")])
    ]
    otherwise = "link to a page by its Markdown file, e.g. ../2023/2023-11-06-gpts.md"
    if same_name:
        return f"the site has no {address or 'front page'}", f"did you mean the file {same_name[0]}?"
    return f"the site has no file {address}", did_you_mean(address, _addresses(files), otherwise=otherwise, cutoff=80)


def _is_file(address: str, files: Collection[str]) -> bool:
    """Whether the site has a file at this address from its root."""
    return address in files or ((not address or address.endswith("/")) and f"{address}index.html" in files)


def _addresses(files: Collection[str]) -> list[str]:
    return sorted(path.removesuffix("index.html") for path in files)


def _problem(page: Page, mark: Mark, message: str, hint: str) -> Problem:
    return Problem(
        id="bad-link",
        path=page.path,
        line=mark.line,
        column=mark.column,
        length=mark.length,
        message=message,
        hint=hint,
    )


def sort_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    return tuple(sorted(set(problems)))
