"""`briefings why` explains what a page is made of, whether it is named by source, file or address."""

from __future__ import annotations

import pytest

from tests.site import SmallSite


@pytest.mark.parametrize(
    "name",
    [
        "content/briefings/2024/2024-02-20-a.md",
        "briefings/2024/2024-02-20-a.md",
        "site/briefings/a/index.html",
        "briefings/a/index.html",
        "briefings/a/",
        "/briefings/a",
        "./briefings/a/",
    ],
)
def test_a_page_is_found_by_its_source_its_file_and_its_address(small_site: SmallSite, name: str) -> None:
    done = small_site.command_here("why", name)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:2] == ["briefings/a/index.html", "  source    content/briefings/2024/2024-02-20-a.md"]
    assert any("fund:990101 return 1y as of 2024-02-19 = 0." in line for line in lines)
    assert any(
        "index:X90713 return 3m as of 2024-02-19" in line and "2023-11-17 to 2024-02-19" in line for line in lines
    )


def test_each_number_has_its_rows_its_formula_and_the_digest_of_its_data(small_site: SmallSite) -> None:
    lines = [line.strip() for line in small_site.command_here("why", "briefings/a/").stdout.splitlines()]
    start = next(
        number for number, line in enumerate(lines) if line.startswith("fund:990101 return 1y as of 2024-02-19 = 0.")
    )
    first, last, formula, digest = lines[start + 1 : start + 5]
    for line, date in ((first, "2023-02-17"), (last, "2024-02-19")):
        path, _, number = line.split()[1].rpartition(":")
        assert path == "content/data/nav/990101.csv"
        assert small_site.read(path).splitlines()[int(number) - 1].startswith(date)
    assert formula.startswith("formula  复权净值期末 ÷ 期初 − 1")
    assert len(digest.split()[1]) == 32


def test_a_generated_page_says_that_it_is(small_site: SmallSite) -> None:
    assert small_site.command_here("why", "funds/990101/").stdout.splitlines()[1] == "  source    (generated)"
    assert small_site.command("why", "/").stdout.splitlines()[0] == "index.html"


def test_an_unknown_page_has_a_suggestion(small_site: SmallSite) -> None:
    done = small_site.command_here("why", "briefings/aa/")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the site has no such page" in done.stderr
    assert "did you mean briefings/a/index.html?" in done.stderr
