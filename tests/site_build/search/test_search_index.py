"""The index over changes of a site: as if made afresh, and only where something changed."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from builder.cache.store import Store
from tests.search.small_index import briefing, index
from tests.site import BRIEFING_WITHOUT_CHART, FILES, FUNDS, SmallSite, history

A = "content/briefings/2024/2024-02-20-a.md"
OLD = "content/briefings/2022/2022-05-01-old.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    site = SmallSite.make(tmp_path_factory.mktemp("site"), {**FILES, A: BRIEFING_WITHOUT_CHART})
    site.write(OLD, "---\ntitle: 旧文\ndate: 2022-05-01\n---\n\n芯片产业。\n")
    site.write(OLD.replace("old", "older"), "---\ntitle: 更旧的\ndate: 2022-04-01\n---\n\n算力。\n")
    assert site.build().problems == ()
    return site


@pytest.fixture
def site(built: SmallSite, tmp_path: Path) -> SmallSite:
    return built.copy(tmp_path / "site")


def searched(site: SmallSite) -> dict[str, bytes]:
    return {path: content for path, content in site.pages().items() if path.startswith("search/")}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def cold(site: SmallSite) -> dict[str, bytes]:
    return {path: content for path, content in site.cold_pages().items() if path.startswith("search/")}


def test_a_day_more_of_data_leaves_the_index_alone_and_computes_nothing_for_it(site: SmallSite) -> None:
    before = searched(site)
    times = {path: (site.root / "site" / path).stat().st_mtime_ns for path in before}
    site.write("content/data/nav/990201.csv", history(1.0, -0.0002, days=421))
    done = site.command("build")
    assert done.returncode == 0
    assert searched(site) == before
    assert {path: (site.root / "site" / path).stat().st_mtime_ns for path in before} == times


def test_an_edited_page_changes_its_text_and_its_own_segment(site: SmallSite) -> None:
    before = searched(site)
    site.write(A, BRIEFING_WITHOUT_CHART.replace("一句", "两句"))
    assert site.build().problems == ()
    after = searched(site)
    assert changed(before, after) == {
        "search/index.json",
        "search/new/0.bin",
        "search/new/sums.bin",
        "search/text/2024-02/0.txt",
    }
    assert after == cold(site)


def test_an_old_page_edited_leaves_the_newest_month_alone(site: SmallSite) -> None:
    before = searched(site)
    site.write(OLD, "---\ntitle: 旧文\ndate: 2022-05-01\n---\n\n芯片行业。\n")
    assert site.build().problems == ()
    after = searched(site)
    assert not any(path.startswith(("search/new/", "search/funds/")) for path in changed(before, after))
    assert "search/text/2022-05/0.txt" in changed(before, after)
    assert after == cold(site)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/briefings/2024/2024-03-01-c.md", "---\ntitle: 新月\ndate: 2024-03-01\n---\n\n话。\n"),
        ("content/briefings/2024/2024-02-22-c.md", "---\ntitle: 同月\ndate: 2024-02-22\n---\n\n话。\n"),
        ("content/briefings/2023/2023-02-22-c.md", "---\ntitle: 往年\ndate: 2023-02-22\ntopics: [新]\n---\n\n话。\n"),
        ("content/pages/more.md", "---\ntitle: 更多\n---\n\n话。\n"),
        (
            "content/data/funds.csv",
            FUNDS.replace("示例红利低波A,示例红利A", "示例低波A,示例低波A").replace("C,示例AI C", "C,AI C"),
        ),
    ],
)
def test_whatever_is_added_the_index_is_as_if_made_afresh(site: SmallSite, path: str, text: str) -> None:
    if path.endswith("funds.csv"):
        site.write(A, BRIEFING_WITHOUT_CHART.replace("$示例红利低波A(OTCFUND|990201)$", "$示例低波A(OTCFUND|990201)$"))
    site.write(path, text)
    assert site.build().problems == ()
    warm = searched(site)
    assert warm == cold(site)
    (site.root / path).unlink() if "data" not in path else site.write(path, FUNDS)
    if path.endswith("funds.csv"):
        site.write(A, BRIEFING_WITHOUT_CHART)
    assert site.build().problems == ()
    assert searched(site) == cold(site) != warm


def test_what_another_version_left_in_the_cache_is_not_taken_for_ours(tmp_path: Path) -> None:
    pages = [briefing("a", title="芯片"), briefing("b", title="算力")]
    index(tmp_path / "cache", pages, engine="before")
    with sqlite3.connect(tmp_path / "cache/cache.sqlite") as raw:
        keys = [key for (key,) in raw.execute("SELECT key FROM checked WHERE key LIKE 'entry:%'")]
    raw.close()
    with Store(tmp_path / "cache") as store:
        store.put_many(dict.fromkeys(keys, "nonsense"))
    after = [*pages[:1], briefing("b", title="算力短缺")]
    assert index(tmp_path / "cache", after, engine="after") == index(tmp_path / "fresh", after, engine="after")


def test_a_draft_and_a_page_to_come_are_not_found(site: SmallSite) -> None:
    before = searched(site)
    site.write(
        "content/briefings/2024/2024-02-25-d.md", "---\ntitle: 草稿\ndate: 2024-02-25\ndraft: true\n---\n\n秘。\n"
    )
    site.write(
        "content/briefings/2024/2024-02-26-e.md",
        "---\ntitle: 将来\ndate: 2024-02-26\npublish_at: 2030-01-01T00:00:00+08:00\n---\n\n秘。\n",
    )
    assert site.build().problems == ()
    assert searched(site) == before


@pytest.mark.parametrize("lost", ["new", "old", "funds", "text/2022-05", "index.json", "scripts.txt", ""])
def test_what_the_site_lost_of_the_index_comes_back(site: SmallSite, lost: str) -> None:
    before = searched(site)
    target = site.root / "site/search" / lost
    target.unlink() if target.is_file() else shutil.rmtree(target)
    assert site.build().problems == ()
    assert searched(site) == before


def test_no_number_of_the_data_is_in_the_index(site: SmallSite) -> None:
    last = history(1.0, 0.0005).rstrip().rpartition(",")[2]
    assert json.loads(site.read("site/api/funds/990101.json"))["nav"] == float(last)
    assert not any(last.encode() in content for content in searched(site).values())
