"""On the day on which a page is read it says how far its numbers are behind: in trading days, and never of frozen ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demo_site import served
from tests.site import FILES, FUNDS, SmallSite

pytestmark = pytest.mark.browser

# The last value is of Friday, 2024-02-09; the market is shut from the 12th to the 16th.
LAST = date(2024, 2, 9)
SHUT = {date(2024, 2, day) for day in range(12, 17)}
CALENDAR = "date\n" + "".join(
    f"{day}\n"
    for day in (date(2023, 1, 3) + timedelta(days=at) for at in range(480))  # to 2024-04-26
    if day.weekday() < 5 and day not in SHUT
)
Reads = Callable[..., Page]


def history(value: float, column: str = "nav") -> str:
    days = (date(2023, 1, 3) + timedelta(days=at) for at in range(500))
    return f"date,{column}\n" + "".join(f"{day},{value}\n" for day in days if day <= LAST and day.weekday() < 5)


def make(root: Path, sources: str) -> SmallSite:
    qdii = FUNDS + "990301,示例全球A,示例全球A,QDII-混合,R4,2023-01-03,,示例全球\n"
    files = {**FILES, "content/data/funds.csv": qdii, "content/data/sources.yml": sources}
    files |= {f"content/data/nav/{code}.csv": history(1.5) for code in ("990101", "990102", "990201", "990301")}
    files |= {"content/data/index/X90713.csv": history(3000, "close"), "content/data/calendars/SSE.csv": CALENDAR}
    frozen = "---\ntitle: 旧文\ndate: 2024-02-05\n---\n\n近一年 {{ 990101 return 1y }}。\n"
    files["content/briefings/2024/2024-02-05-old.md"] = frozen
    for name in ("2024-02-20-a.md", "2024-02-21-b.md"):
        path = f"content/briefings/2024/{name}"
        files[path] = files[path].replace("2024-02-20\n", "2024-02-10\n").replace("2024-02-21\n", "2024-02-10\n")
    site = SmallSite.make(root, files)
    result = site.build()
    assert result.problems == ()
    return site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("fresh"), "nav: {calendar: SSE}\nindex: {calendar: SSE}\n").root / "site"


@pytest.fixture
def reads(chromium: Browser, folder: Path) -> Iterator[Reads]:
    """Opens a page as if it were another day, e.g. reads("funds/990101/", "2024-02-21T09:00:00+08:00")."""
    contexts = []

    def open_(
        name: str, at: str, *, zone: str = "Asia/Shanghai", url: str = "", width: int = 390, scheme: str = "light"
    ) -> Page:
        context = chromium.new_context(timezone_id=zone, viewport={"width": width, "height": 844}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        broken: list[str] = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.clock.set_fixed_time(at)
        page.goto((url or folder.as_uri() + "/") + name + ("" if name.endswith(".html") else "index.html"))
        assert broken == []
        return page

    yield open_
    for context in contexts:
        context.close()


def marks(page: Page) -> list[str]:
    return page.locator(".stale").all_inner_texts()


def banner(page: Page) -> str:
    return "".join(page.locator(".fb-stale").all_inner_texts())


# Monday the 19th is the first trading day behind the last value.
@pytest.mark.parametrize(
    ("at", "count"),
    [
        ("2024-02-09T20:00:00+08:00", 0),
        ("2024-02-18T12:00:00+08:00", 0),  # nine days later, and not one of them a trading day
        ("2024-02-19T23:00:00+08:00", 0),  # its own value comes that evening
        ("2024-02-20T09:00:00+08:00", 0),  # one is missing: that is allowed
        ("2024-02-21T09:00:00+08:00", 2),
        ("2024-02-26T09:00:00+08:00", 5),
        ("2024-04-26T09:00:00+08:00", 49),
    ],
)
def test_a_fund_is_behind_by_the_trading_days_of_its_calendar(reads: Reads, at: str, count: int) -> None:
    page = reads("funds/990101/", at)
    said = f"已有 {count} 个交易日未更新"
    assert marks(page) == ([said] if count else [])
    assert banner(page) == (f"本站净值数据截至2024年2月9日，{said}。" if count else "")


def test_a_qdii_fund_may_be_two_days_more_behind(reads: Reads) -> None:
    assert marks(reads("funds/990301/", "2024-02-22T09:00:00+08:00")) == []
    assert marks(reads("funds/990101/", "2024-02-22T09:00:00+08:00")) == ["已有 3 个交易日未更新"]
    assert marks(reads("funds/990301/", "2024-02-23T09:00:00+08:00")) == ["已有 4 个交易日未更新"]


def test_cards_say_it_and_a_frozen_page_does_not(reads: Reads) -> None:
    late = "2024-02-26T09:00:00+08:00"
    assert marks(reads("briefings/a/", late)) == ["已有 5 个交易日未更新"]
    old = reads("briefings/old/", late)
    assert (marks(old), banner(old)) == ([], "")


@pytest.mark.parametrize("name", ["funds/", "compare/"])
def test_a_page_of_many_funds_says_it_once(reads: Reads, name: str) -> None:
    page = reads(name, "2024-02-26T09:00:00+08:00")
    assert marks(page) == ["已有 5 个交易日未更新"]
    assert banner(page) == "本站净值数据截至2024年2月9日，已有 5 个交易日未更新。"


def test_the_front_page_says_it_at_each_value_and_once_for_all(reads: Reads) -> None:
    page = reads("", "2024-02-26T09:00:00+08:00")
    assert marks(page) == ["已有 5 个交易日未更新"] * 3
    since = "截至2024年2月9日，已有 5 个交易日未更新"
    assert banner(page) == f"本站指数行情数据{since}；净值数据{since}。"


def test_days_are_those_of_the_sites_zone_wherever_the_reader_is(reads: Reads) -> None:
    """The evening of the 20th in New York is the 21st in Shanghai."""
    evening = "2024-02-20T20:00:00-05:00"
    assert marks(reads("funds/990101/", evening, zone="America/New_York")) == ["已有 2 个交易日未更新"]


def test_a_calendar_that_has_run_out_is_told(reads: Reads) -> None:
    page = reads("funds/990101/", "2024-05-06T09:00:00+08:00")
    assert marks(page) == ["已有 55 个交易日未更新"]
    assert banner(page).endswith("已有 55 个交易日未更新（交易日历止于2024年4月26日，其后按周一至周五计）。")


def test_it_is_the_same_served_and_without_scripts_the_date_still_stands(
    reads: Reads, folder: Path, chromium: Browser
) -> None:
    with served(folder) as url:
        assert marks(reads("funds/990101/", "2024-02-26T09:00:00+08:00", url=url)) == ["已有 5 个交易日未更新"]
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "funds/990101/index.html").as_uri())
    assert page.locator(".through").inner_text() == "净值数据截至 2024年2月9日"
    context.close()


def test_data_that_are_not_meant_to_go_on_are_never_stale(tmp_path: Path, reads: Reads) -> None:
    site = make(tmp_path, "nav: {calendar: SSE, freshness: none}\n")
    page = reads("funds/990101/", "2034-02-26T09:00:00+08:00", url=(site.root / "site").as_uri() + "/")
    assert (marks(page), banner(page)) == ([], "")
    assert page.locator(".through").inner_text() == "净值数据截至 2024年2月9日"


def test_without_a_calendar_it_counts_weekdays_and_says_so(tmp_path: Path, reads: Reads) -> None:
    site = make(tmp_path, "nav: {}\n")
    page = reads("funds/990101/", "2024-02-14T09:00:00+08:00", url=(site.root / "site").as_uri() + "/")
    assert marks(page) == ["已有 2 个交易日未更新"]
    assert banner(page).endswith("已有 2 个交易日未更新（未提供交易日历，按周一至周五计）。")
