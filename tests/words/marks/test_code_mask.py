"""What is code, and what is not."""

from __future__ import annotations

import pytest

from builder.words.marks.code_mask import mask_code


def visible(text: str) -> str:
    return mask_code(text)[0].replace("\x00", "")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a `b` c", "a  c"),
        ("a ``b ` c`` d", "a  d"),
        ("a ` b", "a ` b"),
        ("a ` b\n\nc ` d", "a ` b\n\nc ` d"),
        ("- a ` b\n- c ` d", "- a ` b\n- c ` d"),
        (r"a \` b ` c", r"a \` b ` c"),
        ("```\na\n```\nb", "\n\n\nb"),
        ("````\n```\na\n````\nb", "\n\n\n\nb"),
        ("~~~\n```\n~~~\nb", "\n\n\nb"),
        ("a\n\n    b\n\n    c\n\nd", "a\n\n\n\n\n\nd"),
        ("a\n    b", "a\n    b"),
        ("- a\n\n    b\n", "- a\n\n    b\n"),
        ("!!! note\n\n    b\n", "!!! note\n\n    b\n"),
        ("a <!-- b\n```\n--> c", "a <!-- b\n\n"),
        ("存于 `C:\\`，{{ x }}，见 `x`。", "存于 ，{{ x }}，见 。"),
        ("- 甲\n\n  乙\n\n    丙", "- 甲\n\n  乙\n\n    丙"),
        ("??? note\n\n    丙 `x`\n", "??? note\n\n    丙 \n"),
        ("[a](b`c) {{ x }} [d](e`f)", "[a](b`c) {{ x }} [d](e`f)"),
        ("|甲|乙|\n|-|-|\n|`a` \\| `b`|`b`|", "|甲|乙|\n|-|-|\n| \\| ||"),
        ("> 甲 `a\n> b` 乙", "> 甲 \n 乙"),
        ("`<!--` a -->", " a -->"),
        ("<!-- a", "<!-- a"),
        ("```a`b", "```a`b"),
    ],
)
def test_code_and_comments_are_blank_in_the_mask(text: str, left: str) -> None:
    assert visible(text) == left
    assert len(mask_code(text)[0]) == len(text)


def test_a_fence_is_known_without_its_indentation() -> None:
    (fence,) = mask_code("- a\n\n    ```yaml x\n    b:\n      c\n    ```\nd")[1]
    assert (fence.info, fence.body, fence.body_indent, fence.closed) == ("yaml x", "b:\n  c\n", 4, True)
