"""A site whose one briefing has a ledger, and rows of its histories that are corrected later."""

from __future__ import annotations

from pathlib import Path

from tests.frozen_briefing import CATALOGUE, FROZEN
from tests.site import FILES, SmallSite

FUND, INDEX = "content/data/nav/990101.csv", "content/data/index/X90713.csv"
PAGE, LEDGER = "content/briefings/2024-02-20-frozen.md", "content/data/ledger/frozen.json"
LAST = "2024-02-19"


def record_site(folder: Path) -> SmallSite:
    """The site with its ledger, built."""
    files = {path: text for path, text in FILES.items() if "briefings/" not in path}
    site = SmallSite.make(folder, files)
    site.write("content/data/funds.csv", CATALOGUE)
    site.write(PAGE, FROZEN)
    done = site.command("publish-record")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{LEDGER}\n", "")
    assert site.build().problems == ()
    return site


def restate(site: SmallSite, factor: float, path: str = FUND, on: str = LAST) -> None:
    """Correct one row of a history."""
    lines = site.read(path).splitlines()
    index = next(index for index, line in enumerate(lines) if line.startswith(on))
    lines[index] = f"{on},{float(lines[index].split(',')[1]) * factor:.6f}"
    site.write(path, "\n".join(lines) + "\n")
