"""Whole pages: each folder of `golden` is a case, and its expected.html what its input.md must become.

A mismatch leaves `expected-changed.html` beside it; when the change is right, it takes the expected one's place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import SourceFile
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse
from tests.words.parsed_text import ZONE, shown

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden").glob("*/input.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_becomes_what_is_expected(case: Path) -> None:
    source = SourceFile(
        path=f"briefings/2024/2024-02-20-{case.name}.md", text=(case / "input.md").read_text(encoding="utf-8")
    )
    page = parse(source, zone=ZONE)
    body = MarkdownRenderer().body(page)
    head = f"<!-- {page.meta.column} | {page.meta.title} | {page.url} | {body.excerpt} -->\n"
    contents = "".join(
        f"<!-- {'  ' * (heading.level - 2)}#{heading.id} {heading.title} -->\n" for heading in body.headings
    )
    page_html = head + contents + shown(body.html)
    expected, changed = case / "expected.html", case / "expected-changed.html"
    if not expected.exists() or page_html != expected.read_text(encoding="utf-8"):
        changed.write_text(page_html, encoding="utf-8")
        pytest.fail(f"{case.name} became something else: compare {changed} with {expected.name}")
    changed.unlink(missing_ok=True)


def test_there_are_cases() -> None:
    assert CASES
