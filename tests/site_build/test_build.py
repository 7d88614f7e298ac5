"""A whole build: warm equals cold byte for byte, nothing is made twice, and a fault publishes nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site import BRIEFING, BRIEFING_WITHOUT_CHART, FILES, FUNDS, OTHER, SETTINGS, SmallSite, history

ROOT = Path(__file__).parents[2]


def test_a_second_build_makes_nothing_and_writes_nothing(site: SmallSite) -> None:
    site.build()
    times = {path: path.stat().st_mtime_ns for path in (site.root / "site").rglob("*")}
    result = site.build()
    assert sum(result.counts.values()) == 0
    assert {path: path.stat().st_mtime_ns for path in (site.root / "site").rglob("*")} == times


def test_an_edit_of_words_renders_one_page_and_asks_the_data_nothing(site: SmallSite) -> None:
    before = site.pages()
    site.write("content/briefings/2024/2024-02-20-a.md", BRIEFING.replace("一句", "两句"))
    counts = site.build().counts
    assert (counts["pages"], counts["shells"], counts.get("fragments", 0)) == (1, 1, 0)
    after = site.pages()
    changed = {path for path in after if after[path] != before.get(path) and not path.startswith("search/")}
    assert (counts["filled"], changed) == (1, {"briefings/a/index.html", "build.json"})
    assert after == site.cold_pages()


def test_an_edit_of_words_does_not_load_the_dictionary_of_pinyin(site: SmallSite) -> None:
    site.write("content/briefings/2024/2024-02-20-a.md", BRIEFING.replace("一句", "三句"))
    code = "import sys; from builder.cli import main\ntry: main(['build'])\nexcept SystemExit: print('pypinyin' in sys.modules)"
    environment = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1709251200"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site.root, capture_output=True, text=True, check=False, env=environment
    )
    assert done.stdout.splitlines()[-1] == "False", done.stdout + done.stderr


def test_a_day_more_renders_what_moves_and_leaves_frozen_numbers_alone(site: SmallSite) -> None:
    before = site.pages()
    site.write("content/data/nav/990201.csv", history(1.0, -0.0002, days=421))
    counts = site.build().counts
    assert (counts.get("pages", 0), counts.get("shells", 0)) == (0, 0)
    after = site.pages()
    assert after == site.cold_pages()
    changed = {path for path in after if after[path] != before.get(path)}
    assert "briefings/b/index.html" in changed  # its {{ … live }}
    assert "funds/990201/index.html" in changed
    assert "funds/990101/index.html" not in changed
    frozen = 'data-measure="return" data-window="1y"'
    assert before["briefings/b/index.html"].count(frozen.encode()) == after["briefings/b/index.html"].count(
        frozen.encode()
    )


def test_a_data_refresh_imports_neither_markdown_nor_mkdocs(site: SmallSite) -> None:
    site.write("content/data/nav/990201.csv", history(1.0, -0.0002, days=422))
    heavy = {"mkdocs", "markdown_it", "material", "nh3", "pypinyin", "pydantic", "rapidfuzz", "tinycss2"}
    code = (
        "import sys; from builder.cli import main\n"
        "try: main(['build'])\n"
        "except SystemExit as end: assert not end.code, end\n"
        f"print(sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy}))"
    )
    environment = {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1709251200"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site.root, capture_output=True, text=True, check=False, env=environment
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr
    assert "wrote 0 files" not in done.stdout


def test_a_site_that_lost_a_file_gets_it_back(site: SmallSite) -> None:
    before = site.pages()
    (site.root / "site/briefings/a/index.html").unlink()
    assert site.build().counts["written"] == 1
    assert site.pages() == before


def test_a_fault_publishes_nothing_and_leaves_the_site_as_it_was(site: SmallSite) -> None:
    before = site.pages()
    site.write("content/briefings/2024/2024-02-20-a.md", BRIEFING.replace("> -90%", "> 90%"))
    site.write("content/briefings/2024/2024-02-21-b.md", OTHER.replace("990201 nav live", "990201 navv live"))
    assert {one[3] for one in site.problems()} == {"false-claim", "unknown-measure"}
    assert site.pages() == before


def test_a_false_claim_beside_a_mistyped_code_is_told_in_the_same_run(site: SmallSite) -> None:
    text = BRIEFING.replace("> -90%", "> 90%").replace("OTCFUND|990201", "OTCFUND|99020l")
    site.write("content/briefings/2024/2024-02-20-a.md", text)
    for _ in range(2):
        assert [one[3] for one in site.problems()] == ["false-claim", "unknown-series"]


@pytest.mark.slow
def test_the_same_bytes_come_from_any_number_of_workers_hash_seed_zone_and_folder(
    site: SmallSite, tmp_path: Path
) -> None:
    for number in range(60):
        site.write(f"content/briefings/2023/2023-05-01-n{number}.md", OTHER.replace("另一篇", f"第{number}篇"))
    assert site.command("build", PYTHONHASHSEED="1", TZ="America/New_York", LC_ALL="C").returncode == 0
    shutil.copytree(site.root, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("site", ".briefings"))
    other = SmallSite(tmp_path / "elsewhere")
    done = other.command("build", PYTHONHASHSEED="2", TZ="Asia/Shanghai", LC_ALL="C.UTF-8")
    assert done.returncode == 0, done.stderr
    assert other.build(workers=1).counts.get("written", 0) == 0
    assert other.pages() == site.pages()


def test_a_briefing_comes_out_at_its_time_and_not_before(site: SmallSite) -> None:
    text = OTHER.replace("date: 2024-02-21", "date: 2024-02-22\npublish_at: 2024-03-02T09:00:00+08:00").replace(
        "另一篇", "明日见"
    )
    site.write("content/briefings/2024/2024-02-22-later.md", text)
    assert site.build().problems == ()
    assert not any("明日见".encode() in content for content in site.pages().values())
    assert site.build(now=datetime(2024, 3, 2, 1, tzinfo=UTC)).problems == ()
    assert "briefings/later/index.html" in site.pages()
    assert "明日见" in site.read("site/index.html")
    assert site.build().problems == ()
    assert "briefings/later/index.html" not in site.pages()


def test_a_draft_is_checked_but_not_published(site: SmallSite) -> None:
    draft = OTHER.replace("title: 另一篇", "title: 草稿\ndraft: true")
    site.write("content/briefings/2024/2024-02-23-draft.md", draft)
    assert site.build().problems == ()
    assert not any("草稿".encode() in content for content in site.pages().values())
    site.write("content/briefings/2024/2024-02-23-draft.md", draft.replace("990201 nav live", "999999 nav live"))
    assert [one[3] for one in site.problems()] == ["unknown-series"]


WORDS: list[Callable[[str], str]] = [
    lambda text: text,
    lambda text: text.replace("近一年", "过去一年"),
    lambda text: text.replace("近一年", "近一年里"),
    lambda text: text.replace("return 1y", "return 3m"),
    lambda text: text + "\n再加一段。\n",
    lambda text: text.replace("topics: [人工智能]", "topics: [芯片]"),
    lambda text: text.replace("date: 2024-02-20", "date: 2024-01-15"),
    lambda text: text.replace("一篇简报", "改了标题"),
    lambda text: text.replace("date:", "draft: true\ndate:", 1),
    lambda text: text.replace("OTCFUND|990102", "OTCFUND|990101").replace("联接C", "联接A"),
]
A = "content/briefings/2024/2024-02-20-a.md"
B = "content/briefings/2024/2024-02-21-b.md"
EXTRA = "content/briefings/2023/2023-06-01-extra.md"
INDEX = "content/data/index/X90713.csv"


Edit = tuple[str, str]  # a path and what stands there afterwards; "" for a file that is gone


def edits_of(briefing: str) -> dict[str, st.SearchStrategy[Edit]]:
    """The edits of each path."""
    more = OTHER.replace("另一篇", "多一篇").replace("2024-02-21", "2023-06-01")
    funds = [FUNDS, FUNDS.replace("R3", "R2"), FUNDS + "990301,示例新基金A,,混合型,R3,,,\n"]
    texts: dict[str, list[str]] = {
        A: [change(briefing) for change in WORDS],
        B: [OTHER, OTHER.replace("两只", "这两只"), OTHER.replace("live", "as of 2024-01-31")],
        EXTRA: [more, ""],
        "content/data/nav/990101.csv": [
            history(1.0, step, days=days) for step in (0.0005, 0.0001) for days in (410, 420)
        ],
        "content/data/nav/990201.csv": [history(1.0, -0.0002, days=days) for days in (408, 410, 420, 430)],
        INDEX: [history(3000, 0.0006, days=days, column="close") for days in (420, 425)],
        "content/data/funds.csv": funds,
        "mkdocs.yml": [SETTINGS, SETTINGS.replace("小站", "大站"), SETTINGS + "      rising: green\n"],
    }
    return {path: st.tuples(st.just(path), st.sampled_from(options)) for path, options in texts.items()}


def hold(site: SmallSite, edits: list[Edit]) -> None:
    """One site and one cache live through all sequences, so that every build stands on whatever came before."""
    for path, text in edits:
        if text:
            site.write(path, text)
        else:
            (site.root / path).unlink(missing_ok=True)
        assert site.build().problems == ()
    assert site.pages() == site.cold_pages()
    assert sum(site.build().counts.values()) == 0


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return SmallSite.make(tmp_path_factory.mktemp("lasting"), {**FILES, A: BRIEFING_WITHOUT_CHART})


WITHOUT_CHART = edits_of(BRIEFING_WITHOUT_CHART)


@pytest.mark.law
@pytest.mark.parametrize("first", WITHOUT_CHART)
@settings(max_examples=63, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data(), more=st.lists(st.one_of(*WITHOUT_CHART.values()), max_size=3))
def test_warm_equals_cold_over_generated_sequences_of_edits(
    lasting: SmallSite, first: str, data: st.DataObject, more: list[Edit]
) -> None:
    hold(lasting, [data.draw(WITHOUT_CHART[first]), *more])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    return SmallSite.make(tmp_path_factory.mktemp("drawn"))


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(edits=st.lists(st.one_of(*edits_of(BRIEFING).values()), min_size=1, max_size=3))
def test_warm_equals_cold_with_charts_too(drawn: SmallSite, edits: list[Edit]) -> None:
    hold(drawn, edits)


@pytest.mark.slow
def test_an_edit_of_a_template_renders_what_it_shapes(site: SmallSite, tmp_path: Path) -> None:
    """Warm equals cold for templates too; a copy of the builder is edited, in a process of its own each time."""
    for name in ("builder", "templates"):
        shutil.copytree(ROOT / name, tmp_path / "copy" / name, ignore=shutil.ignore_patterns("__pycache__"))
    card = tmp_path / "copy/templates/blocks/card.html"
    assert site.command("build", PYTHONPATH=str(tmp_path / "copy")).returncode == 0
    card.write_text(card.read_text("utf-8").replace('<article class="', '<article class="edited '), "utf-8")
    assert site.command("build", PYTHONPATH=str(tmp_path / "copy")).returncode == 0
    assert '<article class="edited ' in site.read("site/briefings/a/index.html")
    warm = site.pages()
    shutil.rmtree(site.root / "site")
    shutil.rmtree(site.root / ".briefings")
    assert site.command("build", PYTHONPATH=str(tmp_path / "copy")).returncode == 0
    assert site.pages() == warm


def test_a_change_that_is_taken_back_leaves_the_record_of_a_cold_build(site: SmallSite) -> None:
    draft = "content/pages/draft.md"
    site.write(draft, "---\ntitle: 草稿\ndraft: true\n---\n\n未完。\n")
    assert site.build().problems == ()
    (site.root / draft).unlink()
    assert site.build().problems == ()
    assert site.pages() == site.cold_pages()


def test_what_may_surprise_is_noted_and_a_briefing_of_tomorrow_waits(site: SmallSite) -> None:
    site.write("content/briefings/2024/2024-03-02-c.md", "---\ntitle: 明天\ndate: 2024-03-02\n---\n\n正文。\n")
    result = site.build()
    assert result.problems == ()
    assert result.notes == (
        "mkdocs.yml has no site_url: the site has no feeds, sitemap, canonical addresses and JSON-LD.",
        "content/briefings/2024/2024-03-02-c.md is published from 2024-03-02T00:00+08:00 on.",
    )
    again = site.build()
    assert (again.counts, again.notes) == ({}, result.notes), "with nothing to do, the same is noted"
    assert "site/briefings/c/index.html" not in {f"site/{path}" for path in site.pages()}
    assert site.build(now=datetime(2024, 3, 1, 16, tzinfo=UTC)).problems == ()
    assert "明天" in site.read("site/briefings/c/index.html")
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "      future_dates: refuse\n")
    assert site.problems() == [("content/briefings/2024/2024-03-02-c.md", 3, 1, "bad-date")]


def test_a_benchmark_without_numbers_is_noted_by_every_build_that_looks(site: SmallSite) -> None:
    site.write(
        "content/data/funds.csv",
        FUNDS.replace("parent\n", "parent,benchmark\n")
        .replace("智能\n", "智能,甲*50%+乙*50%\n")
        .replace("示例红利\n", "示例红利,\n"),
    )
    result = site.build()
    assert result.problems == ()
    noted = [note for note in result.notes if "benchmark" in note]
    assert len(noted) == 2
    site.write(A, site.read(A).replace("一句", "两句"))
    assert [note for note in site.build().notes if "benchmark" in note] == noted  # the histories are not read again


def test_a_file_that_cannot_be_read_is_the_only_problem_where_others_link_to_it(site: SmallSite) -> None:
    (site.root / "content/briefings/2024/2024-02-21-b.md").write_bytes("---\ntitle: 另一篇\n".encode("gbk"))
    site.write(A, site.read(A) + "\n![图](a.png)\n\n[关](../../about/)\n")
    (site.root / "content/briefings/2024/a.png").symlink_to("b.png")
    assert [(Path(path).name, id_) for path, _, _, id_ in site.problems()] == [
        ("2024-02-21-b.md", "not-text"),
        ("a.png", "symlink"),
    ]
    site.write("content/briefings/2024/2024-02-21-b.md", OTHER)
    (site.root / "content/briefings/2024/a.png").unlink()
    assert [id_ for _, _, _, id_ in site.problems()] == ["missing-image"], (
        "what was kept does not hide the next problem"
    )


def test_a_faulty_column_is_marked_where_it_stands(site: SmallSite) -> None:
    for columns, place in (
        ("columns: [nav, retrun 1y]", (0, 16)),
        ("columns:\n  - nav\n  - retrun 1y", (2, 5)),
    ):
        site.write("content/briefings/2024/2024-02-21-b.md", OTHER.replace("columns: [nav, return 1y]", columns))
        ((_, line, column, id_),) = site.problems()
        assert (line, column, id_) == (
            OTHER[: OTHER.index("columns:")].count("\n") + 1 + place[0],
            place[1],
            "unknown-measure",
        )


def test_an_unfinished_refresh_is_told_at_the_same_path_by_each_command(site: SmallSite) -> None:
    site.write("content/data/.refresh-unfinished", "")
    for command in ("check", "refresh"):
        assert "content/data: unfinished-refresh:" in site.command(command).stderr.splitlines()[0]
