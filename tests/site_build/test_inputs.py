"""What goes into a build, and the digests that name it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from builder.model import Mark, Page, PageMeta, digest
from builder.settings.settings import read_settings
from builder.site_build.inputs import Inputs, read_media
from tests.site import SmallSite
from tests.site_build.opened_run import opened


def test_whatever_mkdocs_yml_says_is_part_of_the_looks(written: Callable[..., Path]) -> None:
    before = Inputs.read(read_settings(written())).appearance
    assert Inputs.read(read_settings(written())).appearance == before
    assert Inputs.read(read_settings(written("copyright: 示例\n"))).appearance != before


def test_inputs_are_read_without_mkdocs_and_markdown(written: Callable[..., Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from builder.site_build.inputs import Inputs;"
        "from builder.settings.settings import read_settings; Inputs.read(read_settings(Path(sys.argv[1])));"
        "print([name for name in ('mkdocs', 'markdown_it', 'material') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code, str(written())]
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"


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
