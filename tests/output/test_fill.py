"""Filling joins a shell's pieces and fragments, and spells out the way to the root."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import DETAILS_CLOSE, DETAILS_OPEN, ROOT, hole
from builder.output.fill import (
    cut_at_holes,
    decode_shell,
    encode_shell,
    fill,
    path_to_root,
    split_fragment,
    with_index_html,
)


def filled(text: str, html: dict[str, str], *, depth: int = 0) -> bytes:
    fragments = {name: cut_at_holes(one.encode(), depth=depth) for name, one in html.items()}
    return fill(decode_shell(encode_shell(text).encode()), fragments)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=20)


@given(
    st.lists(st.tuples(WORDS, st.integers(0, 9).map(str))), WORDS, st.dictionaries(st.integers(0, 9).map(str), WORDS)
)
def test_a_cut_text_filled_is_the_text_with_each_mark_replaced(
    parts: list[tuple[str, str]], end: str, html: dict[str, str]
) -> None:
    html = {str(number): html.get(str(number), "") for number in range(10)}
    text = "".join(words + hole(name) for words, name in parts) + end
    wanted = "".join(words + html[name] for words, name in parts) + end
    assert filled(text, html) == wanted.encode()


def test_the_way_to_the_root_depends_on_the_depth_of_the_page() -> None:
    fragment = {"0": f'<a href="{ROOT}funds/990101/">'}
    assert filled(f"<p>{hole('0')}", fragment, depth=2) == b'<p><a href="../../funds/990101/">'
    assert filled(f"<p>{hole('0')}", fragment, depth=0) == b'<p><a href="./funds/990101/">'
    assert path_to_root(1) == "../"


def test_a_shell_that_leaves_the_way_to_the_root_open_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="root"):
        encode_shell(f'<a href="{ROOT}funds/">')


def test_a_hole_without_a_fragment_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        filled(f"a{hole('3')}b", {})


def test_links_name_the_file_so_that_a_plain_folder_can_be_read() -> None:
    links = {
        f"{ROOT}": f"{ROOT}index.html",
        f"{ROOT}funds/#a": f"{ROOT}funds/index.html#a",
        f"{ROOT}media/a.svg": f"{ROOT}media/a.svg",
        "./": "./index.html",
        "../../funds/990101/": "../../funds/990101/index.html",
        "../a.css": "../a.css",
        "#tu-1": "#tu-1",
        "https://example.org/a/": "https://example.org/a/",
        "/a/": "/a/",
    }
    for written, wanted in links.items():
        assert with_index_html(f'<a href="{written}">') == f'<a href="{wanted}">'


def test_a_fragment_that_leaves_a_hole_gets_the_slot_of_that_name_within_its_own() -> None:
    html = {"0": f"<article>{hole('since')}</article>", "0/since": "A", "1": f"[{hole('since')}]", "1/since": "B"}
    assert filled(f"{hole('0')}{hole('1')}", html) == b"<article>A</article>[B]"


def test_a_fragment_that_fills_many_holes_is_cut_at_their_marks() -> None:
    lines = cut_at_holes(f"{hole('0/since')}A{hole('1/since')}<b>".encode(), depth=0)
    assert {name: fill(one, {}) for name, one in split_fragment(lines).items()} == {"0/since": b"A", "1/since": b"<b>"}


def test_a_chart_has_its_details_on_its_own_page_alone() -> None:
    chart = f"<svg/>{DETAILS_OPEN}<script>{DETAILS_CLOSE}<p>来源</p>{DETAILS_OPEN}<table>\n{DETAILS_CLOSE}".encode()
    assert cut_at_holes(chart, depth=0).pieces == ("<svg/><script><p>来源</p><table>\n".encode(),)
    assert cut_at_holes(chart, depth=0, details=False).pieces == ("<svg/><p>来源</p>".encode(),)
