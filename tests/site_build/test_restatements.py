"""What was published is remembered: a restated number is announced, a grave one needs the author's word, a late row is told."""

from __future__ import annotations

import feedparser
import pytest

from builder.site_build.ledger import decode_ledger
from builder.site_build.restatements import size_of_change
from tests.frozen_briefing import FROZEN
from tests.recorded_site import FUND, INDEX, LAST, LEDGER, PAGE, note, restate
from tests.site import SmallSite


@pytest.fixture
def site(recorded_copy: SmallSite) -> SmallSite:
    return recorded_copy


def test_a_small_restatement_is_not_worth_a_note(site: SmallSite) -> None:
    restate(site, 1.002)
    assert site.build().problems == ()
    assert note(site) == ""


def test_a_restatement_is_announced_with_the_old_and_the_new_value(site: SmallSite) -> None:
    restate(site, 1.003)
    assert site.build().problems == ()
    assert "历史数据有更正" in note(site)
    assert "不同：甲单位净值（截至2024-02-19）：原为1.1583，现为1.1618甲近1年收益率" in note(site)
    assert note(site).endswith("甲复权走势（截至2024-02-19，2024-02-19，以起点为100）：原为109.80，现为110.13")
    page = site.read("site/briefings/frozen/index.html")
    assert page.index("fb-restated") < page.index('class="fb-body"')
    # Put right again, nothing is left of it.
    restate(site, 1 / 1.003)
    assert site.build().problems == ()
    assert note(site) == ""


@pytest.mark.slow
def test_a_page_with_a_note_is_the_same_from_a_cold_build_and_made_once(site: SmallSite) -> None:
    restate(site, 1.003)
    first = site.build()
    assert first.problems == ()
    assert site.pages() == site.cold_pages()
    assert sum(site.build().counts.values()) == 0
    # A day more, and the note stands as it did.
    before = site.read("site/briefings/frozen/index.html")
    lines = site.read(FUND)
    site.write(FUND, lines + "2024-12-31,1.5\n")
    assert site.build().problems == ()
    assert site.read("site/briefings/frozen/index.html") == before
    assert site.pages() == site.cold_pages()


@pytest.mark.slow
def test_a_restatement_is_an_entry_of_the_feed_of_corrections_until_it_is_put_right(site: SmallSite) -> None:
    def entries() -> list[tuple[str, str, str]]:
        assert site.build().problems == ()
        feed = feedparser.parse(site.read("site/feeds/corrections.xml").encode())
        assert not feed.bozo
        return [(entry.id, entry.title, entry.summary) for entry in feed.entries]

    site.write(
        "mkdocs.yml",
        site.read("mkdocs.yml").replace("site_name: 小站", "site_name: 小站\nsite_url: https://example.org/"),
    )
    assert entries() == []
    restate(site, 1.003)
    (entry,) = entries()
    assert entry[0].startswith("https://example.org/briefings/frozen/#restated-")
    assert entry[1].startswith("数据更正：")
    assert "甲 单位净值（截至 2024-02-19）：原为 1.1583，现为 1.1618；" in entry[2]
    site.write(FUND, site.read(FUND) + "2024-12-31,1.5\n")
    assert entries() == [entry], "another day of data is no news"
    assert site.pages() == site.cold_pages()
    restate(site, 1 / 1.003)
    assert entries() == []


def test_a_grave_restatement_needs_the_authors_word(site: SmallSite) -> None:
    before = site.pages()
    restate(site, 1.006)
    problems = site.build().problems
    assert {(one.path, one.id) for one in problems} == {(PAGE, "restated")}
    (nav,) = [one for one in problems if "nav" in one.message and one.line == 7]
    assert "was published, now it is" in nav.message and "a change of 0.60%" in nav.message
    assert "corrections:" in nav.hint
    assert site.pages() == before
    site.write(PAGE, FROZEN.replace("date:", "corrections: [基金公司更正了 2 月 19 日的净值]\ndate:", 1))
    assert site.build().problems == ()
    assert "甲单位净值" in note(site)
    assert "基金公司更正了 2 月 19 日的净值" in site.read("site/briefings/frozen/index.html")


def test_a_restated_day_inside_a_chart_alone_is_announced(site: SmallSite) -> None:
    restate(site, 1.003, INDEX, "2023-09-13")
    assert site.build().problems == ()
    told = note(site)
    assert "示例人工智能指数复权走势（截至2024-02-19，2023-09-13，以起点为100）" in told
    assert told.count("原为") == 1 or "跟踪误差" in told


def test_a_row_that_came_late_is_told_and_stops_no_build(site: SmallSite) -> None:
    lines = site.read(FUND).splitlines(keepends=True)
    rows = [line for line in lines if line[:10] not in ("2024-02-16", "2024-02-19")]
    site.write(FUND, "".join(rows))
    (site.root / LEDGER).unlink()
    assert site.command_here("publish-record").returncode == 0
    later = "".join(rows[:-10]) + "".join(lines[len(rows) - 10 :]).replace(f"{LAST},1.16", f"{LAST},1.36")
    site.write(FUND, later)
    assert site.build().problems == ()
    assert "补录了截止日以前的数据" in note(site)
    assert "甲数据日期（截至2024-02-19）：原为2024-02-15，现为2024-02-19" in note(site)
    assert "历史数据有更正" not in note(site)


def test_a_number_that_the_data_no_longer_hold_is_grave(site: SmallSite) -> None:
    text = site.read("content/data/nav/990201.csv")
    site.write("content/data/nav/990201.csv", "date,nav\n" + text[text.index("2023-06-01") :])
    assert "restated" in {one.id for one in site.build().problems}


@pytest.mark.parametrize(
    ("unit", "old", "new", "expected"),
    [
        ("nav", 1.0, 1.0025, 0.0025),
        ("points", 4000.0, 3980.0, 0.005),
        # A NAV that is off by x moves a return by x of the growth, however large that is.
        ("ratio", 3.0, 4 * 1.0025 - 1, 0.0025),
        ("ratio", -0.4, 0.6 * 1.005 - 1, 0.005),
        ("number", 0.5, 0.51, 0.01),
        ("number", 2.0, 2.01, 0.005),
    ],
)
def test_how_far_a_number_moved(unit: str, old: float, new: float, expected: float) -> None:
    assert size_of_change(unit, old, new) == pytest.approx(expected)


SHARES = """date,kind,name,weight,announced
2023-12-31,holding,示例图芯,0.0834,2024-01-19
2023-12-31,holding,示例网芯,0.0512,2024-01-19
"""
CHARTS = """---
title: 两张图
date: 2024-02-20
---

```chart
type: rolling
series: 990101
window: 3m
```

图：滚动收益

```chart
type: allocation
series: 990101
```

图：持仓
"""


@pytest.mark.slow
def test_rolling_returns_and_shares_are_remembered_too(site: SmallSite) -> None:
    shares = "content/data/allocation/990101.csv"
    site.write(shares, SHARES)
    site.write(PAGE, CHARTS)
    (site.root / LEDGER).unlink()
    assert site.command_here("publish-record").returncode == 0
    rows = {ask.measure: row for ask, row in decode_ledger(site.read(LEDGER), "").items()}
    assert (rows["holdings"]["names"], rows["holdings"]["levels"]) == (["示例图芯", "示例网芯"], [0.0834, 0.0512])
    assert rows["rolling-return"]["levels"][-1] == round(rows["rolling-return"]["value"], 6)
    # A report that comes out later, and a day more, change nothing.
    site.write(shares, SHARES + "2024-03-31,holding,示例图芯,0.2,2024-04-19\n")
    assert site.build().problems == ()
    assert note(site) == ""
    # A corrected share is told as a share, a corrected history by the day that moved most.
    site.write(shares, SHARES.replace("0.0512", "0.0555"))
    assert site.build().problems == ()
    assert "示例网芯" in note(site) and "原为5.12%，现为5.55%" in note(site) and "100" not in note(site)
    site.write(shares, SHARES)
    restate(site, 1.004)
    assert site.build().problems == ()
    assert "滚动收益率" in note(site) and "%，现为" in note(site)
