"""Documents: told by their bytes, published on request only, saved and never opened as a page."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from builder.problem import Failed
from builder.words.media.documents import is_document, read_document
from tests.site import SETTINGS, SmallSite

HTML = b"<html><script>alert(1)</script>"
PAGE = "---\ntitle: 季报\n---\n\n看[季报](季报.pdf)、[表](a.csv#row=3)和[簿](a.xlsx)。\n"


def workbook(*more: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", *more):
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


GOOD = {
    "a.pdf": b"%PDF-1.7\n%%EOF",
    "a.xlsx": workbook(),
    "a.csv": '\ufeff名,值\n甲,-1.5%\n乙,"+1,234.5"\n丙,-\n丁, -2\n戊,separate=1\n'.encode(),
}
BAD = {
    "html.pdf": HTML,
    "html.csv": b"\n" + HTML,
    "nul.csv": b"a,b\n1,\0\n",
    "gbk.csv": "名".encode("gbk"),
    "formula.csv": b'a\n"=HYPERLINK(""http://x"",1)"\n',
    "wide.csv": "a\n＝1+1\n".encode(),
    "blank.csv": b'a,b\n1, =HYPERLINK("x")\n',
    "wide-blank.csv": "a,b\n1,\u3000=1+2\n".encode(),
    "separator.csv": b"sep=;\na;b\n",
    "quoted-separator.csv": b'\xef\xbb\xbf"SEP=|"\na|=1\n',
    "html.xlsx": HTML,
    "html-before.xlsx": HTML + workbook(),
    "archive.xlsx": b"PK\x03\x04nothing",
    "macros.xlsx": workbook("xl/vbaProject.bin"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_document_that_is_what_its_name_says_is_published_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(GOOD[name])
    assert is_document(name) and read_document(tmp_path, name, {}) == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_a_document_that_is_something_else_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    with pytest.raises(Failed) as failed:
        read_document(tmp_path, name, {})
    assert [problem.id for problem in failed.value.problems] == ["bad-document"]


def test_documents_are_published_on_request_only_and_are_saved(site: SmallSite) -> None:
    site.write("content/pages/quarter.md", PAGE)
    for name, raw in GOOD.items():
        (site.root / "content/pages" / name.replace("a.pdf", "季报.pdf")).write_bytes(raw)
    problems = site.build().problems
    assert [(problem.id, problem.line) for problem in problems] == [("bad-link", 5)] * 3
    assert "documents: [pdf] below briefings in mkdocs.yml" in problems[0].hint
    site.write("mkdocs.yml", SETTINGS + "      documents: [pdf, csv, xlsx]\n")
    assert site.build().problems == ()
    html = (site.root / "site/quarter/index.html").read_text("utf-8")
    for href in ("../media/pages/%E5%AD%A3%E6%8A%A5.pdf", "../media/pages/a.csv#row=3", "../media/pages/a.xlsx"):
        assert f'<a href="{href}" download>' in html
    files = json.loads((site.root / "site/build.json").read_text("utf-8"))["files"]
    assert {"media/pages/季报.pdf", "media/pages/a.csv", "media/pages/a.xlsx"} <= set(files)
    assert (site.root / "site/media/pages/季报.pdf").read_bytes() == GOOD["a.pdf"]
    (site.root / "content/pages/季报.pdf").write_bytes(HTML)
    (problem,) = site.build().problems
    assert (problem.id, problem.path, problem.line) == ("bad-document", "content/pages/quarter.md", 5)


def test_a_document_is_no_picture(site: SmallSite) -> None:
    site.write("mkdocs.yml", SETTINGS + "      documents: [pdf]\n")
    site.write("content/pages/quarter.md", "---\ntitle: 季报\n---\n\n![季报](a.pdf) [季报](a.pdf)\n")
    (site.root / "content/pages/a.pdf").write_bytes(GOOD["a.pdf"])
    (problem,) = site.build().problems
    assert (problem.id, problem.line) == ("bad-picture", 5)
