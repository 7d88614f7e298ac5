"""Which pages are published, at which addresses, and what is wrong between pages. Used by the site plan.

All functions are pure: the clock is passed in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from builder.link_target import leads_elsewhere, site_address
from builder.model import Page, PageProjection
from builder.problem import Problem
from builder.site_build.page_records import PageRecord
from builder.suggest import did_you_mean_file, nearest
from builder.theme.navigation import page_url
from builder.words.media import linked_files
from builder.words.media.picture_files import is_picture

AnyPage = TypeVar("AnyPage", Page, PageProjection)


def publication_time(page: Page, zone: str) -> datetime | None:
    """The instant from which readers may see a page that is no draft: its `publish_at`, or else its `date`. None: at once."""
    written = page.meta.publish_at or page.meta.date
    return instant(written, zone) if written else None


def is_published(page: Page, now: datetime, zone: str) -> bool:
    """Whether readers may see a page: it is no draft, and its time has come. A date without a time begins in `zone`."""
    begins = publication_time(page, zone)
    return not page.meta.draft and (begins is None or begins <= now)


def moments(pages: Iterable[Page], zone: str) -> list[str]:
    """The instants at which a page is published. The clock shapes a site in no other way."""
    times = (publication_time(page, zone) for page in pages if not page.meta.draft)
    return [time.isoformat() for time in sorted({time for time in times if time})]


def future_dates(pages: Iterable[Page], now: datetime, zone: str) -> list[Problem]:
    """A problem for each page whose date lies in the future, unless `publish_at` says that this is meant."""
    return [
        Problem(
            id="bad-date",
            path=page.path,
            line=page.keys.get("date", 1),
            column=1,
            length=len("date"),
            message=f"the date {page.meta.date} lies in the future",
            hint="correct it, or say with publish_at when the page is to be published",
        )
        for page in pages
        if page.meta.date and not page.meta.publish_at and instant(page.meta.date, zone) > now
    ]


def waiting(pages: Iterable[Page], now: datetime, zone: str) -> dict[str, str]:
    """The pages that are no drafts and whose time has not come, each with it."""
    times = {page.path: publication_time(page, zone) for page in pages if not page.meta.draft}
    return {path: time.isoformat(timespec="minutes") for path, time in times.items() if time and time > now}


def passed(instants: Iterable[str], now: datetime) -> list[bool]:
    """For each instant whether it has passed."""
    return [datetime.fromisoformat(instant) <= now for instant in instants]


def newest_first(pages: Iterable[AnyPage], zone: str) -> tuple[AnyPage, ...]:
    """Briefings by instant, the newest first; those of the same instant by path."""
    by_path = sorted(pages, key=lambda page: page.path)
    return tuple(sorted(by_path, key=lambda page: instant(page.meta.date, zone), reverse=True))


def instant(date: str, zone: str) -> datetime:
    """The instant of an ISO date or date-time; a date without a time is the beginning of that day in `zone`."""
    written = datetime.fromisoformat(date)
    return written if written.tzinfo else written.replace(tzinfo=ZoneInfo(zone))


def addresses(pages: Iterable[Page]) -> dict[str, str]:
    """The address of each page by its source, e.g. {"briefings/2024/2024-02-20-sora.md": "briefings/sora/"}."""
    return {page.path: page.url for page in pages}


def address_problems(records: Sequence[PageRecord], generated: Iterable[str]) -> list[Problem]:
    """What is wrong with the addresses of pages and their listings, beside the files that are `generated`."""
    taken = [path.removesuffix("index.html") for path in generated]
    pages = [(record.page, record.listings) for record in records]
    return [*duplicates((page for page, _ in pages if page.meta.slug), taken), *shared_listings(pages)]


def duplicates(pages: Iterable[Page], taken: Collection[str]) -> list[Problem]:
    """A problem for each page whose address another page has already, or a generated page (`taken` are their addresses)."""
    owners = {address.lower(): "a generated page" for address in taken}  # on some disks case makes no difference
    problems = []
    for page in sorted(pages, key=lambda page: page.path):
        if owner := owners.get(page.url.lower()):
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
        owners.setdefault(page.url.lower(), page.path)
    return problems


def shared_listings(pages: Iterable[tuple[Page, Mapping[str, Mapping[str, str]]]]) -> list[Problem]:
    """A problem for each topic, column or author whose page would have the same address as that of another used earlier.

    `pages` are the pages, each with its listings. 形势 and 形式 sound alike: the one that a briefing used
    first keeps `topics/xing-shi/`, so that a later briefing never moves a page that is published.
    """
    owners: dict[str, str] = {}
    problems = []
    in_order = sorted(pages, key=lambda entry: (entry[0].meta.date, entry[0].path))
    for page, kind, name, url in ((page, *listed) for page, listings in in_order for listed in listed_in(listings)):
        owner = owners.setdefault(url, name)
        if owner != name:
            message = f"the {kind} {owner} and {name} would share the address {url}"
            slug = url.strip("/").rpartition("/")[2]
            hint = f"write them alike, or give the new one an address in mkdocs.yml: {kind}: {{{name}: {slug}-2}}"
            line, column, length = page.entries[f"{kind}/{name}"]
            problem = Problem(id="duplicate-slug", message=message, hint=hint)
            problems.append(problem.at(path=page.path, line=line, column=column, length=length))
    return problems


def listed_in(listings: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Kind, name and address of each listing."""
    return ((kind, name, url) for kind, urls in listings.items() for name, url in urls.items())


def dead_links(
    pages: Sequence[Page],
    public: Collection[str],
    files: Collection[str],
    *,
    documents: Collection[str] = (),
    assets: Collection[str] = (),
) -> list[Problem]:
    """A problem for each link of a page to an address that the site will not have.

    `public` are the paths of the pages that are published; `files` the paths of all files of the site but documents.
    `documents` are those that may be published, `assets` all files of the content folder but pages. Whether a page has the
    heading that a link names is checked where the link is resolved: see `blocks.address`.
    """
    drafts = {page.path: page for page in pages if page.path not in public}
    problems = []
    for page in pages:
        for mark in page.marks:
            if mark.block != "address":
                continue
            target = str(mark.params["target"])
            if mark.params.get("document") in documents:
                continue
            if not target:
                fault = _fault(page, str(mark.params["address"]), pages, files, assets)
            elif target in drafts and page.path in public:
                state = (
                    "a draft"
                    if drafts[target].meta.draft
                    else f"published only at {drafts[target].meta.publish_at or drafts[target].meta.date}"
                )
                fault = (f"{target} is {state}, and this page is published now", "link to it when readers can see it")
            else:
                continue
            if fault:
                problems.append(linked_files.problem_at(page, mark, "bad-link", *fault))
    return problems


def dead_navigation(
    nav: Mapping[str, int], config: str, pages: Sequence[Page], files: Collection[str]
) -> list[Problem]:
    """A problem for each entry of `nav` that leads nowhere; `nav` has the line of each target in mkdocs.yml."""
    problems = []
    for target, line in nav.items():
        if leads_elsewhere(target) or _is_file(page_url(target), files):
            continue
        names = [page.path for page in pages] if target.endswith(".md") else _addresses(files)
        hint = did_you_mean_file(target, names, otherwise="name a page as pages/about.md, or an address as funds/")
        message = f"nav: there is no published page {target}"
        problems.append(Problem(id="bad-link", path=config, line=line, column=1, message=message, hint=hint))
    return problems


def _fault(
    page: Page, written: str, pages: Sequence[Page], files: Collection[str], assets: Collection[str]
) -> tuple[str, str] | None:
    """Message and hint where the site has no address that a page writes so."""
    address = site_address(page.url, written)
    if _is_file(address, files):
        return None
    if is_picture(written):
        return (
            f"{written} is a picture: only those that a page shows are published",
            f"write ![what it shows]({written})",
        )
    if fault := linked_files.document_fault(written, page.path, assets):
        return fault
    name = written.rstrip("/").rpartition("/")[2].partition(".")[0]
    same_name = [
        other.path
        for other in pages
        if name and name in (other.meta.slug, other.path.rpartition("/")[2][: -len(".md")])
    ]
    if same_name:
        return f"the site has no {address or 'front page'}", f"did you mean the file {same_name[0]}?"
    names = {known.strip("/").rpartition("/")[2]: known for known in _addresses(files)}
    meant = nearest(name, names, cutoff=75) if name else ""
    otherwise = "link to a page by its Markdown file, e.g. ../2023/2023-11-06-gpts.md"
    hint = f"did you mean /{names[meant]}?" if meant and abs(len(meant) - len(name)) <= 2 else otherwise
    return f"the site has no file {address}", hint


def _is_file(address: str, files: Collection[str]) -> bool:
    """Whether the site has a file at this address from its root."""
    return address in files or ((not address or address.endswith("/")) and f"{address}index.html" in files)


def _addresses(files: Collection[str]) -> list[str]:
    return sorted(path.removesuffix("index.html") for path in files)


def sort_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column, each once."""
    return tuple(sorted(set(problems)))
