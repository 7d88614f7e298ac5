"""The pictures and documents that a site publishes: looked into once, kept by what they are, and read when they are written."""

from __future__ import annotations

from dataclasses import replace

from builder.model import Mark, Page, PageMeta, digest
from builder.site_build.published_media import media_files, read_media
from tests.site import SmallSite
from tests.site_build.opened_run import opened


def showing(*images: str) -> Page:
    marks = tuple(Mark(block="image", params={"target": path}, line=1, column=1) for path in images)
    return Page(
        path="pages/x.md", kind="page", url="x/", markdown="", meta=PageMeta(title="题"), images=images, marks=marks
    )


def test_a_picture_is_looked_into_once_and_has_the_digest_of_what_is_published(site: SmallSite) -> None:
    site.write("content/a.svg", "<svg><script>alert(1)</script></svg>")
    site.write("content/b.html", "<script>alert(1)</script>")
    content = site.root / "content"
    with opened(site) as run:
        media = read_media([showing("a.svg", "b.html")], run.inputs, run.settings, run.store)
        assert media.images == {
            "a.svg": digest(b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"/>\n')
        }
        assert [(fault.path, fault.id) for fault in media.problems] == [("pages/x.md", "bad-picture")]
        (content / "a.svg").unlink()
        again = read_media([showing("a.svg")], run.inputs, run.settings, run.store)
        assert (again.images, again.problems) == (media.images, [])


def test_a_refused_document_has_its_problem_and_no_digest(site: SmallSite) -> None:
    site.write("content/a.csv", "a,b\n1,2\n")
    site.write("content/b.pdf", "<script>alert(1)</script>")
    marks = [
        Mark(block="address", params={"target": "", "document": path}, line=line, column=1)
        for line, path in enumerate(("a.csv", "b.pdf", "none.pdf"), 1)
    ]
    with opened(site) as run:
        options = replace(run.settings.options, documents=("csv", "pdf"))
        settings = replace(run.settings, options=options)
        media = read_media([replace(showing(), marks=tuple(marks))], run.inputs, settings, run.store)
        assert media.documents == {"a.csv": digest("a,b\n1,2\n")}
        assert media.all_documents == {"a.csv", "b.pdf"}
        assert [(fault.line, fault.id) for fault in media.problems] == [(2, "bad-document")]


def test_media_are_read_when_they_are_written(site: SmallSite) -> None:
    site.write("content/a/图.svg", "<svg><rect/></svg>")
    ((path, (read, content)),) = media_files(
        {"a/é.svg": "ab"}, {}, site.root / "content", {"a/é.svg": "a/图.svg"}
    ).items()
    assert (path, read(), content) == (
        "media/a/é.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><rect/></svg>\n',
        "ab",
    )


def test_images_have_the_sizes_that_they_say(site: SmallSite) -> None:
    site.write("content/a.svg", '<svg width="60" height="40"/>')
    site.write("content/b.svg", "<svg/>")
    with opened(site) as run:
        for _ in range(2):
            media = read_media([showing("a.svg", "b.svg")], run.inputs, run.settings, run.store)
            assert media.sizes == {"a.svg": (60, 40)}
