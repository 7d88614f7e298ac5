"""The site's icon as PNG files, for phones that take no SVG. The manifest has the slot, which shows nothing itself."""

from __future__ import annotations

from builder.blocks.block import Answers, Block, RenderTools, no_asks, one_by_one
from builder.blocks.images.png_images import png_of
from builder.model import Fragment
from builder.slot_params.generated import IconsParams


def render(params: IconsParams, answers: Answers, tools: RenderTools) -> Fragment:
    """icon-<pixels>.png in the site's root, of each size. The icon has no words, so that no font matters."""
    files = {f"icon-{size}.png": png_of(params.svg, size / params.width) for size in params.sizes}
    return Fragment(html="", files=files)


BLOCK = Block(params=IconsParams, asks=no_asks, render=one_by_one(render))
