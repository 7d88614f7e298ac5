"""The site in, one page per topic and the list of topics out."""

from __future__ import annotations

from collections.abc import Iterator

from builder.model import Leaf
from builder.pages.sheet import sheet
from builder.pages.site import Site
from builder.pages.teaser import teasers
from builder.render import Templates


def leaves(site: Site, templates: Templates) -> Iterator[Leaf]:
    """The list of topics, then each topic."""
    listed = [
        (topic, site.topic_urls[topic], len(pages), pages[0].meta.date[:10]) for topic, pages in site.topics.items()
    ]
    yield sheet(
        templates,
        "topics.html",
        path="topics/index.html",
        kind="topics",
        title="主题",
        description="简报涉及的全部主题。",
        topics=listed,
    )
    for topic, pages in site.topics.items():
        yield sheet(
            templates,
            "topic.html",
            path=f"{site.topic_urls[topic]}index.html",
            kind="topic",
            title=topic,
            description=f"关于“{topic}”的简报。",
            briefings=teasers(site, pages),
        )
