"""The parameters of every block, one frozen class for each: what a slot says to the block that fills it.

Pages, templates and resolved marks make them; blocks ask and render from them; the store keeps them as JSON. A slot's id is
the digest of that JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.model import SlotParams
from builder.slot_params import authored, charts, generated

# The class of each block's parameters, by the block's name.
PARAMS: Mapping[str, type[SlotParams]] = {
    kind.block: kind for kind in (*authored.PARAMS, *charts.PARAMS, *generated.PARAMS)
}


def from_json(block: str, value: Mapping[str, Any]) -> SlotParams:
    """A block's parameters from plain JSON. Raises TypeError for a wrong key, and for a value of another type."""
    return PARAMS[block].from_json(value)
