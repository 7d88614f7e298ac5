"""The pictures and documents of pages: which are published, and what is wrong with the others."""

from __future__ import annotations

from builder.model import Mark, Page, PageMeta
from builder.problem import Problem
from builder.words.media import linked_files


def test_a_missing_image_is_a_problem_at_its_place_with_the_one_that_was_meant() -> None:
    mark = Mark(block="image", params={"target": "briefings/patch.svg"}, line=7, column=3, length=18)
    shown = Page(path="a.md", kind="briefing", url="a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))
    (problem,) = linked_files.missing_images([shown], ["briefings/patches.svg"])
    assert (problem.line, problem.column, problem.length) == (7, 3, 18)
    assert problem.hint == "did you mean briefings/patches.svg?"
    assert linked_files.missing_images([shown], ["briefings/patch.svg"]) == []


def test_a_file_that_is_no_picture_is_a_problem_wherever_a_page_shows_it() -> None:
    mark = Mark(block="image", params={"target": "a.svg"}, line=7, column=3, length=18)
    shown = Page(path="a.md", kind="briefing", url="a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))
    fault = Problem(id="bad-picture", path="a.svg", line=2, message="no drawing", hint="draw it")
    (problem,) = linked_files.file_problems([shown], {"a.svg": fault, "b.svg": fault}, {})
    assert (problem.path, problem.line, problem.column, problem.length) == ("a.md", 7, 3, 18)
    assert (problem.message, problem.hint) == ("a.svg, line 2: no drawing", "draw it")


def test_pictures_that_pages_show_have_the_digests_of_what_is_published() -> None:
    shown = Page(path="a.md", kind="page", url="a/", markdown="", meta=PageMeta(title="题"), images=("b.svg", "a.svg"))
    digests = {"a.svg": "1", "b.svg": "2", "c.svg": "3"}
    assert list(linked_files.shown_images([shown, shown], digests).items()) == [("a.svg", "1"), ("b.svg", "2")]


def test_a_picture_of_another_case_is_named() -> None:
    mark = Mark(block="image", params={"target": "briefings/logo.png"}, line=7, column=3)
    shown = Page(path="a.md", kind="briefing", url="a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))
    (problem,) = linked_files.missing_images([shown], ["briefings/Logo.PNG"])
    assert problem.hint == "its name is Logo.PNG: capital letters count"


def test_documents_that_pages_link_to_have_an_address_of_their_own() -> None:
    mark = Mark(
        block="address",
        params={"target": "", "address": "季报.pdf", "document": "briefings/季报.pdf"},
        line=7,
        column=3,
    )
    linking = Page(path="a.md", kind="page", url="a/", markdown="", meta=PageMeta(title="题"), marks=(mark,))
    digests = {"briefings/季报.pdf": "1", "briefings/other.pdf": "2"}
    assert linked_files.linked_documents([linking, linking], digests) == {"briefings/季报.pdf": "1"}
    addresses = linked_files.document_addresses(["briefings/季报.pdf"])
    assert addresses == {"briefings/季报.pdf": "media/briefings/%E5%AD%A3%E6%8A%A5.pdf"}


def test_a_document_that_is_not_published_is_told_with_what_would_be_right() -> None:
    def fault(written: str) -> tuple[str, str]:
        return linked_files.document_fault(written, "briefings/a.md", ["briefings/a.pdf", "briefings/report.pdf"]) or (
            "",
            "",
        )

    assert fault("a.pdf")[1] == "documents: [pdf] below briefings in mkdocs.yml lets them be published"
    assert fault("reports.pdf") == ("there is no file briefings/reports.pdf", "did you mean briefings/report.pdf?")
    assert fault("b.pdf") == ("there is no file briefings/b.pdf", "put the document beside the page")
    assert "never published" in fault("a.docx")[0] and "pdf or csv or xlsx" in fault("a.docx")[1]
    assert fault("a.html") == ("", "")
