"""Slots become fragments, in whichever process has the time: the same in the build as in its helper."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from builder import blocks, slot_params
from builder.model import Fragment, Slot, canonical_json, digest
from builder.numbers.answer_cache import AnswerCache
from builder.output.fill import with_index_html
from builder.problem import Problem
from builder.templating import Templates


class RenderOptions(NamedTuple):
    """What shapes fragments besides their slots and the data, as plain values that pass to another process."""

    rising: str  # the colour of a gain: "red" or "green"
    cache: Path
    fonts: Path | None = None
    vega: str = ""  # the site path of the module that runs charts with parameters
    unconfined_code: bool = False
    root: Path | None = None  # the folder of mkdocs.yml

    def tools(self) -> blocks.RenderTools:
        """What `blocks.render` takes."""
        return blocks.RenderTools(
            templates=Templates.with_cache(self.cache, self.root),
            rising=self.rising,
            cache_dir=self.cache,
            fonts=self.fonts,
            vega=self.vega,
            unconfined_code=self.unconfined_code,
        )


class EncodedSlot(NamedTuple):
    """A slot as plain JSON: it is cheaper to pass to another process, and decoded in the one that renders it."""

    block: str
    params: Mapping[str, Any]
    language: str  # of the page


class RenderedFragment(NamedTuple):
    """A fragment that was rendered now."""

    encoded: str  # as the store keeps it, see `decode_fragment`
    digest: str  # of `encoded`
    files: dict[str, str]  # site path -> digest


def render_slots(
    encoded: Sequence[EncodedSlot], answers: AnswerCache, tools: blocks.RenderTools
) -> list[RenderedFragment | Problem]:
    """The fragment of every slot, in order, or the problem that kept it from one."""
    slots = [Slot(params=slot_params.from_json(slot.block, slot.params), language=slot.language) for slot in encoded]
    asks = [blocks.asks(slot) for slot in slots]
    answers.compute_ahead(chain.from_iterable(asks))
    requests = [(slot, {ask: answers(ask) for ask in of_slot}) for slot, of_slot in zip(slots, asks, strict=True)]
    return [
        fragment if isinstance(fragment, Problem) else _rendered(fragment)
        for fragment in blocks.render(requests, tools)
    ]


def _rendered(fragment: Fragment) -> RenderedFragment:
    encoded = f"{_encode_files(fragment.files) if fragment.files else ''}\n{with_index_html(fragment.html)}"
    files = {path: digest(content) for path, content in fragment.files.items()}
    return RenderedFragment(encoded=encoded, digest=digest(encoded), files=files)


def _encode_files(files: Mapping[str, str | bytes]) -> str:
    """Files as JSON: a text as it is, a picture as a list of its base64."""
    return canonical_json(
        {
            path: [b64encode(content).decode()] if isinstance(content, bytes) else content
            for path, content in files.items()
        }
    )


def decode_fragment(encoded: str) -> Fragment:
    """A fragment as the store keeps it: its files as JSON in the first line, if it has any, then its HTML."""
    files, _, html = encoded.partition("\n")
    contents = json.loads(files) if files else {}
    return Fragment(
        html=html,
        files={
            path: b64decode(content[0]) if isinstance(content, list) else content for path, content in contents.items()
        },
    )
