"""An article becomes the Markdown of a briefing: front matter, pictures with their captions, placeholders where one is missing."""

from __future__ import annotations

import base64

from builder.importing.article import Article
from builder.importing.briefing_text import BriefingText, front_matter_value, write
from builder.importing.passage import Passage
from builder.model import SourceFile
from builder.words.parse import parse
from tests.importing.saved_pages import PNG


def picture(source: str) -> Passage:
    return Passage(kind="picture", text=source)


def line(text: str) -> Passage:
    return Passage(kind="paragraph", text=text)


def written(*passages: Passage, title: str = "标题", beside: dict[str, bytes] | None = None) -> BriefingText:
    article = Article(title=title, column="热点", authors=("甲",), passages=passages, pictures={"word-picture-1": PNG})
    return write(article, name="a", date="2024-02-20", directory=None, read_beside=(beside or {}).get)


def body(text: BriefingText) -> str:
    return text.text.partition("\n---\n")[2].strip()


def test_a_caption_stands_below_its_picture() -> None:
    text = written(picture("f/1.png"), line("图:甲"), line("正文。"), beside={"f/1.png": PNG})
    assert body(text) == "![](a-1.png)\n图:甲\n\n正文。" and text.pictures == {"a-1.png": PNG}


def test_a_caption_without_its_picture_gets_a_placeholder_for_each_label() -> None:
    text = written(line("正文。"), line("图:甲(上)、乙(下)"), line("正文。"), line("表:丙"))
    assert "![](a-1.png)\n![](a-2.png)\n图:甲(上)、乙(下)" in body(text)
    assert text.missing == (("a-1.png", ""), ("a-2.png", "")) and "![](a-3" not in body(text)


def test_pictures_come_from_the_file_the_page_and_a_data_address() -> None:
    data = "data:image/png;base64," + base64.b64encode(PNG).decode()
    text = written(picture("word-picture-1"), picture(data), picture("b.png"), picture("b.png"), beside={"b.png": PNG})
    assert sorted(text.pictures) == ["a-1.png", "a-2.png", "a-3.png"] and body(text).count("a-3.png") == 2


def test_what_is_no_picture_or_elsewhere_is_a_placeholder() -> None:
    text = written(picture("https://a/b.png"), picture("x.png"), beside={"x.png": b"<script>alert(1)</script>"})
    assert not text.pictures and text.missing == (("a-1.png", "https://a/b.png"), ("a-2.png", "x.png"))


def test_a_drawing_comes_without_its_scripts() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><path d="M0 0h1"/></svg>'
    assert b"script" not in written(picture("x.svg"), beside={"x.svg": drawing}).pictures["a-1.svg"]


def test_any_title_is_read_as_it_stands() -> None:
    for title in ('甲: "乙" #丙\\', "- 甲", "true", "[甲]", "*甲*", "甲, 乙", "012733"):
        text = written(line("正文。"), title=title).text
        page = parse(SourceFile(path="briefings/a.md", text=text), zone="Asia/Shanghai")
        assert (page.meta.title, page.meta.authors, page.meta.column) == (title, ("甲",), "热点")
    assert front_matter_value("甲,乙", in_list=True) == '"甲,乙"'
