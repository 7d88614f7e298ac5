"""A chart is drawn once: neither a second build, nor tomorrow's data, nor an edit elsewhere draws it again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from builder.parallel import fragment_rendering, render_helper
from tests import gallery
from tests.site import SmallSite

FENCES = """---
title: 三张图
date: 2024-03-05
as_of: 2024-03-04
---

```chart
type: monthly
series: 990101
```

图：月度

```vega-lite
series: 990101
from: 2024-01-02
---
{"data": {"name": "prices"}, "mark": "line",
 "encoding": {"x": {"field": "date", "type": "temporal"}, "y": {"field": "value", "type": "quantitative"}}}
```

图：自己写的

```altair
series: 990101
from: 2024-01-02
---
import altair as alt
chart = alt.Chart(prices).mark_line().encode(x="date:T", y="value:Q")
```

图：程序

```chart
type: allocation
series: 990101
```

图：持仓
"""


def drawn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, bytes]:
    """How many charts a build makes, and the page that shows them."""
    blocks: list[str] = []
    rendered = fragment_rendering.render_slots

    def watched(slots, asked, tools):  # type: ignore[no-untyped-def]
        blocks.extend(one.block for one in slots)
        return rendered(slots, asked, tools)

    monkeypatch.setattr(render_helper, "render_slots", watched)
    assert gallery.build(folder).problems == ()
    monkeypatch.undo()
    return blocks.count("chart"), (folder / "site/briefings/gallery/index.html").read_bytes()


@pytest.mark.slow
def test_a_frozen_chart_is_drawn_once_whatever_comes_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = gallery.make(tmp_path / "site", FENCES)
    count, page = drawn(folder, monkeypatch)
    assert count == 4
    assert drawn(folder, monkeypatch) == (0, page)
    site = SmallSite(folder)
    nav, shares = "content/data/nav/990101.csv", "content/data/allocation/990101.csv"
    site.write(nav, site.read(nav).rstrip("\n") + "\n2024-03-11,0.9900,0.9900,,\n")
    site.write(shares, site.read(shares).rstrip("\n") + "\n2023-12-31,asset,债券,0.01,2024-04-20\n")
    assert drawn(folder, monkeypatch) == (0, page)
    # The fence moved down by a line, and is still the same.
    text = "content/briefings/gallery.md"
    site.write(text, site.read(text).replace("---\n\n", "---\n\n一句话。\n\n", 1))
    assert drawn(folder, monkeypatch)[0] == 0
    # A row before the cut-off is another matter.
    site.write(nav, re.sub(r"(2024-01-02,\d\.\d\d)\d", r"\g<1>9", site.read(nav)))
    assert drawn(folder, monkeypatch)[0] == 4


@pytest.mark.slow
def test_every_kind_of_chart_is_the_same_bytes_in_any_zone_seed_locale_and_folder(tmp_path: Path) -> None:
    sites = []
    for name, more in (
        ("one", {"PYTHONHASHSEED": "1", "TZ": "UTC"}),
        ("two", {"PYTHONHASHSEED": "99", "TZ": "America/New_York", "LC_ALL": "C", "FONTCONFIG_FILE": "/nowhere"}),
    ):
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(gallery.ROOT), **more}
        command = [sys.executable, "-m", "tests.gallery", str(tmp_path / name)]
        made = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert made.returncode == 0, made.stderr
        sites.append(SmallSite(tmp_path / name).pages())
    assert sites[0] == sites[1] and len(sites[0]) > 50
