"""Bad rows are kept out of new files, and a set that loses data is refused unless the user accepts it."""

from __future__ import annotations

from pathlib import Path

from builder.desk import refresh_report
from builder.desk.staged_sets import StagedSet, refuse
from builder.numbers.sources.source import Source
from builder.problem import Problem
from tests.desk.declared_source import data, export, exported, run
from tests.site import SmallSite


def test_a_bad_row_is_kept_out_and_reported_and_the_others_are_installed(site: SmallSite) -> None:
    good = export(0.0005).decode("gb18030")
    exported(site, f990101=good.replace("2024/03/04,1.1641", "2024/03/04,0").encode("gb18030"))
    report = run(site)
    row = report.outcomes[0].quarantined[0]
    assert (row.file, row.column, row.value, row.last) == ("nav/990101.csv", "nav", "0.0", "1.1635 (2024-03-01)")
    assert not report.is_complete and not report.problems
    assert site.read("content/data/nav/990101.csv").splitlines()[-1] == "2024-03-01,1.1635,0.04"
    assert site.read("content/data/nav/990102.csv").splitlines()[-1].startswith("2024-03-04")
    # The export is newest first: the row is named where its author finds it.
    assert "row kept out: exports/990101.csv:2: nav 0.0 on 2024-03-04: " in refresh_report.text(report, site.root)
    assert not site.build().problems


def test_a_set_with_less_data_than_before_is_installed_only_if_the_user_accepts_it(site: SmallSite) -> None:
    exported(site, f990101=export(0.0005, days=300))
    before = data(site)
    problem = run(site).problems[0]
    assert problem.id == "shrunken-data"
    assert "990101: the new file ends on 2023-10-27, the file that is there on 2024-02-26" in problem.message
    assert data(site) == before
    (outcome,) = run(site, accepted=["nav"]).outcomes
    assert outcome.state == "accepted"
    (note,) = (note for note in outcome.notes if note.id == "dropped")
    assert (note.series, note.message) == ("fund:990101", "86 rows of 2023-10-30 … 2024-02-26 are gone")


def test_columns_that_an_export_lacks_are_a_problem_of_the_export(site: SmallSite) -> None:
    exported(site, f990101=export(0.0005))
    path = "content/data/nav/990101.csv"
    header, *lines = site.read(path).splitlines()
    site.write(path, "\n".join([f"{header},accumulated", *(f"{line},2" for line in lines), ""]))
    (problem,) = (problem for problem in run(site).problems if problem.id == "bad-header")
    assert (problem.path, problem.line) == ("exports/990101.csv", 0)
    assert problem.message.startswith("the source lacks accumulated, which nav/990101.csv has")


def staged(set_: str, files: tuple[str, ...]) -> StagedSet:
    return StagedSet(source=Source(set=set_, fetcher="file"), folder=Path(), files=files)


PROBLEM = Problem(id="bad-cell", message="x")


def test_only_the_set_with_the_faulty_file_isrefused() -> None:
    nav, index = refuse([staged("nav", ("nav/1.csv",)), staged("index", ("index/2.csv",))], [("nav", PROBLEM)])
    assert (nav.problems, index.problems) == ((PROBLEM,), ())


def test_every_set_isrefused_if_no_new_file_is_to_blame() -> None:
    nav, index = refuse([staged("nav", ("nav/1.csv",)), staged("index", ())], [("stock", PROBLEM)])
    assert nav.problems == index.problems == (PROBLEM,)


def test_a_history_that_is_refused_leaves_the_others_of_its_set_alone(site: SmallSite) -> None:
    exported(site, f990101=export(0.0005).replace(b"1.1641", b"1.x"))
    before = data(site)
    report = run(site)
    (outcome,) = report.outcomes
    assert (outcome.state, outcome.problems, len(outcome.refused)) == ("accepted", (), 1)
    (problem,) = outcome.refused["990101"]
    assert (problem.path, problem.line) == ("exports/990101.csv", 2)
    after = data(site)
    assert after["nav/990101.csv"] == before["nav/990101.csv"]
    assert after["nav/990102.csv"] != before["nav/990102.csv"]
    assert not report.is_complete
    assert "refused, and left as they are: 990101; the others go on" in refresh_report.text(report, site.root)
    assert not site.build().problems


def test_a_problem_of_one_history_refuses_it_alone_and_a_set_without_any_left_fails() -> None:
    problem = Problem(id="bad-cell", path="content/data/nav/1.csv", message="x")
    (both,) = refuse([staged("nav", ("nav/1.csv", "nav/2.csv"))], [("nav", problem)], "content/data")
    assert (both.files, both.refused, both.problems) == (["nav/2.csv"], {"1": (problem,)}, ())
    (single,) = refuse([staged("nav", ("nav/1.csv",))], [("nav", problem)], "content/data")
    assert (single.refused, single.problems) == ({}, (problem,))
