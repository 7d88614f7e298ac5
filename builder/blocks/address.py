"""The address of another page, in the `href` of an author's link."""

from __future__ import annotations

from markupsafe import escape

from builder import suggest
from builder.blocks.block import Answers, Block, RenderTools, ResolveContext, no_asks, one_by_one
from builder.model import ROOT, Fragment, Mark
from builder.problem import Failed
from builder.slot_params.authored import AddressParams


def resolve(mark: Mark, context: ResolveContext) -> AddressParams:
    """The address of the page that a link names by its file. Raises Failed with `bad-link` where there is none."""
    target = str(mark.params["target"])
    if target not in context.addresses:
        otherwise = "a link names a Markdown file that is there and is no draft"
        hint = suggest.did_you_mean(target, context.addresses, otherwise=otherwise)
        raise Failed([context.fault(mark, "bad-link", f"there is no page {target}", hint=hint)])
    fragment = str(mark.params.get("fragment") or "").removeprefix("#")
    return AddressParams(url=context.addresses[target], fragment=fragment)


def render(params: AddressParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The way to the page from whichever page has the link, e.g. ROOT + "about/#risk"."""
    fragment = f"#{escape(params.fragment)}" if params.fragment else ""
    return Fragment(html=f"{ROOT}{escape(params.url or './')}{fragment}")


BLOCK = Block(params=AddressParams, asks=no_asks, render=one_by_one(render))
