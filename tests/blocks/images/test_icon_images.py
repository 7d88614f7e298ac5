"""The site's icon as PNG files."""

from __future__ import annotations

import struct

from builder import blocks
from builder.blocks.block import RenderTools
from builder.model import Fragment, Slot
from builder.slot_params.generated import IconsParams
from builder.templating import Templates, templates_folder


def test_the_icon_is_drawn_in_each_size_and_the_same_each_time() -> None:
    svg = (templates_folder() / "assets/favicon.svg").read_text("utf-8")
    slot = Slot(params=IconsParams(svg=svg, width=32, sizes=(180, 512)))
    first, second = (
        fragment for fragment in blocks.render([(slot, {}), (slot, {})], RenderTools(templates=Templates()))
    )
    assert isinstance(first, Fragment) and first == second
    assert first.html == ""
    sizes = {
        path: struct.unpack(">II", bytes(png)[16:24]) for path, png in first.files.items() if isinstance(png, bytes)
    }
    assert sizes == {"icon-180.png": (180, 180), "icon-512.png": (512, 512)}
