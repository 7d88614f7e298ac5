"""What is out of date, and why: one pure function over plain maps, with no disk."""

from __future__ import annotations

import pytest

from builder.site_build.site_plan import PlannedFile
from builder.site_build.trace import DATA, LOST, NEW, SHELL, SLOTS, FileTrace, Trace, out_of_date

PLANNED = {
    "index.html": PlannedFile(shell="home-shell", slots="home-slots"),
    "briefings/sora/index.html": PlannedFile(shell="sora-shell", slots="sora-slots", source="content/sora.md"),
    "briefings/draft.md": PlannedFile(shell="", slots="draft-slots", source="content/draft.md"),
}
TRACE = Trace(
    data="monday",
    files={
        "index.html": FileTrace("home-shell", "home-slots", "filled", "digest"),
        "briefings/sora/index.html": FileTrace("sora-shell", "sora-slots", "filled", "digest", {"charts/a.csv": "csv"}),
        "briefings/draft.md": FileTrace("", "draft-slots"),
    },
)


def with_file(path: str, file: FileTrace) -> Trace:
    """The trace, with another file at this path."""
    return Trace(data=TRACE.data, files={**TRACE.files, path: file})


def test_nothing_is_out_of_date_where_all_is_as_the_last_build_left_it() -> None:
    assert out_of_date(PLANNED, TRACE, data="monday") == {}


def test_a_file_that_no_build_knows_is_new() -> None:
    assert out_of_date(PLANNED, Trace(data="", files={}), data="monday") == dict.fromkeys(PLANNED, (NEW,))


def test_new_data_put_every_file_and_draft_out_of_date() -> None:
    assert out_of_date(PLANNED, TRACE, data="tuesday") == dict.fromkeys(PLANNED, (DATA,))


@pytest.mark.parametrize(
    ("file", "reasons"),
    [
        (FileTrace("other", "home-slots", "filled", "digest"), (SHELL,)),
        (FileTrace("home-shell", "other", "filled", "digest"), (SLOTS,)),
        (FileTrace("other", "other", "filled", "digest"), (SHELL, SLOTS)),
    ],
)
def test_a_file_whose_words_or_questions_changed_says_so(file: FileTrace, reasons: tuple[str, ...]) -> None:
    assert out_of_date(PLANNED, with_file("index.html", file), data="monday") == {"index.html": reasons}


def test_a_file_that_was_lost_from_the_site_is_made_again() -> None:
    assert out_of_date(PLANNED, TRACE, data="monday", lost={"index.html"}) == {"index.html": (LOST,)}


def test_a_file_that_is_planned_no_more_is_nobodys_work() -> None:
    assert out_of_date({}, TRACE, data="tuesday") == {}
