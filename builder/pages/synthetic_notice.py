"""The one notice on every page of a site with made-up data: what of it is made up. `site_plan` asks for it, the frame shows it."""

from __future__ import annotations

from functools import reduce

from builder.language import Note
from builder.model import Directory
from builder.vocabulary import KINDS


def synthetic_notice(directory: Directory) -> str:
    """The notice, a note, e.g. "本站的指数行情为模拟数据，仅作演示。"; "" where no data are made up."""
    if not directory.synthetic:
        return ""
    instruments = directory.instruments.values()
    present = {instrument.kind for instrument in instruments}
    made_up = {instrument.kind for instrument in instruments if instrument.synthetic}
    sets = [kind.histories.label for name, kind in KINDS.items() if name in made_up] or ["部分资料"]
    what = reduce(lambda first, second: Note("{first}、{second}", first=first, second=second), sets)
    subject = "本站数据" if made_up == present else Note("本站的{what}", what=what)
    return Note("{subject}为模拟数据，仅作演示。", subject=subject)
