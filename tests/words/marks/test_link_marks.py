"""Images beside a file, and links between files."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.words.parsed_text import FRONT, body, html, page, problem, text_at


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("a.png", "briefings/2024/a.png"),
        ("./图/甲.png", "briefings/2024/图/甲.png"),
        ("../a%20b.png", "briefings/a b.png"),
        ("<a b.png>", "briefings/2024/a b.png"),
        ("a(1).png", "briefings/2024/a(1).png"),
        ('a.png "题"', "briefings/2024/a.png"),
        ("a.png (题)", "briefings/2024/a.png"),
        ('\na.png\n"题"', "briefings/2024/a.png"),
        ("a b.png", "briefings/2024/a b.png"),
        ("a&amp;b.png", "briefings/2024/a&b.png"),
        ("a\\_b.png", "briefings/2024/a_b.png"),
        ("a.png =300x200", "briefings/2024/a.png"),
    ],
)
def test_an_image_is_recorded_at_its_place_and_its_address_leaves_a_hole(target: str, path: str) -> None:
    parsed = page(f"看 ![说明]({target}) 图")
    (mark,) = parsed.marks
    assert (mark.block, mark.params["target"], mark.line, mark.column) == ("image", path, 5, 3)
    assert parsed.images == (path,)
    assert parsed.markdown.count("\ue0000\ue001") == 1
    assert f'<img src="../../media/{quote(path)}" alt="说明"' in html(f"看 ![说明]({target}) 图")


def test_the_parser_decides_what_is_a_picture() -> None:
    text = '![甲](<a b.png> "题") ![乙](c.png){width=30} ![丙][f] <img src=d.png alt=x> `![甲](a.png)`\n\n[f]: <e 1.png> "t"'
    markdown = body(text).markdown.replace("\ue002", "/")
    media = "/media/briefings/2024/"
    assert markdown == (
        f'![甲](<{media}a%20b.png> "题") <img src="{media}c.png" alt="乙" width="30"> ![丙][f] <img src={media}d.png alt=x> '
        f'`![甲](a.png)`\n\n[f]: <{media}e%201.png> "t"'
    )
    assert html("    ![甲](a.png)\n") == "<pre><code>![甲](a.png)\n</code></pre>\n"


def test_a_picture_in_html_that_cannot_be_read_is_told() -> None:
    assert problem('<img src="a.png" alt="<img src="b.png" alt="甲">">').message == "this picture cannot be read"


def test_a_link_to_a_picture_is_told() -> None:
    assert problem("![甲][f] 与 [乙][f]\n\n[f]: a.png").message == "a link leads to the picture briefings/2024/a.png"


@pytest.mark.parametrize(
    "target",
    ["../../../x.png", "/x.png", "https://a.com/x.png", "//a.com/x.png", "data:image/png;base64,AA", "C:\\x.png", ""],
)
def test_an_image_from_elsewhere_is_refused(target: str) -> None:
    text = f"看 ![说明]({target})"
    wrong = problem(text)
    assert wrong.id == "image-outside"
    assert text_at(FRONT + text, wrong) == f"![说明]({target})"


def test_an_image_by_name_is_found_where_it_is_shown() -> None:
    text = "看 ![甲][fig]\n\n[fig]: a.png\n"
    assert page(text).marks[0].column == 3
    assert "media/briefings/2024/a.png" in html(text)
    assert problem("看 ![甲][fig]\n\n[fig]: https://a.com/a.png\n").id == "image-outside"


def test_raw_images_are_held_to_the_same_rules() -> None:
    assert problem('<img alt="x" src="https://a.com/x.png">').id == "image-outside"
    assert problem('<img src="a.png" src="b.png" alt="x">').message == "<img> has src twice"
    assert problem('## 甲 <img src="https://a.com/x.png" src="a.png" alt="x">').id in ("image-outside", "bad-html")
    assert 'alt="说&gt;明"' in html('<img alt="说>明" src="a&#46;png">')
    assert html("\\<img src=x>") == "<p>&lt;img src=x&gt;</p>\n"
    assert html('<img src="../a.png" alt="甲">').startswith('<p><img src="../../media/briefings/a.png" alt="甲"')


@pytest.mark.parametrize(
    ("text", "target", "fragment"),
    [
        ("见[上一篇](../2023/2023-11-06-gpts.md)。", "briefings/2023/2023-11-06-gpts.md", ""),
        ("见[此处](2024-02-20-sora.md#yi)。", "briefings/2024/2024-02-20-sora.md", "yi"),
        ("见[关于](../../pages/about.md '题')。", "pages/about.md", ""),
        ("见[关于][a]。\n\n[a]: ../../pages/about.md", "pages/about.md", ""),
    ],
)
def test_a_link_to_another_page_leaves_a_hole_for_its_address(text: str, target: str, fragment: str) -> None:
    (mark,) = page(text).marks
    assert (mark.block, mark.params) == ("address", {"target": target, "fragment": fragment})
    assert 'href="<<0>>"' in html(text)


def test_a_link_out_of_the_content_folder_is_a_problem() -> None:
    text = "见[他](../../../x.md)"
    wrong = problem(text)
    assert (wrong.id, text_at(FRONT + text, wrong)) == ("bad-link", "../../../x.md")


def test_other_links_stay_as_they_are() -> None:
    text = "[站外](https://a.com/x.md) [锚](#甲) [邮件](mailto:a@b.cn)\n\n## 甲"
    assert page(text).marks == ()
    assert html(text) == (
        '<p><a href="https://a.com/x.md" rel="noopener">站外</a> <a href="#jia">锚</a> '
        '<a href="mailto:a@b.cn">邮件</a></p>\n<h2 id="jia">甲</h2>\n'
    )


def test_the_cover_is_an_image_like_others() -> None:
    front = FRONT.replace("date:", "cover: cover.png\ndate:")
    parsed = page("", front=front)
    assert (parsed.meta.cover, parsed.images) == ("briefings/2024/cover.png", ("briefings/2024/cover.png",))
    assert (parsed.marks[0].block, parsed.marks[0].line, parsed.marks[0].text) == ("image", 3, "cover.png")
    assert page("", front=front.replace("cover:", '"cover":')).images == ("briefings/2024/cover.png",)
    assert problem("", front=front.replace("cover.png", "https://a.com/x.png")).id == "image-outside"


@pytest.mark.parametrize(
    "picture", ['![{0}](a.png =300x200 "甲&amp;乙")', '![{0}](a.png "甲&amp;乙"){{width=300 height=200}}']
)
def test_a_picture_of_a_given_size_keeps_its_title_and_its_description_is_read_as_words(picture: str) -> None:
    shown = html(picture.format(r"A&amp;B \_c **粗**"))
    assert 'alt="A&amp;B _c 粗" title="甲&amp;乙" width="300" height="200"' in shown
