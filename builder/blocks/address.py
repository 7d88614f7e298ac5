"""A link to another page of the author's in, what stands in its `href` out."""

from __future__ import annotations

from markupsafe import escape

from builder.blocks import resolve_instrument
from builder.blocks.block import Answers, Block, Params, RenderTools, ResolveContext, each, no_asks
from builder.model import ROOT, Fragment, Mark, Slot
from builder.problem import Failed


def resolve(mark: Mark, context: ResolveContext) -> Slot:
    """The address of the page that is linked. Raises Failed with `bad-link` where there is none."""
    target = str(mark.params["target"])
    if target not in context.addresses:
        near = resolve_instrument.nearest(target, list(context.addresses)) if context.addresses else ""
        hint = near if near.startswith("did you") else "a link names a Markdown file that is there and is no draft"
        raise Failed([context.fault(mark, "bad-link", f"there is no page {target}", hint=hint)])
    fragment = str(mark.params.get("fragment") or "").removeprefix("#")
    return Slot(block="address", params={"url": context.addresses[target], "fragment": fragment})


def render(params: Params, answers: Answers, tools: RenderTools) -> Fragment:
    """The way to the page from whichever page shows the link."""
    fragment = f"#{escape(params['fragment'])}" if params.get("fragment") else ""
    return Fragment(html=f"{ROOT}{escape(params['url'] or './')}{fragment}")


BLOCK = Block(resolve=resolve, asks=no_asks, render=each(render))
