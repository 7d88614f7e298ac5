"""A chart is drawn once: neither a second build, nor tomorrow's data, nor an edit elsewhere draws it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.make import Maker
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
    rendered = Maker._rendered

    def watched(self, missing, seen, data):  # type: ignore[no-untyped-def]
        blocks.extend(one.block for one in missing)
        return rendered(self, missing, seen, data)

    monkeypatch.setattr(Maker, "_rendered", watched)
    assert gallery.build(folder).problems == ()
    monkeypatch.undo()
    return blocks.count("chart"), (folder / "site/briefings/gallery/index.html").read_bytes()


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
    site.write(nav, site.read(nav).replace("2024-01-02,", "2024-01-02,1", 1))
    assert drawn(folder, monkeypatch)[0] == 4
