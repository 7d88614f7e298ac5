"""What a few lines of Markdown become: a page, its HTML, or problems. All tests of the words use it."""

from __future__ import annotations

import pytest

from builder.model import Body, Page, SourceFile
from builder.problem import Failed, Problem
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse

PATH = "briefings/2024/2024-02-20-sora.md"
ZONE = "Asia/Shanghai"
RESERVED_NAMES = ("funds",)
FRONT = "---\ntitle: 一文看懂文生视频\ndate: 2024-02-20\n---\n"  # the text begins in line 5


def page(text: str, *, path: str = PATH, front: str = FRONT) -> Page:
    return parse(SourceFile(path=path, text=front + text), zone=ZONE, reserved_names=RESERVED_NAMES)


def meta_page(*lines: str) -> Page:
    """A page without text, by the lines of its front matter."""
    return page("", front="\n".join(["---", *lines, "---", ""]))


def body(text: str, *, path: str = PATH, front: str = FRONT) -> Body:
    return MarkdownRenderer().body(page(text, path=path, front=front))


def html(text: str, *, path: str = PATH) -> str:
    """The body's HTML with holes as <<3>>."""
    return shown(body(text, path=path).html)


def problems(text: str, *, path: str = PATH, front: str = FRONT) -> list[Problem]:
    """All that is wrong in a text: in its marks, or in its Markdown."""
    with pytest.raises(Failed) as failed:
        body(text, path=path, front=front)
    return list(failed.value.problems)


def problem(text: str, *, path: str = PATH, front: str = FRONT) -> Problem:
    wrong = problems(text, path=path, front=front)
    assert len(wrong) == 1, wrong
    return wrong[0]


def shown(text: str) -> str:
    return text.replace("\ue000", "<<").replace("\ue001", ">>")


def text_at(source: str, problem: Problem) -> str:
    """The text of the source that a problem points at."""
    return source.split("\n")[problem.line - 1][problem.column - 1 :][: problem.length]
