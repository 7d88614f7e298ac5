"""Topics that sound alike: never two on one page by accident, and an address that is published stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed
from builder.settings import settings
from tests.site import FILES, SETTINGS, SmallSite

OLD, NEW = "content/briefings/2024/2024-02-20-old.md", "content/briefings/2024/2024-02-25-new.md"


def about(topic: str, date: str) -> str:
    return f"---\ntitle: 一篇\ndate: {date}\ntopics: [{topic}]\n---\n\n说到 #{topic}# 的一句。\n"


def site(folder: Path, chosen: str = "") -> SmallSite:
    files = {path: text for path, text in FILES.items() if "/briefings/" not in path}
    more = f"      topics: {chosen}\n" if chosen else ""
    return SmallSite.make(folder, {**files, "mkdocs.yml": SETTINGS + more, OLD: about("形势", "2024-02-20")})


def test_a_second_topic_of_that_sound_is_a_problem_and_then_has_the_address_it_is_given(tmp_path: Path) -> None:
    small = site(tmp_path)
    assert small.build().problems == ()
    first = small.read("site/topics/xing-shi/index.html")
    small.write(NEW, about("形式", "2024-02-25"))
    (problem,) = small.build().problems
    assert (problem.id, problem.path, problem.line) == ("duplicate-slug", NEW, 4)
    assert problem.message == "the topics 形势 and 形式 would share the address topics/xing-shi/"
    assert problem.hint.endswith("topics: {形式: xing-shi-2}")
    small.write("mkdocs.yml", SETTINGS + "      topics: {形式: xing-shi-2}\n")
    assert small.build().problems == ()
    assert "形势" in small.read("site/topics/xing-shi/index.html")
    assert (
        first.split("<main")[1].split("</main")[0]
        == small.read("site/topics/xing-shi/index.html").split("<main")[1].split("</main")[0]
    )
    assert "形式" in small.read("site/topics/xing-shi-2/index.html")
    page = small.read("site/briefings/new/index.html")
    assert page.count("topics/xing-shi-2/index.html") == 2  # in the head, and in the text


def test_authors_that_sound_alike_have_addresses_of_their_own_too(tmp_path: Path) -> None:
    small = site(tmp_path)
    for name, path in (("黎明", OLD), ("李明", NEW)):
        small.write(path, about("甲", "2024-02-20").replace("topics: [甲]", f"authors: [{name}]"))
    (problem,) = small.build().problems
    assert problem.hint.endswith("authors: {李明: li-ming-2}") and problem.line == 4
    small.write("mkdocs.yml", SETTINGS + "      authors: {李明: li-ming-2}\n")
    assert small.build().problems == ()
    assert "李明" in small.read("site/authors/li-ming-2/index.html") and "黎明" in small.read(
        "site/authors/li-ming/index.html"
    )


def test_a_topic_of_a_draft_is_judged_too(tmp_path: Path) -> None:
    small = site(tmp_path)
    small.write(NEW, about("形式", "2024-02-25").replace("date:", "draft: true\ndate:"))
    assert [problem.id for problem in small.build().problems] == ["duplicate-slug"]


@pytest.mark.parametrize("chosen", ["{形式: 形式}", "{形式: ../x}", "[形式]", "{形式: }"])
def test_an_address_that_is_none_is_a_problem_of_the_settings(tmp_path: Path, chosen: str) -> None:
    small = site(tmp_path, chosen)
    with pytest.raises(Failed) as caught:
        settings.read_settings(small.root / "mkdocs.yml")
    assert {problem.id for problem in caught.value.problems} == {"bad-settings"}
