"""A generated page from a template."""

from __future__ import annotations

from builder.pages.page_template import page_from_template
from builder.templating import Templates


def test_the_template_is_the_one_of_the_kind(templates: Templates) -> None:
    page = page_from_template(templates, kind="missing", path="a/b/index.html", section="a/", title="没有")
    assert page.shell_input is not None
    assert "<h1>没有</h1>" in page.shell_input.html
    assert (page.shell_input.depth, page.shell_input.kind, page.shell_input.section) == (2, "missing", "a/")
