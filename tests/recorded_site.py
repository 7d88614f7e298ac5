"""A site whose one briefing has its frozen numbers recorded: the tests of the record and of restatements share it."""

from __future__ import annotations

from pathlib import Path

import html5lib

from tests.frozen_briefing import CATALOGUE, FROZEN
from tests.site import FILES, SmallSite

FUND, INDEX = "content/data/nav/990101.csv", "content/data/index/X90713.csv"
PAGE, LEDGER = "content/briefings/2024-02-20-frozen.md", "content/data/ledger/frozen.json"
LAST = "2024-02-19"


def recorded_site(folder: Path) -> SmallSite:
    """The site in a folder, recorded and built."""
    without_briefings = {path: text for path, text in FILES.items() if "briefings/" not in path}
    site = SmallSite.make(folder, without_briefings)
    site.write("content/data/funds.csv", CATALOGUE)
    site.write(PAGE, FROZEN)
    done = site.command("publish-record")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{LEDGER}\n", "")
    assert site.build().problems == ()
    return site


def restate(site: SmallSite, factor: float, path: str = FUND, on: str = LAST) -> None:
    """One row of a history, changed by a factor."""
    lines = site.read(path).splitlines()
    index = next(index for index, line in enumerate(lines) if line.startswith(on))
    lines[index] = f"{on},{float(lines[index].split(',')[1]) * factor:.6f}"
    site.write(path, "\n".join(lines) + "\n")


def note(site: SmallSite) -> str:
    """The note of the page, as text; "" where there is none."""
    tree = html5lib.parse(site.read("site/briefings/frozen/index.html"), namespaceHTMLElements=False)
    aside = tree.find(".//aside[@class='fb-corrections fb-restated']")
    return "" if aside is None else "".join("".join(aside.itertext()).split())
