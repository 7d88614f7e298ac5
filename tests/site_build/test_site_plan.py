"""An edit plans what it changes: generated pages depend on what pages show of themselves, not on their texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from builder import pages
from tests.site import BRIEFING, OTHER, SETTINGS, SmallSite


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of generated files that were made anew."""
    paths: list[str] = []
    generated_files = pages.generated_files

    def watched(*given: object) -> Iterator[object]:
        for file in generated_files(*given):  # type: ignore[arg-type]
            paths.append(file.path)
            yield file

    monkeypatch.setattr(pages, "generated_files", watched)
    return paths


def test_a_later_paragraph_leaves_the_generated_pages_alone(site: SmallSite, generated: list[str]) -> None:
    path = "content/briefings/2024/2024-02-20-a.md"
    site.write(path, BRIEFING.replace("一句", "两句"))
    result = site.build()
    assert (result.problems, result.counts["shells"], generated) == ((), 1, [])
    assert site.pages() == site.cold_pages()


def test_a_title_is_read_by_the_pages_that_list_it(site: SmallSite, generated: list[str]) -> None:
    path = "content/briefings/2024/2024-02-20-a.md"
    site.write(path, BRIEFING.replace("一篇简报", "另一题"))
    assert site.build().problems == ()
    assert "index.html" in generated
    assert "另一题" in site.read("site/index.html")
    assert site.pages() == site.cold_pages()


def test_a_page_whose_edit_was_wrong_first_is_planned_anew(site: SmallSite) -> None:
    path = "content/briefings/2024/2024-02-20-a.md"
    site.write(path, BRIEFING.replace("一篇简报", "新题").replace("> -90%", "> 90%"))
    assert [problem.id for problem in site.build().problems] == ["false-claim"]
    site.write(path, BRIEFING.replace("一篇简报", "新题"))
    assert site.build().problems == ()
    assert site.pages() == site.cold_pages()


def test_a_link_to_a_page_that_was_faulty_and_is_gone_is_a_problem(site: SmallSite) -> None:
    other = "content/briefings/2024/2024-02-21-b.md"
    site.write(other, site.read(other).replace("date: 2024-02-21", "date: nonsense"))
    assert {problem.id for problem in site.build().problems} == {"bad-date"}
    (site.root / other).unlink()
    assert {problem.id for problem in site.build().problems} == {"bad-link"}


def test_the_heading_behind_an_address_of_the_site_is_checked(site: SmallSite) -> None:
    front = "---\ntitle: 甲\ndate: 2024-02-20\n---\n\n"
    a, b = "content/briefings/2024/2024-02-20-a.md", "content/briefings/2024/2024-02-21-b.md"
    site.write(
        a,
        front
        + "[一](/briefings/b/#没有)\n[二](../b/index.html#无)\n[三](/briefings/b/#小结)\n[四](/briefings/a/#无)\n",
    )
    site.write(b, OTHER + "\n## 一、小结\n")
    problems = site.build().problems
    assert [(problem.id, problem.line) for problem in problems] == [("bad-link", 6), ("bad-link", 7), ("bad-link", 9)]
    assert problems[0].message == "no heading of briefings/b/, or more than one, is called 没有"
    site.write(a, front + "[三](/briefings/b/#小结)\n")
    assert site.build().problems == ()
    assert 'href="../../briefings/b/#xiao-jie"' in site.read("site/briefings/a/index.html")
    site.write(b, OTHER + "\n## 一、总结\n")
    (problem,) = site.build().problems  # the page with the link did not change
    assert (problem.id, problem.line) == ("bad-link", 6)


def test_every_link_inside_the_site_is_checked(site: SmallSite) -> None:
    site.write("mkdocs.yml", SETTINGS + "nav:\n  - 关于: pages/about.md\n  - 旧: pages/alt.md\n")
    words = "[一](2024-02-21-b.md#没有) [二](/fonds/) [三](/funds/) [四](../b/) [五](2024-02-21-b.md#小结)"
    site.write("content/briefings/2024/2024-02-20-a.md", f"---\ntitle: 甲\ndate: 2024-02-20\n---\n\n{words}\n")
    site.write("content/briefings/2024/2024-02-21-b.md", OTHER + "\n## 一、小结\n")
    problems = site.build().problems
    assert {problem.id for problem in problems} == {"bad-link"}
    words_of = [problem for problem in problems if problem.path.endswith("a.md")]
    assert [problem.line for problem in words_of] == [6, 6]
    site.write(
        "content/briefings/2024/2024-02-20-a.md",
        "---\ntitle: 甲\ndate: 2024-02-20\n---\n\n[五](2024-02-21-b.md#小结)\n",
    )
    assert [(problem.path, problem.line) for problem in site.build().problems] == [("mkdocs.yml", 13)]
    site.write("mkdocs.yml", SETTINGS)
    assert site.build().problems == ()
    assert 'href="../../briefings/b/#xiao-jie"' in site.read("site/briefings/a/index.html")
    site.write("content/briefings/2024/2024-02-21-b.md", OTHER + "\n## 一、总结\n")
    (problem,) = site.build().problems  # the page with the link did not change
    assert (problem.id, problem.line) == ("bad-link", 6)


def test_dead_links_are_told_beside_other_problems_but_none_to_what_a_faulty_page_would_have(site: SmallSite) -> None:
    site.write("mkdocs.yml", SETTINGS + "nav:\n  - 错: briefings/a/\n  - 旧: pages/alt.md\n")
    front = "---\ntitle: 甲\ndate: 2024-02-20\ntopics: [半导体]\nkye: 1\n---\n\n"
    links = "[一](/fonds/) [二](2024-02-21-b.md#没有) [三](/briefings/b/#无)\n"
    site.write("content/briefings/2024/2024-02-20-a.md", front + links)
    site.write(
        "content/briefings/2024/2024-02-21-b.md", OTHER + "\n[一](../a/) [二](/topics/ban-dao-ti/) [三](c.html)\n"
    )
    assert [(path.rpartition("/")[2], line, id_) for path, line, _, id_ in site.problems()] == [
        ("2024-02-20-a.md", 5, "unknown-key"),
        *(("2024-02-20-a.md", 8, "bad-link") for _ in range(3)),
        ("2024-02-21-b.md", 15, "bad-link"),
        ("mkdocs.yml", 13, "bad-link"),
    ]


def test_a_picture_or_document_that_nobody_can_read_hides_no_dead_links(site: SmallSite) -> None:
    site.write("mkdocs.yml", SETTINGS + "      documents: [pdf]\n")
    page = "content/pages/new.md"
    words = "![照片](photo.jpg)[季报](a.pdf)[没有](../no/)\n"
    site.write(page, f"---\ntitle: 新\n---\n\n{words}")
    for name in ("photo.jpg", "a.pdf"):
        with (site.root / "content/pages" / name).open("wb") as file:
            file.truncate(21 << 20)
    faults = [(problem.id, problem.path, problem.column) for problem in site.build().problems]
    assert sorted(faults) == [
        ("bad-link", page, words.index("../no/") + 1),
        ("too-large", "content/pages/a.pdf", 0),
        ("too-large", "content/pages/photo.jpg", 0),
    ]
    site.write("content/pages/other.md", "x" * (257 << 10))  # no further problem where a page is missing
    assert "bad-link" not in {problem.id for problem in site.build().problems}


def test_whatever_names_a_folder_of_the_site_is_refused_where_its_author_wrote_it(site: SmallSite) -> None:
    long, page = "长" * 60, "---\ntitle: 题\ndate: 2024-02-20\n{}---\n\n{}\n"
    site.write("content/briefings/slug.md", page.format(f"slug: {'a' * 241}\n", "字"))
    site.write(f"content/briefings/{long}.md", page.format("", "字"))
    site.write(
        "content/briefings/topics.md",
        page.format(f"topics: [短, {long}]\nseries: {long}\nauthors: [短, {long}]\n", f"说 #{long[1:]}短#"),
    )
    site.write("content/data/funds.csv", site.read("content/data/funds.csv") + "index.html,甲,,,,,,\n")
    found = {(problem.path, problem.line, problem.column, problem.id) for problem in site.build().problems}
    assert found == {
        ("content/briefings/slug.md", 4, 7, "bad-value"),
        (f"content/briefings/{long}.md", 1, 1, "bad-value"),
        ("content/briefings/topics.md", 4, 13, "bad-value"),
        ("content/briefings/topics.md", 5, 9, "bad-value"),
        ("content/briefings/topics.md", 6, 14, "bad-value"),
        ("content/briefings/topics.md", 9, 3, "bad-value"),
        ("content/data/funds.csv", 5, 1, "bad-cell"),
    }


def test_entries_of_lists_are_told_where_they_stand(site: SmallSite) -> None:
    page = "---\ntitle: 题\ndate: 2024-02-2{}\ntopics: [甲, {}]\nfunds: [990101, 999999]\n---\n\n字\n"
    site.write("content/briefings/x.md", page.format(1, "形式"))
    site.write("content/briefings/y.md", page.format(2, "形势").replace(", 999999", ""))
    found = {
        (problem.path, problem.line, problem.column, problem.length, problem.id) for problem in site.build().problems
    }
    assert found == {
        ("content/briefings/x.md", 5, 17, 6, "unknown-series"),
        ("content/briefings/y.md", 4, 13, 2, "duplicate-slug"),
    }


def test_an_edited_description_makes_the_pages_of_its_listing_alone(site: SmallSite) -> None:
    site.write("content/descriptions.yml", "topics:\n  人工智能: 模型与算力。\n")
    result = site.build()
    assert result.problems == () and result.published
    assert set(result.published.written) == {"topics/index.html", "topics/ren-gong-zhi-neng/index.html"}
    assert "模型与算力。" in site.read("site/topics/ren-gong-zhi-neng/index.html")
    site.write("content/descriptions.yml", "topics:\n  人工智: 模型与算力。\n")
    assert site.problems() == [("content/descriptions.yml", 2, 3, "bad-descriptions")]
