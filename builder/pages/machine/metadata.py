"""What the head of a page tells programs: Open Graph for links in chats, JSON-LD for search engines. Used by `pages`.

All of it is words. A number of the data never comes here: it would freeze in a shell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from builder.language import LANGUAGES, Twin, current, translate
from builder.model import Instrument, PageMeta
from builder.pages.machine.addresses import absolute_url
from builder.pages.page_dates import feed_timestamp, last_correction
from builder.settings.settings import Settings
from builder.templating import Templates

_LOCALES = {"zh": "zh_CN", "en": "en_GB", "zh-TW": "zh_TW", "zh-Hant": "zh_HK"}  # as Open Graph names them
_CONTEXT = "https://schema.org"
# Endings of names of authors that are no persons, e.g. "研究部".
_GROUPS = re.compile(r"(?:部|室|组|团队|中心|公司|研究所|研究院)$")
Trail = Sequence[tuple[str, str]]  # title and address of each page above a page, e.g. [("简报", "archive/")]
LinkedData = dict[str, Any]


def head(
    settings: Settings,
    templates: Templates,
    *,
    url: str,
    title: str,
    description: str = "",
    trail: Trail = (),
    meta: PageMeta | None = None,
    picture: str = "",
    about: Sequence[LinkedData] = (),
    feed: str = "",
    twins: Sequence[Twin] = (),
) -> str:
    """The HTML of a page's metadata. `meta` is that of an author's page with a date, `picture` the site path of its picture,
    `about` what the page is about, `feed` the site path of its own feed, `twins` the page in all its languages. Without site_url
    nothing is said that needs a whole address.
    """
    zone = settings.options.zone
    has_date = meta is not None and bool(meta.date)
    address = absolute_url(settings, url) if settings.site_url else ""
    documents: list[LinkedData] = []
    if address:
        documents = [_breadcrumbs(settings, [*trail, (title, url)])] if trail else []
        documents += (
            [article(settings, meta, url=url, description=description, picture=picture)] if has_date and meta else []
        )
        documents += [{"@context": _CONTEXT, **document} for document in about]
    return templates.render(
        "pages/metadata.html",
        address=address,
        locale=_LOCALES[current()],
        twins=alternates(settings, twins) if address else (),
        site_name=settings.site_name,
        title=title,
        description=" ".join(description.split()),
        published=feed_timestamp(meta.date, zone) if has_date and meta else "",
        modified=modified(settings, meta) if has_date and meta else "",
        column=meta.column if meta else "",
        topics=meta.topics if meta else (),
        picture=absolute_url(settings, picture) if picture else "",
        feed=absolute_url(settings, feed) if feed and settings.site_url else "",
        documents=[Markup(script_json(document)) for document in documents],
    )


def alternates(settings: Settings, twins: Sequence[Twin]) -> list[tuple[str, str]]:
    """The addresses of a page by language, for `hreflang`; the original is for readers of any other language too."""
    links = [(LANGUAGES[twin.lang], absolute_url(settings, twin.url)) for twin in twins]
    return [*links, ("x-default", links[0][1])] if links else []


def script_json(value: Any) -> str:
    """A value as JSON that no browser takes for the end of the script element that it is in."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def modified(settings: Settings, meta: PageMeta) -> str:
    """When the words of a page changed last for readers: at its last correction that names its day, else when it came out."""
    published = feed_timestamp(meta.date, settings.options.zone)
    corrected = last_correction(meta.corrections)
    return feed_timestamp(corrected, settings.options.zone) if corrected > meta.date[:10] else published


def article(settings: Settings, meta: PageMeta, *, url: str, description: str, picture: str = "") -> LinkedData:
    """A briefing as schema.org/NewsArticle."""
    site = {"@type": "Organization", "name": settings.site_name, "url": absolute_url(settings, "")}
    return {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": meta.title,
        **({"description": description} if description else {}),
        "url": absolute_url(settings, url),
        "mainEntityOfPage": absolute_url(settings, url),
        "inLanguage": LANGUAGES[current()],
        "isAccessibleForFree": True,
        "datePublished": feed_timestamp(meta.date, settings.options.zone),
        "dateModified": modified(settings, meta),
        "author": [_author(name) for name in meta.authors] or [site],
        "publisher": site,
        **({"articleSection": meta.column} if meta.column else {}),
        **({"keywords": list(meta.topics)} if meta.topics else {}),
        **({"image": [absolute_url(settings, picture)]} if picture else {}),
        **({"correction": [_correction(text) for text in meta.corrections]} if meta.corrections else {}),
    }


def fund_data(settings: Settings, fund: Instrument) -> list[LinkedData]:
    """A fund as schema.org/InvestmentFund, and its history as schema.org/Dataset where it has one."""
    url, folder = absolute_url(settings, f"funds/{fund.code}/"), f"api/funds/{fund.code}"
    of_fund: LinkedData = {
        "@type": "InvestmentFund",
        "@id": f"{url}#fund",
        "name": fund.name,
        "identifier": fund.code,
        "url": url,
    }
    company = fund.facts.get("company", "")
    if company:
        of_fund["provider"] = {"@type": "Organization", "name": company}
    if not fund.has_history:
        return [of_fund]
    values = translate("每万份收益与七日年化收益率" if fund.is_money_fund else "单位净值与复权净值")
    of_history = {
        "@type": "Dataset",
        "name": translate("{name}（{code}）{values}", name=fund.name, code=fund.code, values=values),
        "description": translate(
            "{name}（{code}）的{values}：每个交易日一行，供核对本站的数字。",
            name=fund.name,
            code=fund.code,
            values=values,
        ),
        "url": url,
        "about": {"@id": f"{url}#fund"},
        "inLanguage": LANGUAGES[current()],
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": fund.origin or settings.site_name},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": absolute_url(settings, f"{folder}/history.json"),
            }
        ],
    }
    return [of_fund, of_history]


def _breadcrumbs(settings: Settings, trail: Trail) -> LinkedData:
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": absolute_url(settings, url)}
            for position, (title, url) in enumerate(trail, 1)
        ],
    }


def _author(name: str) -> Mapping[str, str]:
    return {"@type": "Organization" if _GROUPS.search(name) else "Person", "name": name}


def _correction(text: str) -> Mapping[str, str]:
    day = last_correction((text,))
    return {"@type": "CorrectionComment", "text": text, **({"datePublished": day} if day else {})}
