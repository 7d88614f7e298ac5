"""What the content folder gives up, and what it refuses to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.model import digest
from builder.words.content_folder import ASSET_LIMIT, TEXT_LIMIT, read_content


def write(folder: Path, path: str, content: bytes | str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def test_markdown_is_text_and_every_other_file_an_asset(tmp_path: Path) -> None:
    write(tmp_path, "briefings/2024/b.md", "乙")
    write(tmp_path, "briefings/2024/b.png", b"\x89PNG")
    write(tmp_path, "pages/about.md", "关于")
    reading = read_content(tmp_path)
    assert {path: source.text for path, source in reading.sources.items()} == {
        "briefings/2024/b.md": "乙",
        "pages/about.md": "关于",
    }
    assert reading.assets == {"briefings/2024/b.png": digest(b"\x89PNG")}
    assert reading.problems == ()


def test_the_data_folder_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "data/funds.csv", "code\n")
    write(tmp_path, "numbers/x.csv", "code\n")
    write(tmp_path, ".git/config", "x")
    write(tmp_path, "pages/.draft.md", "x")
    assert list(read_content(tmp_path).assets) == ["numbers/x.csv"]
    assert list(read_content(tmp_path, data="numbers").assets) == ["data/funds.csv"]


def test_the_descriptions_are_neither_a_page_nor_a_file_to_publish(tmp_path: Path) -> None:
    write(tmp_path, "descriptions.yml", "topics: {}\r\n")
    write(tmp_path, "pages/a.md", "---\ntitle: x\n---\n")
    reading = read_content(tmp_path)
    assert reading.descriptions and reading.descriptions.text == "topics: {}\n"
    assert list(reading.sources) == ["pages/a.md"] and not reading.assets


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    write(tmp_path, "pages/a.md", b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n")
    assert read_content(tmp_path).sources["pages/a.md"].text == "---\ntitle: x\n---\n"


def test_a_symbolic_link_is_refused_wherever_it_is(tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    content = tmp_path / "content"
    write(content, "data/x.csv", "")
    for path in ("briefings/a.md", "pages/folder", "x.png"):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).symlink_to(tmp_path if path.endswith("folder") else outside)
    (content / "data" / "link").symlink_to(outside)
    reading = read_content(content)
    assert [(wrong.id, wrong.path) for wrong in reading.problems] == [
        ("symlink", "briefings/a.md"),
        ("symlink", "pages/folder"),
        ("symlink", "x.png"),
    ]
    assert not reading.sources and not reading.assets


def test_a_binary_file_named_md_is_not_text(tmp_path: Path) -> None:
    write(tmp_path, "pages/a.md", b"ab\x00c")
    write(tmp_path, "pages/b.md", "第一行\n第".encode() + "二行".encode("gbk"))
    first, second = read_content(tmp_path).problems
    assert (first.id, first.path, first.line, first.column) == ("not-text", "pages/a.md", 1, 3)
    assert (second.id, second.path, second.line, second.column) == ("not-text", "pages/b.md", 2, 2)


def test_too_much_text_is_a_problem_and_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "pages/a.md", b"x" * (TEXT_LIMIT + 1))
    write(tmp_path, "pages/b.md", b"x" * TEXT_LIMIT)
    with (tmp_path / "pages" / "film.mp4").open("wb") as film:
        film.truncate(ASSET_LIMIT + 1)
    reading = read_content(tmp_path)
    assert [(wrong.id, wrong.path) for wrong in reading.problems] == [
        ("too-large", "pages/a.md"),
        ("too-large", "pages/film.mp4"),
    ]
    assert list(reading.sources) == ["pages/b.md"]


def test_characters_that_the_builder_keeps_for_itself_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "pages/a.md", "甲\n乙\ue000丙")
    write(tmp_path, "pages/b.md", "甲\t\n乙\x10丙")
    reading = read_content(tmp_path)
    assert [(problem.id, problem.line, problem.column) for problem in reading.problems] == [
        ("reserved-character", 2, 2),
        ("not-text", 2, 2),
    ]
    assert reading.sources["pages/a.md"].text == "甲\n乙\ufffd丙"  # so that the rest can be checked


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("breifings/2024/x.md", "did you mean briefings/2024/x.md?"),
        ("2024-02-23-y.md", "move it to briefings/2024-02-23-y.md or pages/2024-02-23-y.md"),
        ("guide/index.markdown", "move it to briefings/index.md or pages/index.md"),
        ("briefings/2024/x.markdown", "rename it to briefings/2024/x.md"),
        ("pages/x.txt", "rename it to pages/x.md"),
    ],
)
def test_a_text_that_becomes_no_page_is_told(tmp_path: Path, path: str, hint: str) -> None:
    write(tmp_path, path, "甲")
    (problem,) = read_content(tmp_path).problems
    assert (problem.id, problem.path) == ("not-a-page", path)
    assert hint in problem.hint


def test_texts_for_those_who_work_on_the_files_are_left_alone(tmp_path: Path) -> None:
    for path in ("README.md", "assets/readme.md", "robots.txt", "media/notes.txt", "briefings/a.md"):
        write(tmp_path, path, "甲")
    assert read_content(tmp_path).problems == ()


def test_a_folder_without_pages_says_what_is_missing(tmp_path: Path) -> None:
    write(tmp_path, "logo.png", "x")
    (problem,) = read_content(tmp_path).problems
    assert problem.id == "no-pages" and "briefings/" in problem.message


def test_a_name_in_decomposed_letters_is_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, "briefings/caf\u0065\u0301.md", "甲")
    write(tmp_path, "briefings/e\u0301.png", "x")
    reading = read_content(tmp_path)
    assert list(reading.sources) == ["briefings/caf\xe9.md"]
    assert list(reading.assets) == ["briefings/\xe9.png"]
    assert reading.names_on_disk["briefings/\xe9.png"] == "briefings/e\u0301.png"
    write(tmp_path, "briefings/\xe9.png", "y")
    assert [problem.id for problem in read_content(tmp_path).problems] == ["unreadable"]


def test_what_is_no_file_is_a_problem_and_nobody_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    os.mkfifo(tmp_path / "pages" / "pipe.md")
    (problem,) = read_content(tmp_path).problems
    assert (problem.id, problem.path) == ("unreadable", "pages/pipe.md")


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_content(tmp_path / "nowhere").problems
    assert (problem.id, problem.message) == ("no-pages", "there is no folder with pages")


def test_files_that_are_there_and_cannot_be_used_are_known(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/a.md").write_bytes("甲".encode("gbk"))
    (tmp_path / "pages/b.md").write_text("乙\x10", encoding="utf-8")  # told, and read without the character
    (tmp_path / "pages/c.md").symlink_to("b.md")
    assert read_content(tmp_path).unreadable == {"pages/a.md", "pages/c.md"}


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in "cab":
        write(tmp_path, f"pages/{name}.md", name)
    assert list(read_content(tmp_path).sources) == ["pages/a.md", "pages/b.md", "pages/c.md"]
