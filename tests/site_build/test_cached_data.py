"""The data as a build asks them: what an earlier build read of the same files is not read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from builder.model import Ask
from builder.problem import Failed
from builder.settings.settings import read_settings
from builder.site_build.cached_data import FACTS
from tests.site import FUNDS, SmallSite, history
from tests.site_build.opened_run import CUT_OFF, opened

NAV, CATALOGUE = "content/data/nav/990101.csv", "content/data/funds.csv"


def no_histories() -> None:
    raise AssertionError("the histories are loaded")


def test_directory_and_scopes_of_known_data_need_no_histories(site: SmallSite) -> None:
    site.write(NAV, history(1.0, 0.0005, days=430))
    with opened(site) as run:
        assert not run.data.is_known
        directory, scope = run.data.directory, run.data.scope_digest("fund:990101", CUT_OFF)
        run.data.keep_scope_digests()
    with opened(site) as run:
        run.data.load = no_histories  # type: ignore[assignment]
        assert run.data.is_known
        assert run.data.directory == directory
        assert run.data.scope_digest("fund:990101", CUT_OFF) == scope
        with pytest.raises(AssertionError, match="histories are loaded"):
            run.data.scope_digest("fund:990101", "2024-01-02")


def test_a_later_row_changes_the_live_scope_alone(site: SmallSite) -> None:
    scopes = []
    for days in (420, 430):
        site.write(NAV, history(1.0, 0.0005, days=days))
        with opened(site) as run:
            scopes.append([run.data.scope_digest("fund:990101", as_of) for as_of in (CUT_OFF, FACTS, "")])
    assert [before == after for before, after in zip(*scopes, strict=True)] == [True, True, False]


def test_a_history_kept_by_hand_that_ends_in_the_future_is_refused_whatever_an_earlier_build_knew(
    site: SmallSite,
) -> None:
    site.write("content/data/sources.yml", "nav: {origin: 编造}\nindex: {fetcher: file, from: exports}\n")
    ends = site.read(NAV).splitlines()[-1][:10]  # e.g. "2024-02-26"
    day = datetime.fromisoformat(ends).replace(hour=4, tzinfo=UTC)
    for now, is_refused in ((day, False), (day - timedelta(days=1), True), (day, False)):
        with opened(site, now) as run:
            if is_refused:
                with pytest.raises(Failed, match="bad-cell"):
                    _ = run.data.directory
            else:
                assert run.data.directory.by_hand_until == ends


def test_the_day_is_that_of_the_sites_zone(site: SmallSite) -> None:
    site.write("content/data/sources.yml", "nav: {origin: 编造}\nindex: {fetcher: file, from: exports}\n")
    ends = datetime.fromisoformat(site.read(NAV).splitlines()[-1][:10]).replace(tzinfo=UTC)
    assert read_settings(site.root / "mkdocs.yml").options.zone == "Asia/Shanghai"
    with opened(site, ends - timedelta(hours=7)) as run:
        assert run.data.directory
    with opened(site, ends - timedelta(hours=9)) as run, pytest.raises(Failed):
        _ = run.data.directory


def test_the_names_are_the_same_until_the_catalogue_or_the_year_changes(site: SmallSite) -> None:
    def names_key() -> str:
        with opened(site) as run:
            return run.data.names_key

    first = names_key()
    site.write(NAV, history(1.0, 0.0005, days=425))
    assert names_key() == first
    site.write(NAV, history(1.0, 0.0005, days=800))
    assert names_key() != first
    site.write(NAV, history(1.0, 0.0005))
    site.write(CATALOGUE, FUNDS.replace("R3", "R2"))
    assert names_key() != first


def test_names_are_there_where_only_a_history_is_wrong(site: SmallSite) -> None:
    site.write(NAV, "date,nav\n2024-01-02,zero\n")
    with opened(site) as run:
        with pytest.raises(Failed, match="bad-cell"):
            run.data.directory  # noqa: B018
        assert run.data.names and "fund:990101" in run.data.names.instruments


def test_an_answer_is_what_the_file_says(site: SmallSite) -> None:
    with opened(site) as run:
        answer = run.data.answer(Ask(series="fund:990101", measure="nav", as_of=CUT_OFF))
    (row,) = [line for line in site.read(NAV).splitlines() if line.startswith(CUT_OFF)]
    assert f"{answer.end},{answer.value:.4f}" == row
