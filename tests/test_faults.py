"""Every mistake that an author or a data file can make: told at its place, with a hint, and nothing is published.

Each case is a whole site in a folder, built in this process or by the command. What is expected stands beside the mistake.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.desk import problem_report
from builder.problem import Failed, Problem
from tests.site import FUNDS, OTHER, SETTINGS, SmallSite

A = "content/briefings/2024/2024-02-20-a.md"
B = "content/briefings/2024/2024-02-21-b.md"
NEW = "content/briefings/2024/2024-02-22-new.md"
NAV = "content/data/nav/990201.csv"
HEAD = "---\ntitle: 新的一篇\ndate: 2024-02-22\n---\n\n"
Expected = tuple[str, int, int, str]  # path, line, column, id


def problems(site: SmallSite) -> tuple[Problem, ...]:
    """What a build finds wrong, from whichever stage."""
    try:
        return site.build().problems
    except Failed as failed:
        return failed.problems


def replaced(path: str, old: str, new: str) -> Callable[[SmallSite], None]:
    """An edit of one file."""

    def edit(site: SmallSite) -> None:
        assert old in site.read(path)
        site.write(path, site.read(path).replace(old, new, 1))

    return edit


def head(more: str) -> Callable[[SmallSite], None]:
    """The other briefing with one more line of front matter, its third."""
    return replaced(B, "title: 另一篇\n", f"title: 另一篇\n{more}\n")


def written(path: str, text: str | bytes) -> Callable[[SmallSite], None]:
    """A file with this text."""

    def write(site: SmallSite) -> None:
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (site.root / path).write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def linked(path: str, target: str) -> Callable[[SmallSite], None]:
    """A symbolic link."""
    return lambda site: (site.root / path).symlink_to(target)


def moved(path: str) -> Callable[[SmallSite], None]:
    """A folder moved aside, and a symbolic link in its place."""

    def move(site: SmallSite) -> None:
        shutil.move(site.root / path, site.root / "aside")
        (site.root / path).symlink_to(site.root / "aside")

    return move


def gone(path: str) -> Callable[[SmallSite], None]:
    """A file or folder that is not there."""

    def remove(site: SmallSite) -> None:
        target = site.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return remove


# Name of the case -> the mistake, and the problems it gives; each has a hint but for those in HINTLESS.
CASES: dict[str, tuple[Callable[[SmallSite], None], list[Expected]]] = {
    # front matter
    "an unknown key": (head("publsh_at: 2024-03-01"), [(B, 3, 1, "unknown-key")]),
    "a date that is none": (replaced(B, "2024-02-21", "2024-02-31"), [(B, 3, 7, "bad-date")]),
    "a year nought": (replaced(B, "2024-02-21", "0000-00-00"), [(B, 3, 7, "bad-date")]),
    "a year out of reach": (replaced(B, "2024-02-21", "9999-12-31"), [(B, 3, 7, "bad-date")]),
    "an hour that is none": (replaced(B, "2024-02-21", "2024-02-21T25:00"), [(B, 3, 7, "bad-date")]),
    "an offset that is none": (
        replaced(B, "2024-02-21", "2024-02-21T00:00:00+99:00"),
        [(B, 3, 7, "bad-date")],
    ),
    "a list for a date": (replaced(B, "2024-02-21", "[2024-02-21]"), [(B, 3, 7, "bad-value")]),
    "publication soon": (head("publish_at: soon"), [(B, 3, 13, "bad-date")]),
    "perhaps a draft": (head("draft: maybe"), [(B, 3, 8, "bad-value")]),
    "no title": (replaced(B, "title: 另一篇\n", ""), [(B, 1, 1, "missing-key")]),
    "a slug that leads out": (head("slug: ../../x"), [(B, 3, 7, "bad-value")]),
    "an alias": (head("authors: &a [甲]\ntopics: *a"), [(B, 3, 10, "front-matter")]),
    "an open front matter": (written(NEW, "---\ntitle: x\n"), [(NEW, 1, 1, "front-matter")]),
    "an empty page": (written(NEW, ""), [(NEW, 1, 1, "front-matter")]),
    "a page of a byte-order mark alone": (written(NEW, b"\xef\xbb\xbf"), [(NEW, 1, 1, "front-matter")]),
    "a key of ten thousand letters": (head(f"? {'k' * 10_000}\n: 1"), [(B, 3, 3, "unknown-key")]),
    "a cover outside": (head("cover: ../../../../etc/passwd"), [(B, 3, 8, "image-outside")]),
    "a fund that is none": (head("funds: [990209]"), [(B, 3, 9, "unknown-series")]),
    # text
    "two pages with one address": (
        written("content/briefings/2024/2024-02-22-b.md", OTHER),
        [("content/briefings/2024/2024-02-22-b.md", 1, 1, "duplicate-slug")],
    ),
    "an unknown code": (replaced(A, "|990201)", "|990202x)"), [(A, 11, 43, "unknown-series")]),
    "another's name": (replaced(A, "示例红利低波A(", "示例红利低波C("), [(A, 11, 27, "name-mismatch")]),
    "an expression of nonsense": (
        replaced(A, "return 1y }}", "return 1y from soon }}"),
        [(A, 7, 30, "bad-expression")],
    ),
    "a false claim": (replaced(A, "> -90%", "> 90%"), [(A, 7, 30, "false-claim")]),
    "a number that nothing answers": (replaced(A, "990101 return 1y", "990101 return 5y"), [(A, 7, 5, "no-answer")]),
    "an image that is not there": (written(NEW, HEAD + "![图](nope.png)\n"), [(NEW, 6, 1, "missing-image")]),
    "an image outside": (
        written(NEW, HEAD + "![图](../../../../etc/passwd.png)\n"),
        [(NEW, 6, 1, "image-outside")],
    ),
    "an image of another server": (
        written(NEW, HEAD + "![图](https://example.com/a.png)\n"),
        [(NEW, 6, 1, "image-outside")],
    ),
    "an open fence": (replaced(B, "1y]\n```", "1y]\n"), [(B, 8, 1, "unclosed-fence")]),
    "lists in lists in lists": (written(NEW, HEAD + "- " * 10_000 + "a"), [(NEW, 6, 1, "too-deep")]),
    "quotations in quotations": (written(NEW, HEAD + ">" * 10_000 + " a"), [(NEW, 6, 1, "too-deep")]),
    "a staircase of items": (
        written(NEW, HEAD + "\n".join("    " * step + "- a" for step in range(300))),
        [(NEW, 30, 1, "too-deep")],
    ),
    # files
    "a picture called .md": (written(NEW, bytes(range(256)) * 9), [(NEW, 2, 118, "not-text")]),
    "a page in GBK": (written(NEW, (HEAD + "中文").encode("gbk")), [(NEW, 2, 8, "not-text")]),
    "a page in UTF-16": (written(NEW, HEAD.encode("utf-16")), [(NEW, 1, 1, "not-text")]),
    "a NUL": (written(NEW, HEAD + "一\x00二"), [(NEW, 6, 2, "not-text")]),
    "twenty million bytes": (written(NEW, HEAD + "a " * 10_000_000), [(NEW, 0, 0, "too-large")]),
    "a pipe": (lambda site: os.mkfifo(site.root / NEW), [(NEW, 0, 0, "unreadable")]),
    "a link among the words": (linked(NEW, "/etc/passwd"), [(NEW, 0, 0, "symlink")]),
    "a link to a folder of words": (moved("content/briefings"), [("content/briefings", 0, 0, "symlink")]),
    "a link among the data": (
        linked("content/data/nav/990102x.csv", "/etc/passwd"),
        [("content/data/nav/990102x.csv", 0, 0, "symlink")],
    ),
    "a link for the data": (moved("content/data"), [("content/data", 0, 0, "symlink")]),
    "a link for the site": (moved("site"), [("site", 0, 0, "symlink")]),
    "a file for the cache": (
        lambda site: (gone(".briefings")(site), written(".briefings", "")(site), None)[-1],
        [(".briefings", 0, 0, "unwritable")],
    ),
    # data
    "a wrong header": (replaced(NAV, "date,nav", "date,value"), [(NAV, 1, 1, "bad-header")]),
    "a text for a number": (replaced(NAV, ",1.0000", ",n/a"), [(NAV, 2, 12, "bad-cell")]),
    "not a number": (replaced(NAV, ",1.0000", ",NaN"), [(NAV, 2, 12, "bad-cell")]),
    "a date twice": (replaced(NAV, "2023-01-04", "2023-01-03"), [(NAV, 3, 1, "duplicate-date")]),
    "a NUL in a number": (replaced(NAV, ",1.0000", ",1\x000"), [(NAV, 2, 13, "not-text")]),
    "an empty history": (written(NAV, ""), [(NAV, 1, 0, "empty-data")]),
    "a catalogue in GBK": (
        written("content/data/funds.csv", FUNDS.encode("gbk")),
        [("content/data/funds.csv", 2, 9, "not-text")],
    ),
    "no catalogue of funds": (gone("content/data/funds.csv"), [("content/data/funds.csv", 0, 0, "missing-data")]),
    "no data": (gone("content/data"), [("content/data", 0, 0, "missing-data")]),
    "no content": (
        gone("content"),
        [("content", 0, 0, "no-pages")],
    ),
    # settings
    "settings that are no YAML": (written("mkdocs.yml", "site_name: [\n"), [("mkdocs.yml", 2, 1, "bad-settings")]),
    "no settings": (gone("mkdocs.yml"), [("mkdocs.yml", 0, 0, "bad-settings")]),
    "empty settings": (written("mkdocs.yml", ""), [("mkdocs.yml", 0, 0, "bad-settings")]),
    "a mistyped setting": (
        replaced("mkdocs.yml", "risk_notice", "risk_notce"),
        [("mkdocs.yml", 10, 7, "bad-settings")],
    ),
    "data outside": (
        replaced("mkdocs.yml", "risk_notice", "data: ../../etc\n      risk_notice"),
        [("mkdocs.yml", 10, 7, "bad-settings")],
    ),
    "data from the root": (
        replaced("mkdocs.yml", "risk_notice", "data: /etc\n      risk_notice"),
        [("mkdocs.yml", 10, 7, "bad-settings")],
    ),
    "the site in the cache": (
        replaced("mkdocs.yml", "site_dir: site", "site_dir: .briefings"),
        [("mkdocs.yml", 3, 1, "bad-settings")],
    ),
    "another theme": (
        replaced("mkdocs.yml", "name: material", "name: readthedocs"),
        [("mkdocs.yml", 0, 0, "bad-settings")],
    ),
    "plugins that are a number": (
        written("mkdocs.yml", SETTINGS.partition("plugins:")[0] + "plugins: 5\n"),
        [("mkdocs.yml", 8, 1, "bad-settings")],
    ),
    "options that are a list": (
        replaced("mkdocs.yml", "risk_notice: 基金有风险,投资须谨慎。", "- a"),
        [("mkdocs.yml", 8, 1, "bad-settings")],
    ),
    "a date in the settings that is none": (
        written("mkdocs.yml", SETTINGS + "x: 2024-13-45\n"),
        [("mkdocs.yml", 11, 4, "bad-settings")],
    ),
    "brackets in the settings by thousands": (
        written("mkdocs.yml", SETTINGS + "x: " + "[" * 5000 + "\n"),
        [("mkdocs.yml", 0, 0, "bad-settings")],
    ),
}
# Where the message says all that can be said.
HINTLESS = {"not a number of pages", "empty-data", "unreadable", "bad-settings"}


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_is_told_at_its_place_and_changes_nothing(site: SmallSite, name: str) -> None:
    mistake, expected = CASES[name]
    before = site.pages()
    mistake(site)
    found = problems(site)
    assert [(one.path, one.line, one.column, one.id) for one in found] == expected
    assert all(one.hint or one.id in HINTLESS for one in found)
    assert site.pages() == before


def test_faults_of_words_data_and_between_pages_are_told_together(site: SmallSite) -> None:
    before = site.pages()
    replaced(A, "|990201)", "|990202x)")(site)
    replaced(B, "990201 nav live", "990201 navv live")(site)
    written("content/pages/about.md", "---\ntitel: 关于\n---\n")(site)
    written("content/briefings/2024/2024-02-22-b.md", OTHER)(site)
    replaced(NAV, "date,nav", "date,value")(site)
    replaced("content/data/nav/990101.csv", ",1.0000", ",NaN")(site)
    done = site.command("build")
    assert (done.returncode, done.stdout) == (1, "")
    places = [line for line in done.stderr.splitlines() if line.startswith("content/")]
    assert [place.partition(": ")[0] for place in places] == [
        f"{A}:11:43",
        f"{B}:6:14",
        "content/briefings/2024/2024-02-22-b.md:1:1",
        "content/data/nav/990101.csv:2:12",
        f"{NAV}:1:1",
        "content/pages/about.md:1:1",
        "content/pages/about.md:2:1",
    ]
    last = done.stderr.splitlines()[-1]
    assert last == "7 problems in 6 files. Nothing was published; site/ still shows the data of 2024-02-26."
    assert site.pages() == before


def test_a_false_claim_tells_what_the_data_say(site: SmallSite) -> None:
    replaced(A, "> -90%", "> 90%")(site)
    (problem,) = site.build().problems
    assert "is +4.04%, which is not > 90%" in problem.message


def test_a_link_to_a_page_with_a_fault_is_no_second_fault(site: SmallSite) -> None:
    head("publsh_at: 2024-03-01")(site)
    assert [one.id for one in site.build().problems] == ["unknown-key"]


def test_twenty_million_bytes_are_refused_without_being_read(site: SmallSite) -> None:
    written(NEW, HEAD + "字 " * 5_000_000)(site)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [one.id for one in site.build().problems] == ["too-large"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # kilobytes on Linux


NAMES = ["a\nb", 'a"b', "a'b", "简报 一", "a b", "a<script>", "a%2e", "a?b#c", "x" * 200, "\x1b[31m", "a:b", "a\u202eb"]


def test_any_name_of_a_file_is_told_on_one_line_and_builds(site: SmallSite) -> None:
    for number, name in enumerate(NAMES):
        text = HEAD.replace("新的一篇", f"第{number}篇") + "{{ 990101 navv }}\n"
        written(f"content/briefings/{number}{name}.md", text)(site)
    found = site.build().problems
    assert {one.id for one in found} == {"unknown-measure"}
    assert len(found) == len(NAMES)
    told = problem_report.text(found, site.root).split("\n")
    assert len(told) == 4 * len(NAMES)
    assert not any(re.search("[\x00-\x1f\u202e]", line) for line in told)
    for number, name in enumerate(NAMES):
        text = HEAD.replace("新的一篇", f"第{number}篇") + "{{ 990101 nav }}\n"
        written(f"content/briefings/{number}{name}.md", text)(site)
    assert site.build().problems == ()


def test_a_name_that_is_no_text_is_a_problem(site: SmallSite) -> None:
    path = os.fsencode(site.root / "content/briefings") + b"/\xff\xfe.md"
    try:
        Path(os.fsdecode(path)).write_text(HEAD)
    except OSError:
        return  # this file system takes no such name, so nobody can make the mistake
    assert [one.id for one in site.build().problems] == ["unreadable"]
    done = site.command("build")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


HOSTILE = "</script>\"'\n::error file=x::%0A\x1b[31m\u2028 ,:% \ud800"


@pytest.mark.parametrize("style", ["json", "sarif", "github", "text"])
def test_every_format_survives_hostile_messages(style: str, tmp_path: Path) -> None:
    problem = Problem(id="bad-cell", path=HOSTILE, line=3, column=2, message=HOSTILE, hint=HOSTILE)
    told = problem_report.FORMATS[style]([problem], tmp_path).encode("utf-8", "backslashreplace").decode()
    if style in ("json", "sarif"):
        assert json.loads(told)
    if style == "github":
        assert told.startswith("::error file=")
        assert len(told.splitlines()) == 1
    if style == "text":
        assert len(told.split("\n")) == 2


@pytest.mark.parametrize("style", ["json", "sarif", "github"])
def test_a_program_reads_the_problems_from_standard_output(site: SmallSite, style: str) -> None:
    replaced(B, "990201 nav live", "990201 navv live")(site)
    done = site.command("build", "--format", style)
    assert (done.returncode, done.stderr) == (1, "")
    if style == "json":
        assert [(one["path"], one["line"], one["column"]) for one in json.loads(done.stdout)] == [(B, 6, 14)]
    if style == "sarif":
        assert json.loads(done.stdout)["runs"][0]["results"][0]["ruleId"] == "unknown-measure"
    if style == "github":
        assert done.stdout.startswith(f"::error file={B},line=6,col=14,title=unknown-measure::")


def test_a_long_line_is_shown_around_the_fault_with_the_caret_below_it(site: SmallSite) -> None:
    written(NEW, HEAD + "字" * 60_000 + "{{ 990101 navv }}" + "字" * 10_000)(site)
    _, shown, caret, _ = problem_report.text(site.build().problems, site.root).splitlines()
    assert len(shown) < 220
    wide = sum(2 if sign == "字" else 1 for sign in shown[: shown.index("navv")])
    assert caret.index("^") == wide
    assert caret.count("^") == 4


def test_all_problems_of_a_file_are_told_at_once_wherever_they_stand(site: SmallSite) -> None:
    text = """---
title：新的一篇
date: 2024-02-22
colunm: 热点
---

$示例红利低波A(OTCFUND|990299)$ 与 {{ 990101 navv }} 与 {{ 990101 nav } 与 [一年下跌]{990101 return 1y > 900%}。

[见](nowhere.md) ![图](nothing.png) \x10
"""
    written(NEW, text)(site)
    assert site.problems() == [
        (NEW, 2, 6, "front-matter"),
        (NEW, 4, 1, "unknown-key"),
        (NEW, 7, 18, "unknown-series"),
        (NEW, 7, 39, "unknown-measure"),
        (NEW, 7, 49, "bad-expression"),
        (NEW, 7, 67, "false-claim"),
        (NEW, 7, 68, "bad-claim"),
        (NEW, 9, 5, "bad-link"),
        (NEW, 9, 17, "missing-image"),
        (NEW, 9, 35, "not-text"),
    ]


def test_without_a_date_marks_are_checked_and_claims_are_not(site: SmallSite) -> None:
    text = "---\ntitle: 新\ndate: 2024-02-30\n---\n\n[翻了倍]{990101 return 1y > 900%} {{ 990101 since-publication }} {{ x nav }}\n"
    written(NEW, text)(site)
    assert [(line, id_) for _, line, _, id_ in site.problems()] == [(3, "bad-date"), (6, "unknown-series")]


def test_lines_are_counted_as_editors_do(site: SmallSite) -> None:
    written(NEW, HEAD.encode().replace(b"\n", b"\r\n") + "一\u2028二三\r\n\r\n{{ 990101 navv }}\r\n".encode())(site)
    (problem,) = site.build().problems
    assert (problem.line, problem.column) == (8, 11)
    assert "    8 | {{ 990101 navv }}" in problem_report.text([problem], site.root)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(site: SmallSite) -> None:
    written(NEW, b"\xef\xbb\xbf" + (HEAD + "{{ 990101 nav }}\n").encode().replace(b"\n", b"\r\n"))(site)
    assert site.build().problems == ()


HARMLESS: dict[str, str] = {
    "front matter alone": HEAD.rstrip(),
    "emphasis upon emphasis": HEAD + "*" * 5000 + "a" + "*" * 5000,
    "brackets": HEAD + "(" * 20_000 + "a" + ")" * 20_000,
    "a line of 250,000 letters": HEAD + "a" * 250_000,
    "five thousand links": HEAD + "见 " + " ".join(["$示例红利低波A(OTCFUND|990201)$"] * 5_000),
    "five thousand cards": HEAD + "\n\n".join(["$示例红利低波A(OTCFUND|990201)$"] * 5_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_odd_but_right_is_published(site: SmallSite, name: str) -> None:
    written(NEW, HARMLESS[name])(site)
    assert site.build().problems == ()


def test_a_site_folder_that_cannot_be_written_is_a_problem(site: SmallSite) -> None:
    gone("site")(site)
    written("site", "a file of mine")(site)
    done = site.command("build")
    assert done.returncode == 1
    assert "site: unwritable: a file stands there" in done.stderr
    assert site.read("site") == "a file of mine"
    done = site.command("build", "--site-dir", "/proc/nowhere/site")
    assert done.returncode == 1
    assert "unwritable" in done.stderr
    assert "Traceback" not in done.stderr


def test_problems_cross_the_border_between_processes() -> None:
    import pickle

    problem = Problem(id="bad-settings", path="mkdocs.yml", message="no")
    assert pickle.loads(pickle.dumps(Failed([problem]))).problems == (problem,)


@pytest.mark.slow
def test_a_theme_refused_in_a_worker_is_told(site: SmallSite) -> None:
    """With many pages, shells are made by workers: what is wrong must come back from there."""
    for number in range(60):
        written(f"content/briefings/2023/2023-05-01-n{number}.md", OTHER.replace("另一篇", f"第{number}篇"))(site)
    replaced("mkdocs.yml", "name: material", "name: readthedocs")(site)
    with pytest.raises(Failed) as failed:
        site.build(workers=2)
    assert [one.id for one in failed.value.problems] == ["bad-settings"]
