"""Word files are read with their headings, tables and pictures; a hostile one reads and writes nothing else."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from builder.importing import word_file as reader
from builder.problem import Failed
from tests.importing.saved_pages import PICTURE, PNG, WORD, paragraph, word_file


def test_headings_pictures_captions_and_tables_are_kept() -> None:
    article = reader.read(word_file(*WORD), "a.docx")
    assert [(passage.kind, passage.text.split("\n")[0]) for passage in article.passages] == [
        ("heading", "【公告】示例基金调整费率"),
        ("paragraph", "作者:丙示例 2024年2月20日"),
        ("heading", "一、调整内容"),
        ("paragraph", "自2024年3月1日起调整。"),
        ("picture", "word-picture-1"),
        ("paragraph", "图:费率一览"),
        ("table", "| 份额 | 费率 |"),
        ("paragraph", "表:费率"),
    ]
    assert article.pictures == {"word-picture-1": PNG}


def test_a_picture_that_the_document_only_names_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    linked = PICTURE.replace("r:embed", "r:link").format(id="rId1")
    content = word_file(paragraph("一段话。"), linked, target=secret.as_uri(), mode=' TargetMode="External"')
    try:
        article = reader.read(content, "a.docx")
    except Failed as failed:
        assert failed.problems[0].id == "not-an-article"
    else:
        assert b"secret" not in b"".join(article.pictures.values())


def test_names_that_lead_upwards_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    content = word_file(*WORD, more={"../slipped.txt": b"x", "/slipped.txt": b"x", "word/../../slipped.txt": b"x"})
    assert reader.read(content, "a.docx").passages
    assert [path.name for path in tmp_path.rglob("*")] == ["inner"]


def problem(content: bytes) -> str:
    with pytest.raises(Failed) as failed:
        reader.read(content, "a.docx")
    return failed.value.problems[0].id


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert problem(word_file(*WORD, more={"word/bomb.xml": b"0" * 110_000_000})) == "too-large"


def test_a_locked_archive_and_another_kind_of_archive_are_told() -> None:
    locked = bytearray(word_file(*WORD))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := locked.find(signature, start)) >= 0:
            locked[start + offset] |= 1
            start += 4
    assert problem(bytes(locked)) == "not-an-article"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    assert problem(other.getvalue()) == "not-an-article"


def test_entities_that_grow_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + "<x>&b;</x>"
    assert problem(word_file(more={"word/document.xml": bomb.encode()})) == "not-an-article"
