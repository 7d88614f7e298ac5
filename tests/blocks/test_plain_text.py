"""A text is safe anywhere in a page; a cashtag that a card already shows leaves nothing."""

from __future__ import annotations

from builder.model import Slot
from builder.slot_params.authored import NothingParams
from builder.slot_params.generated import TextParams
from tests.blocks.block_examples import html


def test_a_text_is_escaped_for_content_and_attributes() -> None:
    assert html(Slot(params=TextParams(text="<b>\"&'"))) == "&lt;b&gt;&#34;&amp;&#39;"


def test_nothing_is_an_empty_fragment() -> None:
    assert html(Slot(params=NothingParams())) == ""
