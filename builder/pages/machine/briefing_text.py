"""The full text of a briefing for other programs: HTML for feeds, and Markdown in which each number carries its evidence."""

from __future__ import annotations

import re
from html import escape

from markupsafe import Markup

from builder.language import translate
from builder.model import HOLE_CLOSE, HOLE_OPEN, ROOT, Body, PageMeta, PageProjection, hole
from builder.pages.machine.addresses import absolute_url
from builder.pages.page_dates import written_date
from builder.settings.settings import Settings
from builder.templating import Templates

# Holes that are no marks: the name of the line that heads cards, the number of a figure, and a topic.
_LEAD = f"{hole('lead')} "
_FIGURE, _TOPIC = (
    re.compile(f"{HOLE_OPEN}(tu|biao)-(\\d+){HOLE_CLOSE} ?"),
    re.compile(f"{HOLE_OPEN}t(\\d+){HOLE_CLOSE}"),
)
_PLACE = re.compile(r'(\shref=")(?=#)')


def feed_html(page: PageProjection, body: Body, settings: Settings) -> str:
    """The words of a briefing for a feed, with whole addresses; its holes are named by its slug, e.g. "sora/0"."""
    root, url, slug = absolute_url(settings, ""), absolute_url(settings, page.url), page.meta.slug
    corrections = "".join(f"<li>{escape(text)}</li>" for text in page.meta.corrections)
    risk = page.meta.risk or settings.options.risk_notice
    html = _PLACE.sub(rf"\g<1>{url}", _named(body.html, slug)).replace(ROOT, root)
    relative = "../" * page.url.count("/")
    html = html.replace(f'="{relative}', f'="{root}')  # as the body writes pictures and topics
    return "".join(
        (
            hole(f"{slug}/restated"),
            html,
            f"<h2>{translate('更正')}</h2><ul>{corrections}</ul>" if corrections else "",
            f"<p>{translate('风险提示：{risk}', risk=escape(risk))}</p>" if risk else "",
        )
    )


def markdown(page: PageProjection, body: Body, settings: Settings, templates: Templates) -> str:
    """`index.md` beside a briefing's page, with holes likewise and one for the evidence."""
    meta: PageMeta = page.meta
    slug, root = page.meta.slug, absolute_url(settings, "")
    return templates.render(
        "feeds/briefing.md",
        meta=meta,
        title=Markup(meta.title),
        url=absolute_url(settings, page.url),
        published=written_date(meta.date),
        facts=[
            Markup(text)
            for text in (meta.column, translate("、").join(meta.authors), translate("、").join(meta.topics))
            if text
        ],
        restated=Markup(hole(f"{slug}/restated")),
        body=Markup(_named(_plain(page, body.markdown), slug).replace(ROOT, root).strip()),
        evidence=Markup(hole(f"{slug}/evidence")),
        corrections=[Markup(text) for text in meta.corrections],
        risk=Markup(meta.risk or settings.options.risk_notice),
    )


def _plain(page: PageProjection, text: str) -> str:
    """An author's Markdown without what only our own reading of it knows: numbers of figures, and topics."""
    text = text.replace(_LEAD, "")
    text = _FIGURE.sub(lambda match: f"{_figure(match[1], match[2])}{translate('：')}", text)
    return _TOPIC.sub(lambda match: f"#{page.meta.topics[int(match[1])]}", text)


def _figure(kind: str, number: str) -> str:
    return translate("图 {number}" if kind == "tu" else "表 {number}", number=number)


def _named(text: str, slug: str) -> str:
    return text.replace(HOLE_OPEN, f"{HOLE_OPEN}{slug}/")
