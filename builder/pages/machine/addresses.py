"""Addresses as other programs need them: whole, and none where mkdocs.yml has no site_url. Used by `pages`."""

from __future__ import annotations

from urllib.parse import quote

from builder.settings.settings import Settings


def absolute_url(settings: Settings, path: str) -> str:
    """The absolute address of a page of a site with a site_url, e.g. "https://example.org/briefings/sora/"."""
    return f"{settings.site_url.rstrip('/')}/{quote(path)}"
