"""`briefings check PATH` tells of the texts that are named, and of what hides their problems."""

from __future__ import annotations

from tests.site import SmallSite

WRONG = "content/briefings/2024/2024-02-21-b.md"


def check(site: SmallSite, *paths: str) -> tuple[int, str]:
    done = site.command("check", *paths)
    return done.returncode, done.stdout + done.stderr


def test_only_the_problems_of_the_named_text_are_told_all_at_once(site: SmallSite) -> None:
    site.write(
        WRONG, "---\ntitle: 另一篇\ndate: 2024-02-21\n---\n\n{{ 990999 nav }} 与 [涨]{990101 return 1y > 900%}。\n"
    )
    site.write("content/briefings/2024/c.md", "---\ntitle: 三\ndate: 2024-02-21\n---\n\n{{ 990998 nav }}。\n")
    status, said = check(site, WRONG)
    assert status == 1 and "990999" in said and "false-claim" in said and "990998" not in said
    assert check(site, "content/briefings/2024/2024-02-20-a.md")[0] == 0
    status, said = check(site, "content/briefings")
    assert status == 1 and "990999" in said and "990998" in said


def test_a_path_that_is_not_there_or_no_text_is_told(site: SmallSite) -> None:
    status, said = check(site, "content/briefings/2024/2024-02-20-b.md")
    assert status == 1 and "there is no such file" in said and "did you mean content/briefings/2024/2024-02-2" in said
    assert "not in content/" in check(site, "mkdocs.yml")[1]


def test_data_that_cannot_be_read_are_told_with_any_text(site: SmallSite) -> None:
    site.write("content/data/nav/990101.csv", "nonsense\n")
    status, said = check(site, "content/briefings/2024/2024-02-20-a.md")
    assert status == 1 and "content/data/nav/990101.csv" in said
