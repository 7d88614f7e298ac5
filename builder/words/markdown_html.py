"""Markdown becomes HTML: a page's body, sanitised, with holes. Used by the page workers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote

from builder.html_tokens import HOLE, PARAGRAPH, tag_name, tokens, without_elements, without_tags
from builder.link_target import Anchors
from builder.model import HOLE_OPEN, ROOT, Body, Mark, Page
from builder.problem import Failed, Problem, too_many
from builder.suggest import did_you_mean
from builder.words.body_html import author_words, finish, picture_path
from builder.words.code_html import fenced_code
from builder.words.figure_html import with_figures
from builder.words.heading_ids import HeadingIds
from builder.words.leftover_marks import leftover_marks
from builder.words.sanitise import Sanitiser
from builder.words.slugs import Slugs
from builder.words.syntax.faults import MOST, Fault, add, faults, note
from builder.words.syntax.fences import FENCES
from builder.words.syntax.links import ANCHORS, IMAGES, TOO_LONG
from builder.words.syntax.parser import markdown_parser
from builder.words.syntax.raw_html import html_lines
from builder.words.syntax.visible_words import visible_words
from builder.words.syntax.words import NAMES

_EXCERPT_LIMIT = 120  # characters
_CLAUSE = re.compile("[^。！？；，,;]*(?:[。！？；，;]|,(?!\\d))?|,")
_PARAGRAPH_NAME = re.compile("(\ue000(?:lead|(?:tu|biao)-\\d+)\ue001) ")  # `holes` writes a blank behind it
_NUMBER = "\ufffc"  # stands for a number: an excerpt leaves out the clause that holds one


class MarkdownRenderer:
    """Turns pages into bodies, one after the other. One renderer serves many pages: it takes longer to make than a page."""

    def __init__(self) -> None:
        self._sanitiser = Sanitiser()
        self._markdown = markdown_parser()

    def body(self, page: Page, slugs: Slugs | None = None) -> Body:
        """The page's words as HTML, with holes only where a fragment can be put. Raises Failed with all that is wrong.

        `slugs` may know the pinyin of the page's headings from earlier builds.
        """
        env: dict[str, Any] = {
            NAMES: lambda hole_id: _words_of(hole_id, page),
            IMAGES: lambda written: picture_path(written, page),
        }
        parsed = self._markdown.parse(page.markdown, env)
        for fault in (fault for words in visible_words(env) for fault in leftover_marks(words)):
            add(env, fault)
        if TOO_LONG in env or any(fault.id == "bad-html" for fault in faults(env)):
            raise Failed(_problems(faults(env), (), page))
        rendered = self._markdown.renderer.render(parsed, self._markdown.options, env)
        code = fenced_code(env.get(FENCES, ()), lambda text: _as_written(text, page))
        html = self._sanitiser.clean(rendered)
        if not faults(env) and (lines := html_lines(parsed)) and (message := _loss(rendered, html)):
            note(env, lines[0], "<", "bad-html", message, "check the tags from here on")
        headings = HeadingIds(_figure_ids(html, page), slugs)
        html, misplaced = finish(with_figures(html, page), page, code, headings)
        anchors = headings.anchors
        for line, address in env.get(ANCHORS, ()):
            if not anchors.id(unquote(address[1:])):
                fragment = unquote(address[1:])
                message = f"no heading of this page, or more than one, is called {fragment}"
                hint = did_you_mean(Anchors.name(fragment), anchors.ids, otherwise="link to a heading by its words")
                note(env, line, address, "bad-link", message, hint)
        if (noted := faults(env)) or misplaced:
            raise Failed(_problems(noted, misplaced, page))
        return Body(
            html=html,
            headings=tuple(headings.headings),
            anchors=anchors,
            excerpt=_excerpt(html, page),
            markdown=HOLE.sub(lambda match: _picture_address(match[0], page), page.markdown),
        )


def _loss(rendered: str, sanitised: str) -> str:
    """What the sanitiser took out although no rule of the syntax saw that it would; "" if nothing."""
    names = [Counter(tag_name(tag.lower()) for tag in tokens(html)[1::2]) for html in (rendered, sanitised)]
    if lost := names[0] - names[1]:
        return f"<{next(iter(lost))}> cannot stand where it stands"
    texts = [re.sub(r"\s+", "", unescape(without_tags(html))) for html in (rendered, sanitised)]
    return "" if texts[0] == texts[1] else "some words would be lost in this HTML"


def _problems(noted: Iterable[Fault], misplaced: Iterable[Mark], page: Page) -> list[Problem]:
    """The faults at their places in the source file, and the marks that stand where only words may.

    What Markdown makes of a mark that is misplaced is no further problem; of a link it tells more than that it is misplaced.
    """
    lines = page.markdown.split("\n")
    located = [_located(fault, lines, page) for fault in islice(noted, MOST)]
    marks = [problem for problem in located if problem.id == "slot-in-heading"]
    for mark in islice(misplaced, MOST):
        problem = _misplaced(mark, page)
        if mark.block != "address" or not any(map(problem.overlaps, located)):
            marks.append(problem)
    problems = [*marks, *(problem for problem in located if not any(map(problem.overlaps, marks)))]
    ended = [too_many(page.path, max(problems).line, MOST)] if len(problems) >= MOST else []
    return [*sorted(set(problems)), *ended]


def _misplaced(mark: Mark, page: Page) -> Problem:
    return Problem(
        id="slot-in-heading",
        path=page.path,
        line=mark.line,
        column=mark.column,
        length=mark.length,
        message=f"{mark.text} stands in a heading, a link, a description or a title, where only words may stand",
        hint="put it into the text below, outside HTML",
    )


def _located(fault: Fault, lines: Sequence[str], page: Page) -> Problem:
    """A fault at its place in the source file. `lines` are those of the page's Markdown."""
    text = lines[fault.line] if fault.line < len(lines) else ""
    column = text.find(fault.words) + fault.offset
    if fault.words not in text:  # a rule does not see the signs that others have read
        column = max(text.find(fault.words[fault.offset :][: fault.length]), 0)
    markdown_line, source_line = page.lines[max(bisect_right(page.lines, (fault.line, len(page.markdown))) - 1, 0)]
    return Problem(
        id=fault.id,
        path=page.path,
        line=source_line + fault.line - markdown_line + 1,
        column=_written_length(text[:column], page) + 1,
        length=_written_length(text[column : column + fault.length], page),
        message=_as_written(fault.message, page),
        hint=_as_written(fault.hint, page),
    )


def _picture_address(hole: str, page: Page) -> str:
    """Where a picture is in the site, from its root, by the hole of its address; any other hole as it is."""
    path = picture_path(hole, page)
    return f"{ROOT}media/{quote(path)}" if path else hole


def _as_written(text: str, page: Page) -> str:
    """A text with the author's words in place of holes."""
    return HOLE.sub(lambda match: author_words(match[1], page), text)


def _written_length(text: str, page: Page) -> int:
    return len(_as_written(_PARAGRAPH_NAME.sub(r"\1", text), page))


def _figure_ids(html: str, page: Page) -> frozenset[str]:
    """The ids of the page's figures, which no heading may have."""
    captioned = [
        f"{kind}-{number}" for kind in ("tu", "biao") for number in range(1, html.count(f"{HOLE_OPEN}{kind}-") + 1)
    ]
    charts = [f"tu-{mark.params['figure']}" for mark in page.marks if mark.block == "chart"]
    return frozenset((*captioned, *charts))


def _excerpt(html: str, page: Page) -> str:
    """The first paragraph as plain text, without footnotes and without clauses that hold a number."""
    for paragraph in PARAGRAPH.finditer(html):
        text = without_tags(without_elements(paragraph[1], "sup"))
        words = HOLE.sub(lambda hole: _words_of(hole[1], page), text)
        clauses = (clause for clause in _CLAUSE.findall(unescape(words)) if _NUMBER not in clause)
        text = " ".join("".join(clauses).split())
        if text:
            text = f"{text[:-1]}。" if text[-1] in "，,；;" else text
            return text if len(text) <= _EXCERPT_LIMIT else text[: _EXCERPT_LIMIT - 1].rstrip() + "…"
    return ""


def _words_of(hole_id: str, page: Page) -> str:
    """The author's words in place of a hole: a claim's, or the name in a cashtag."""
    mark = page.marks[int(hole_id)] if hole_id.isdigit() else None
    if mark is None:
        return ""
    if mark.block == "number":
        return _NUMBER
    return str(mark.params["words"]) if mark.block == "claim" else str(mark.params.get("name", ""))
