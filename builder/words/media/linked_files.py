"""The pictures that pages show and the documents that they link to: which get published, and what is wrong with them. Used by
the site plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote

from builder.link_target import content_path
from builder.model import Mark, Page
from builder.problem import Problem
from builder.suggest import did_you_mean_file
from builder.words.media.documents import TYPES, document_type, is_document
from builder.words.media.picture_files import is_picture

_OTHER_DOCUMENTS = ("xls", "doc", "docx", "ppt", "pptx", "zip")


def problem_at(page: Page, mark: Mark, id: str, message: str, hint: str) -> Problem:
    """A problem of a mark of a page, at its place."""
    return Problem(
        id=id,
        path=page.path,
        line=mark.line,
        column=mark.column,
        length=mark.length,
        message=message,
        hint=hint,
    )


def missing_images(pages: Iterable[Page], assets: Collection[str]) -> list[Problem]:
    """A problem for each image that a page shows and that does not exist, with the file that may be meant."""
    return [
        problem_at(
            page,
            mark,
            "missing-image",
            f"there is no file {mark.params['target']}",
            _image_hint(str(mark.params["target"]), assets),
        )
        for page in pages
        for mark in page.marks
        if mark.block == "image" and mark.params["target"] not in assets
    ]


def _image_hint(target: str, assets: Collection[str]) -> str:
    other_case = next((path for path in sorted(assets) if path.casefold() == target.casefold()), "")
    if other_case:
        return f"its name is {other_case.rpartition('/')[2]}: capital letters count"
    return did_you_mean_file(target, filter(is_picture, assets), otherwise="put the file beside the page")


def file_problems(
    pages: Iterable[Page], pictures: Mapping[str, Problem], documents: Mapping[str, Problem]
) -> list[Problem]:
    """What is wrong with each picture or document, wherever a page shows it or links to it; both are by their paths."""
    return [
        problem_at(
            page,
            mark,
            fault.id,
            f"{fault.path}{f', line {fault.line}' if fault.line else ''}: {fault.message}",
            fault.hint,
        )
        for page in pages
        for mark in page.marks
        if (
            fault := pictures.get(mark.params["target"])
            if mark.block == "image"
            else documents.get(mark.params.get("document", ""))
        )
    ]


def linked_documents(pages: Iterable[Page], digests: Mapping[str, str]) -> dict[str, str]:
    """The documents that these pages link to, by their paths from the content folder, with their digests."""
    linked = {str(mark.params["document"]) for page in pages for mark in page.marks if mark.params.get("document")}
    return {path: digests[path] for path in sorted(linked) if path in digests}


def document_addresses(paths: Iterable[str]) -> dict[str, str]:
    """The address of each document by its path from the content folder."""
    return {path: f"media/{quote(path)}" for path in paths}


def shown_images(pages: Iterable[Page], digests: Mapping[str, str], of_frame: Iterable[str] = ()) -> dict[str, str]:
    """The pictures that these pages show, and those of every page's frame, with the digests of what is published of them."""
    shown = {image for page in pages for image in page.images}.union(of_frame)
    return {path: digests[path] for path in sorted(shown) if path in digests}


def document_fault(written: str, page: str, assets: Collection[str]) -> tuple[str, str] | None:
    """Message and hint for a link to a document that is not published; None where it is no document.

    `page` is the path of the page that writes it, `assets` the files of the content folder.
    """
    type_ = document_type(written)
    if type_ in _OTHER_DOCUMENTS:
        hint = f"save it as {' or '.join(TYPES)}, or link to where it is published, https://…"
        return f"{written} is a document of a type that is never published", hint
    if type_ not in TYPES:
        return None
    path = content_path(page, written)
    if path not in assets:
        hint = did_you_mean_file(
            path or written, filter(is_document, assets), otherwise="put the document beside the page"
        )
        return f"there is no file {path or written}", hint
    hint = f"documents: [{type_}] below briefings in mkdocs.yml lets them be published"
    return f"{written} is a document: this site publishes no {type_.upper()}", hint
