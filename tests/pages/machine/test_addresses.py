"""Whole addresses."""

from __future__ import annotations

from builder.pages.machine.addresses import absolute_url
from tests.pages.conftest import site_of


def test_an_address_is_whole_and_quoted_with_or_without_a_slash_at_the_end_of_the_sites() -> None:
    for url in ("https://example.org/repo", "https://example.org/repo/"):
        assert absolute_url(site_of(site_url=url).settings, "") == "https://example.org/repo/"
        assert absolute_url(site_of(site_url=url).settings, "a b/") == "https://example.org/repo/a%20b/"
