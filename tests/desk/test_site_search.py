"""`briefings search` prints what readers of the built site find, as text or JSON."""

from __future__ import annotations

import json

from tests.site import SmallSite


def test_funds_and_pages_are_printed_with_their_addresses(small_site: SmallSite) -> None:
    done = small_site.command_here("search", "人工智能")
    assert (done.returncode, done.stderr) == (0, "")
    assert "990101  示例人工智能联接A  funds/990101/" in done.stdout
    assert "2024-02-20  一篇简报  briefings/a/" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(" pages.")


def test_json_holds_the_same(small_site: SmallSite) -> None:
    results = json.loads(small_site.command("search", "人工智能", "--format", "json").stdout)
    assert {"code": "990101", "name": "示例人工智能联接A", "url": "funds/990101/"} in results["funds"]
    assert "briefings/a/" in {page["url"] for page in results["pages"]}


def test_a_limit_says_that_there_is_more(small_site: SmallSite) -> None:
    last = small_site.command_here("search", "示例", "--limit", "1").stdout.splitlines()[-1]
    assert last.endswith(", 1 of them shown.")


def test_a_missing_index_is_a_problem(site: SmallSite) -> None:
    for file in (site.root / "site/search").rglob("*"):
        if file.is_file():
            file.unlink()
    done = site.command_here("search", "芯片")
    assert (done.returncode, done.stdout) == (1, "")
    assert "broken-index: the search index cannot be read" in done.stderr
