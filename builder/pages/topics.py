"""The list of topics, and a page for each topic."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.pages.teasers import teasers
from builder.templating import Templates


def files(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The list of topics, then the page of each topic."""
    rows = [
        (topic, site.topic_urls[topic], len(pages), pages[0].meta.date[:10]) for topic, pages in site.topics.items()
    ]
    yield page_from_template(
        templates,
        kind="topics",
        path="topics/index.html",
        section="topics/",
        title="主题",
        description="简报涉及的全部主题。",
        topics=rows,
    )
    for topic, pages in site.topics.items():
        yield page_from_template(
            templates,
            kind="topic",
            path=f"{site.topic_urls[topic]}index.html",
            section="topics/",
            title=topic,
            description=f"关于“{topic}”的简报。",
            briefings=teasers(site, pages),
        )
