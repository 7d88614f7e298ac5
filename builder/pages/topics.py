"""The site in, one page per topic and the list of topics out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import GeneratedFile
from builder.pages.page_template import page_from_template
from builder.pages.site_content import SiteContent
from builder.pages.teaser import teasers
from builder.templating import Templates


def leaves(site: SiteContent, templates: Templates) -> Iterator[GeneratedFile]:
    """The list of topics, then each topic."""
    listed = [
        (topic, site.topic_urls[topic], len(pages), pages[0].meta.date[:10]) for topic, pages in site.topics.items()
    ]
    yield page_from_template(
        templates,
        "topics.html",
        path="topics/index.html",
        kind="topics",
        title="主题",
        description="简报涉及的全部主题。",
        topics=listed,
    )
    for topic, pages in site.topics.items():
        yield page_from_template(
            templates,
            "topic.html",
            path=f"{site.topic_urls[topic]}index.html",
            kind="topic",
            title=topic,
            description=f"关于“{topic}”的简报。",
            briefings=teasers(site, pages),
        )
