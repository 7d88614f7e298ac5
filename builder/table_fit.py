"""How wide a box must be for the rows of a table, in steps that the style sheet knows. Used by `blocks` and `words`.

In a narrower box each row is a block: its name, then each value below its label.
"""

from __future__ import annotations

STEPS = (20, 31, 37, 52)  # widths of a box in em of its text, as blocks.css has them


def fits(ems: float) -> str:
    """The step from which a table of this width fits, e.g. fits(28.9) is "31"; "none" for one that fits no box."""
    return next((str(step) for step in STEPS if ems <= step), "none")
