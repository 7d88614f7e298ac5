"""Source files as page records: understood once, and what is wrong with one keeps no other from being read."""

from __future__ import annotations

from dataclasses import replace

from builder.model import SourceFile
from builder.site_build.build_run import BuildRun
from builder.site_build.page_records import ReadPages, read_page_records
from tests.site import BRIEFING, OTHER, SmallSite
from tests.site_build.opened_run import opened

A = SourceFile(path="briefings/2024-02-20-x.md", text=BRIEFING)
B = SourceFile(path="briefings/2024-02-21-y.md", text=OTHER)
WRONG = SourceFile(path="briefings/2024-02-22-z.md", text=OTHER.replace("title:", "titel:"))


def read(run: BuildRun, *sources: SourceFile) -> ReadPages:
    """The records of these files, what is wrong, and how many were new."""
    return read_page_records(
        sources,
        store=run.store,
        code=run.inputs.code,
        options=run.settings.options,
        language=run.settings.language,
        workers=run.workers,
    )


def test_a_file_is_understood_once_and_again_when_its_text_changes(site: SmallSite) -> None:
    with opened(site) as run:
        records, _, problems, new = read(run, A, B)
        assert (problems, new) == ([], 2)
        assert read(run, A, B) == (records, [], [], 0)
        edited = replace(A, text=A.text.replace("一句", "两句"))
        again, _, _, new = read(run, edited, B)
    assert new == 1
    assert again[0].body_key != records[0].body_key
    assert (again[0].projection, again[1]) == (records[0].projection, records[1])


def test_body_terms_and_text_for_search_are_kept_beside_the_record(site: SmallSite) -> None:
    with opened(site) as run:
        (record,) = read(run, A).records
        keys = {record.body_key, record.terms_key, "text:" + record.body_key}
        assert run.store.get_many(keys).keys() == keys


def test_a_wrong_file_is_a_problem_in_every_build_and_the_others_are_read(site: SmallSite) -> None:
    with opened(site) as run:
        for new in (2, 0):
            records, faulty, problems, understood = read(run, A, WRONG, B)
            assert [record.page.path for record in records] == [A.path, B.path]
            assert [record.page.path for record in faulty] == [WRONG.path]
            assert {(problem.path, problem.id) for problem in problems} >= {(WRONG.path, "unknown-key")}
            assert understood == new


def test_other_pages_may_read_the_title_the_topics_and_the_funds_of_a_page(site: SmallSite) -> None:
    with opened(site) as run:
        (record,) = read(run, A).records
    projection = record.projection
    assert (projection.url, projection.meta.title, projection.has_chart) == ("briefings/x/", "一篇简报", True)
    assert projection.listings == {
        "topics": {"人工智能": "topics/ren-gong-zhi-neng/"},
        "series": {"热点": "series/re-dian/"},
        "authors": {},
    }
    assert set(projection.mentions) == {"990101", "990102", "990201"}
