"""The page for addresses that do not exist."""

from __future__ import annotations

from builder.pages import SiteContent, not_found
from builder.templating import Templates


def test_it_is_where_servers_look_for_it(site: SiteContent, templates: Templates) -> None:
    (page,) = not_found.files(site, templates)
    assert page.path == "404.html"
    assert page.shell_input is not None
    assert (page.shell_input.kind, page.shell_input.section) == ("missing", None)
