"""The address of another page, in the `href` of an author's link."""

from __future__ import annotations

from markupsafe import escape

from builder import suggest
from builder.blocks.block import Answers, Block, RenderTools, ResolveContext, no_asks, one_by_one
from builder.link_target import Anchors, site_address
from builder.model import ROOT, Fragment, Mark
from builder.problem import Failed
from builder.slot_params.authored import AddressParams


def resolve(mark: Mark, context: ResolveContext) -> AddressParams:
    """The address that a link leads to: of the page or document that it names by its file, or an address of the site as it
    is written.

    Raises Failed with `bad-link` where there is no such page, or no such heading in it. Whether the site has the address, and
    whether the page is published, only the plan of the site knows: see `site_build.publication`.
    """
    target, fragment = str(mark.params["target"]), str(mark.params.get("fragment") or "")
    document = str(mark.params.get("document") or "")
    if target or document in context.addresses:
        url = context.addresses.get(target or document)
    else:
        url = site_address(context.page.url, str(mark.params["address"]))
    if url is None:
        otherwise = "a link names a Markdown file that is there"
        pages = (path for path in context.addresses if path.endswith(".md"))
        hint = suggest.did_you_mean_file(target, pages, otherwise=otherwise)
        raise Failed([context.fault(mark, "bad-link", f"there is no page {target}", hint=hint)])
    anchors = context.anchors.get(target or url.removesuffix("index.html"))
    if fragment and anchors is not None:
        id_ = anchors.id(fragment)
        if not id_:
            message = f"no heading of {target or url}, or more than one, is called {fragment}"
            hint = suggest.did_you_mean(Anchors.name(fragment), anchors.ids, otherwise="link to a heading by its words")
            raise Failed([context.fault(mark, "bad-link", message, hint=hint, token=f"#{fragment}")])
        fragment = id_
    return AddressParams(url=url, fragment=fragment)


def render(params: AddressParams, answers: Answers, tools: RenderTools) -> Fragment:
    """The way to the page from whichever page has the link, e.g. ROOT + "about/#risk"."""
    fragment = f"#{escape(params.fragment)}" if params.fragment else ""
    return Fragment(html=f"{ROOT}{escape(params.url or './')}{fragment}")


BLOCK = Block(params=AddressParams, asks=no_asks, render=one_by_one(render))
