"""Shells: their keys are known before they are made, and only those that the store lacks are made."""

from __future__ import annotations

from dataclasses import replace

from builder.model import GeneratedFile, Page, PageMeta, ShellInput
from builder.output.fill import decode_shell
from builder.site_build.build_run import BuildRun
from builder.site_build.page_records import PageRecord
from builder.site_build.shells import ShellMaker
from tests.site import SmallSite
from tests.site_build.opened_run import opened

ABOUT = GeneratedFile(path="x/index.html", shell_input=ShellInput(depth=1, kind="page", title="题", html="<p>甲</p>"))
FEED = GeneratedFile(path="feed.xml", text="<feed>\ue0000\ue001</feed>")


def maker(run: BuildRun) -> ShellMaker:
    return ShellMaker(
        settings=run.settings,
        store=run.store,
        workers=run.workers,
        code=run.inputs.code,
        appearance=run.inputs.appearance,
        sizes={"a.png": (640, 480), "b.png": (1, 1)},
        notice="模拟",
        languages=("zh",),
        twins={},
    )


def test_files_with_equal_shell_inputs_share_a_key_which_all_that_shapes_them_changes(site: SmallSite) -> None:
    with opened(site) as run:
        shells = maker(run)
        key = shells.key_of_generated(ABOUT)
        assert shells.key_of_generated(replace(ABOUT, path="y/index.html")) == key
        others = [replace(shells, notice=""), replace(shells, code="other"), replace(shells, appearance="other")]
        keys = {key, shells.key_of_generated(FEED), *(other.key_of_generated(ABOUT) for other in others)}
    assert len(keys) == 5


def test_a_shell_is_made_once_and_put_under_its_key(site: SmallSite) -> None:
    with opened(site) as run:
        shells = maker(run)
        key = shells.key_of_generated(ABOUT)
        assert shells.start({}, {key: ABOUT}).keep_in(run.store) == 1
        assert "<p>甲</p>" in str(run.store.get(key))
        assert shells.start({}, {key: ABOUT}).keep_in(run.store) == 0


def test_a_text_with_holes_is_stored_at_once_and_is_no_work_for_workers(site: SmallSite) -> None:
    with opened(site) as run:
        shells = maker(run)
        key = shells.key_of_generated(FEED)
        assert shells.start({}, {key: FEED}).keys == ()
        (encoded,) = run.store.need_bytes([key]).values()
    html = decode_shell(encoded)
    assert (list(html.holes), [bytes(piece) for piece in html.pieces]) == (["0"], [b"<feed>", b"</feed>"])


def test_a_page_is_made_anew_when_the_size_of_a_picture_of_its_changes(site: SmallSite) -> None:
    page = Page(path="a.md", kind="page", meta=PageMeta(title="题"), url="a/", markdown="", images=("a.png",))
    record = PageRecord(page=page, excerpt="", listings={}, body_key="body:a")
    with opened(site) as run:
        shells = maker(run)
        others = [replace(shells, sizes={**shells.sizes, name: (5, 5)}) for name in ("a.png", "b.png")]
        keys = [other.key_of_page(record) == shells.key_of_page(record) for other in others]
    assert keys == [False, True]
