"""`briefings import` writes a briefing that a check passes, save for what only a person can know, and writes nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from builder.desk.writing.import_article import import_article
from builder.desk.writing.import_report import ImportReport
from builder.problem import Failed
from tests.importing.saved_pages import PLATFORM, PNG, WECHAT, WORD, word_file
from tests.real_data import prepared, shared
from tests.site import NOW, SmallSite

SORA = Path(__file__).parents[3] / "examples/sora"


def imported(site: SmallSite, content: bytes, *, force: bool = False) -> ImportReport:
    (site.root / "saved").write_bytes(content)
    return import_article(site.root / "mkdocs.yml", str(site.root / "saved"), None, now=NOW, name="x", force=force)


@pytest.mark.parametrize(
    ("content", "missing"),
    [(WECHAT.encode(), 2), (PLATFORM.encode("gb18030"), 0), (word_file(*WORD), 0)],
    ids=["wechat", "platform", "word"],
)
def test_only_missing_pictures_are_left_to_a_person(site: SmallSite, content: bytes, missing: int) -> None:
    report = imported(site, content)
    problems = [problem for problem in site.problems() if problem[0] == report.path]
    assert (
        [problem[3] for problem in problems] == ["missing-image"] * missing == ["missing-image"] * len(report.missing)
    )
    assert [str(problem[1]) for problem in problems] == [line for _, line, _ in report.missing]


def test_a_picture_beside_the_page_is_saved_and_one_elsewhere_is_not_touched(site: SmallSite) -> None:
    site.root.joinpath("page_files").mkdir()
    site.root.joinpath("page_files/chart.png").write_bytes(PNG)
    page = WECHAT.replace('<img data-src="https://mmbiz.example/640?wx_fmt=png"', '<img src="../../../../etc/passwd"')
    report = imported(site, page.encode())
    assert report.pictures == ("2024-02-20-x-2.png",) and [name for name, _, _ in report.missing] == [
        "2024-02-20-x-1.png"
    ]
    assert (site.root / "content/briefings/2024/2024-02-20-x-2.png").read_bytes() == PNG


def test_an_existing_briefing_stays_unless_force_is_given(site: SmallSite) -> None:
    report = imported(site, word_file(*WORD))
    site.write(report.path, "die Worte des Autors")
    with pytest.raises(Failed) as failed:
        imported(site, word_file(*WORD))
    assert {problem.id for problem in failed.value.problems} == {"file-exists"}
    assert site.read(report.path) == "die Worte des Autors"
    assert imported(site, word_file(*WORD), force=True).path == report.path
    assert site.read(report.path) != "die Worte des Autors"


def test_the_words_stay_as_typed_where_a_figure_is_offered(site: SmallSite) -> None:
    report = imported(site, PLATFORM.encode("gb18030"))
    assert [(offer.words, offer.mark, offer.verdict) for offer in report.offers] == [
        ("0.9500", "{{ 990201 nav as of 2024-02-19 }}", "does not hold"),
        ("-3.00%", "{{ 990201 return 1y }}", "does not hold"),
    ]
    assert "单位净值为0.9500元,近一年收益率-3.00%。" in site.read(report.path)


def test_broken_data_are_no_reason_to_refuse_the_words(site: SmallSite) -> None:
    site.write("content/data/nav/990101.csv", "nonsense\n")
    report = imported(site, PLATFORM.encode("gb18030"))
    assert not report.offers and "data have problems" in report.notes[0]


def test_a_page_by_a_pipe_is_told_as_json_and_a_binary_file_without_a_traceback(site: SmallSite) -> None:
    (site.root / "saved").write_text("【热点】标题\n2024-02-20\n正文。\n", "utf-8")
    done = site.command("import", "saved", "--slug", "x", "--format", "json")
    assert json.loads(done.stdout)["path"] == "content/briefings/2024/2024-02-20-x.md"
    (site.root / "saved").write_bytes(b"\0\1\2")
    done = site.command("import", "saved", "--slug", "y")
    assert done.returncode == 1 and "not-an-article" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.real
def test_the_real_article_needs_its_pictures_alone(tmp_path: Path) -> None:
    data = shared()
    files = {path.name: path.read_text("utf-8") for path in (SORA / "content/data").glob("*.*")}
    site = SmallSite.make(tmp_path, {f"content/data/{name}": text for name, text in files.items()})
    site.write("mkdocs.yml", (SORA / "mkdocs.yml").read_text("utf-8"))
    prepared(data, tmp_path / "content/data")
    report = import_article(tmp_path / "mkdocs.yml", str(data / "article/sora.txt"), None, now=NOW, name="sora")
    assert [problem[3] for problem in site.problems()] == ["missing-image"] * 4
    assert (report.counts["headings"], report.counts["cashtags"]) == (4, 8)
    assert [(offer.words, offer.subject, offer.verdict) for offer in report.offers] == [
        ("上涨超300%", "英伟达", "holds"),
        ("130%", "博通", "holds"),
        ("上涨超60%", "微软", "holds"),
        ("大跌7%", "Adobe", "holds"),
        ("跌超3%", "Unity", "holds"),
    ]
    assert {doubt.words for doubt in report.doubts} >= {"216日", "SoraSora", "300%1", "AAI"}
    assert len(report.removed) == 10 and report.removed[0][1] == "• 最近访问:"
