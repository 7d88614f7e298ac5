"""Search as a reader meets it: what is found, how it is operated, and what is said when it cannot work. In a real Chromium,
under a strict content security policy, below a path."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.search_site import Host, hosted, made
from tests.site import SmallSite

pytestmark = pytest.mark.browser

# Every page that holds each query, in order, by the finder itself.
FIND = """async queries => {
  const finder = briefingsFinder(document.querySelector('[data-finder]').dataset.root), all = [];
  for (const query of queries) {
    const found = await finder.search(query), hits = [];
    while (!found.done) hits.push(...await found.next(50));
    all.push({total: found.total, urls: hits.map(page => page.head.u), funds: (await found.funds).map(fund => fund.c)});
  }
  return all;
}"""
OUTSIDE = """[...document.querySelectorAll('.fb-finder *')].filter(one =>
    one.getBoundingClientRect().right > innerWidth + .5).length"""
SMALL = """[...document.querySelectorAll('.fb-finder :is(input, button, select, a.fb-hit)')].filter(one =>
    one.getClientRects().length && one.getBoundingClientRect().height < 24).length"""
PUT = "[...document.querySelectorAll('script,img,iframe,object')].filter(one => one.closest('.fb-finder')).length"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSite, dict[str, str]]:
    return made(tmp_path_factory.mktemp("searched"))


@pytest.fixture(scope="module")
def serving(built: tuple[SmallSite, dict[str, str]]) -> Iterator[Host]:
    with hosted(built[0].root / "pages") as host:
        yield host


@pytest.fixture
def host(serving: Host) -> Host:
    serving.heal()
    return serving


class Window:
    """A window on the site, and all that went wrong in it."""

    def __init__(self, page: Page, host: Host) -> None:
        self.page, self.host = page, host
        self.wrong: list[str] = []
        self.foreign: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda message: self.wrong.append(message.text) if message.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                self.foreign.append(request.url)
                if not request.url.startswith((host.url.rpartition("/some-repo")[0], "data:"))
                else None
            ),
        )

    def go(self, path: str = "") -> Window:
        self.page.goto(self.host.url + path, wait_until="load")
        return self

    def open(self, path: str = "") -> Window:
        self.go(path).page.click(".fb-search-open")
        return self

    def type(self, text: str) -> Window:
        self.page.fill("#fb-query", text)
        self.settled()
        return self

    def settled(self) -> None:
        """Waits for the answer to what stands in the box."""
        self.page.wait_for_timeout(160)
        expect(self.page.locator(".fb-finder-status")).not_to_have_text("正在搜索…")
        self.page.wait_for_load_state("networkidle")

    def until(self, found: Callable[[], bool]) -> None:
        """Waits for something to become true; the page's policy forbids Playwright's own way."""
        for _ in range(200):
            if found():
                return
            self.page.wait_for_timeout(25)
        raise AssertionError("it never came")

    @property
    def status(self) -> str:
        return self.page.inner_text(".fb-finder-status")

    @property
    def funds(self) -> list[str]:
        return self.page.locator(".fb-hit--fund .fb-hit-code").all_inner_texts()

    @property
    def pages(self) -> list[str]:
        return [
            str(one.get_attribute("href")).rpartition("briefings/")[2].strip("/")
            for one in self.page.locator(".fb-hit--page").all()
        ]


@pytest.fixture
def window(chromium: Browser, host: Host) -> Iterator[Window]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        service_workers="block",  # which would answer what it has kept: see test_offline.py
    )
    one = Window(context.new_page(), host)
    yield one
    context.close()
    assert one.foreign == []


def finder(window: Window) -> Page:
    """A page in which the finder itself can be asked."""
    window.open()
    window.until(lambda: window.page.evaluate("typeof briefingsFinder") == "function")
    return window.page


# ------------------------------------------------------------------------------------------------------------ what is found


def test_500_random_parts_find_every_page_that_holds_them_and_none_that_does_not(
    window: Window, built: tuple[SmallSite, dict[str, str]]
) -> None:
    texts, chance, queries = built[1], random.Random(20240220), []
    pool = list(texts.values())
    while len(queries) < 500:
        line = chance.choice(chance.choice(pool).split("\n"))
        size = chance.randint(2, 8)
        if len(line) >= size and '"' not in line:
            at = chance.randrange(len(line) - size + 1)  # across word borders
            queries.append(line[at : at + size])
    found = finder(window).evaluate(FIND, [f'"{query}"' for query in queries])
    wrong = {
        query: sorted({*one["urls"]} ^ {url for url, text in texts.items() if query in text})
        for query, one in zip(queries, found, strict=True)
    }
    # The one page that is not of the corpus may hold a part of it too.
    assert {query: urls for query, urls in wrong.items() if urls not in ([], ["briefings/traditional/"])} == {}
    assert all(one["total"] == len(one["urls"]) for one in found)
    assert window.wrong == []


def test_the_browser_and_the_terminal_find_the_same_in_the_same_order(
    window: Window, built: tuple[SmallSite, dict[str, str]]
) -> None:
    from builder.search.query.index_reader import IndexReader
    from builder.search.query.search_query import parse_query

    folder = built[0].root / "pages/some-repo"
    reader = IndexReader(lambda path: (folder / path).read_bytes() if (folder / path).is_file() else None)
    queries = [
        "芯",
        "基金",
        "人工智能",
        "芯片产业",
        "AI产业",
        "的ETF",
        "7%",
        "2018年",
        "ai",
        "990",
        "市场 风险",
        '"投资者"',
        "産業",
        "ＥＴＦ",
        "的",
        "S&P500",
        "S&P 500",
        "ChatGPT4o",
        "chatgpt-4o",
        "光模块CPO",
        "光模块·CPO",
    ]
    queries += [
        "yfdrgzn",
        "012733",
        "人工智能联接",
        "易方达 芯片",
        "7853",
        "yifangdazhongzheng",
        "視頻",
        "cyljp",
        "😀",
        ".*",
        "<b>",
        "x" * 300,
    ]
    found = finder(window).evaluate(FIND, queries)
    for query, one in zip(queries, found, strict=True):
        expected = reader.find(parse_query(query))
        assert one["urls"] == [hit.url for hit in expected.pages], query
        assert one["funds"] == [fund["c"] for fund in expected.funds], query
    joined = dict(zip(queries, found, strict=True))
    for query in ("S&P500", "ChatGPT4o", "光模块CPO"):
        assert "briefings/traditional/" in joined[query]["urls"], query


@pytest.mark.parametrize(
    ("typed", "fund"),
    [
        ("yfdrgzn", "012733"),
        ("012733", "012733"),
        ("人工智能联接", "012733"),
        ("易方达 芯片", "018411"),
        ("易方達人工智能", "012733"),
    ],
)
def test_a_fund_comes_first_as_a_card_with_its_latest_value(window: Window, typed: str, fund: str) -> None:
    window.open().type(typed)
    card = window.page.locator(".fb-hit").first
    expect(card).to_have_class("fb-hit fb-hit--fund")
    expect(card.locator(".fb-hit-code")).to_have_text(fund)
    expect(card.locator(".fb-hit-figures")).to_contain_text("0.9876")
    expect(card.locator(".fb-hit-figures")).to_contain_text("2024-02-19")
    expect(card.locator(".fb-hit-figures .down")).to_have_text("-1.24%")
    card.click()
    window.page.wait_for_url(f"**/some-repo/funds/{fund}/")
    assert window.wrong == []


def test_briefings_show_date_series_title_and_what_was_asked_for(window: Window) -> None:
    window.open("archive/").type("繁体的话")
    hit = window.page.locator(".fb-hit--page")
    expect(hit.locator(".fb-hit-meta")).to_have_text("2023年6月1日 · 熱點")
    expect(hit.locator(".fb-hit-title")).to_have_text("產業鏈與晶片")
    expect(hit.locator("mark")).to_have_text("繁體的話")
    assert hit.get_attribute("href") == "../briefings/traditional/"


def test_more_is_shown_when_asked_for_until_all_are_and_the_count_is_exact(window: Window) -> None:
    window.open().type("人工智能")
    assert len(window.pages) == 6
    assert "约 " in window.status
    more = window.page.locator(".fb-finder-body > .fb-finder-more")
    while more.is_visible():
        before = len(window.pages)
        more.click()
        window.until(lambda before=before: len(window.pages) > before or not more.is_visible())
    assert len(window.pages) == len(set(window.pages)) > 6
    assert f"{len(window.pages)} 篇" in window.status
    assert "约" not in window.status


# ----------------------------------------------------------------------------------------------------------- how it is used


def test_keys_open_it_move_in_it_and_follow_a_hit(window: Window) -> None:
    page = window.go("funds/").page
    page.keyboard.press("/")
    box = page.locator("#fb-query")
    expect(box).to_be_focused()
    window.type("芯片")
    expect(box).to_have_attribute("role", "combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.get_attribute("#fb-query", "aria-controls") == page.get_attribute("[role=listbox]", "id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{page.get_attribute('#fb-query', 'aria-activedescendant')}")
    expect(active).to_have_attribute("aria-selected", "true")
    assert page.locator("[aria-selected=true]").count() == 1
    address = str(active.get_attribute("href")).removeprefix("../")
    page.keyboard.press("Escape")
    expect(page.locator(".fb-finder")).to_be_hidden()
    expect(page.locator(".fb-search-open")).to_be_focused()
    page.keyboard.press("Control+k")
    window.settled()
    page.keyboard.press("Control+k")
    expect(page.locator(".fb-finder")).to_be_hidden()
    page.keyboard.press("Control+k")
    window.type("芯片")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/some-repo/{address}")


def test_further_funds_are_reached_by_arrow_keys(window: Window) -> None:
    page = window.open().type("易方达").page
    assert len(window.funds) == 4
    rest = page.locator("[role=option]:has-text('只基金')")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(rest).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    window.until(lambda: len(window.funds) > 4)
    expect(page.locator(".fb-hit--fund").nth(4)).to_have_attribute("aria-selected", "true")
    assert page.locator("[role=listbox] :is(a, button):not([role=option])").count() == 0


def test_a_slash_that_is_typed_stays_a_slash(window: Window) -> None:
    page = window.open().page
    expect(page.locator("#fb-query")).to_be_focused()  # the box is fetched first
    page.keyboard.type("a/b")
    assert page.input_value("#fb-query") == "a/b"


def test_what_the_screen_reader_is_told(window: Window) -> None:
    page = window.open().type("人工智能").page
    expect(page.locator(".fb-finder-status")).to_have_attribute("role", "status")
    assert [group.get_attribute("data-group") for group in page.locator("[role=listbox] [role=group]").all()] == [
        "funds",
        "pages",
    ]
    for group in page.locator("[role=listbox] [role=group]").all():
        assert page.locator(f"#{group.get_attribute('aria-labelledby')}").inner_text() in ("基金", "简报")
    assert page.locator("dialog[aria-label]").count() == 1
    ids = [one.get_attribute("id") for one in page.locator("[role=option]").all()]
    assert len(ids) == len(set(ids)) > 3


def test_the_query_is_in_the_address_and_the_address_opens_it_again(window: Window) -> None:
    page = window.open("about/").type("芯片 产业").page
    page.select_option("select[name=year]", "2019")
    window.settled()
    assert page.evaluate("Object.fromEntries(new URL(location.href).searchParams)") == {
        "q": "芯片 产业",
        "year": "2019",
    }
    shown = window.pages
    assert shown
    page.reload(wait_until="load")
    window.settled()
    assert page.input_value("#fb-query") == "芯片 产业"
    assert window.pages == shown
    page.keyboard.press("Escape")
    window.until(lambda: page.url.endswith("/about/"))


def test_filters_narrow_what_is_found(window: Window, built: tuple[SmallSite, dict[str, str]]) -> None:
    page = window.open().type("市场").page
    page.select_option("select[name=series]", "资产配置")
    window.settled()
    assert window.pages
    assert {meta.rpartition(" · ")[2] for meta in page.locator(".fb-hit-meta").all_inner_texts()} == {"资产配置"}
    page.select_option("select[name=year]", "2021")
    window.settled()
    assert all(meta.startswith("2021年") for meta in page.locator(".fb-hit-meta").all_inner_texts())
    page.fill("#fb-query", "")
    window.settled()
    assert window.pages  # a filter alone lists what it holds
    page.select_option("select[name=topic]", index=1)
    page.select_option("select[name=series]", "")
    page.select_option("select[name=year]", "")
    window.settled()
    topic = page.input_value("select[name=topic]")
    assert topic and window.pages
    for name in window.pages:
        assert topic.lower() in built[1][f"briefings/{name}/"]


def test_queries_are_remembered_on_the_device_until_they_are_cleared(window: Window) -> None:
    page = window.open().type("芯片").page
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("Object.entries({...localStorage}).filter(([name]) => name.startsWith('fb-'))") == [
        ["fb-recent", '["芯片"]']
    ]
    window.open()
    window.settled()
    page.click(".fb-finder-chip:has-text('芯片')")
    window.settled()
    assert window.pages
    window.type("")
    page.click("text=清除记录")
    assert page.evaluate("localStorage.getItem('fb-recent')") is None
    assert page.locator(".fb-finder-chip").count() == 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("仁工智能", "人工智能"),
        ("易方答人工智能", "012733"),
        ("012373", "012733"),
        ("yfdzzrgzm", "012733"),
    ],
)
def test_an_empty_result_says_what_may_have_been_meant(window: Window, typed: str, meant: str) -> None:
    page = window.open().type(typed).page
    expect(page.locator(".fb-finder-status")).to_contain_text("没有找到")
    chip = page.locator(f".fb-finder-chip:has-text('{meant}')").first
    expect(chip).to_be_visible()
    chip.click()
    window.settled()
    assert window.funds or window.pages
    assert window.wrong == []


# -------------------------------------------------------------------------------------------------------- what may go wrong


@pytest.mark.parametrize(
    "typed",
    [
        "芯片" * 5_000,
        "😀👨‍👩‍👧",
        "\x00\x1b[31m\x07",
        ".*+?^${}()|[]\\",
        "(a+)+$",
        "<img src=x onerror=document.title='hacked'>",
        '"><script>document.title="hacked"</script>',
        "javascript:alert(1)",
        "__proto__",
        "constructor",
        "%00%ff",
        "\u202eabc",
        "'\"“”「",
        "　",
    ],
)
def test_odd_input_gives_an_answer_and_runs_nothing(window: Window, typed: str) -> None:
    page = window.open().page
    title = page.title()
    window.type(typed)
    assert window.status
    assert page.title() == title
    assert page.evaluate(PUT) == 0
    assert window.wrong == []
    if len(typed) > 200:
        assert "只搜了前 100 个字" in window.status


def test_halves_of_surrogate_pairs_are_left_out(window: Window) -> None:
    found = finder(window).evaluate(
        "async () => (await briefingsFinder('./').search('\\ud800人工\\udfff智能')).query.words.map(one => one.text)"
    )
    assert found == ["人工智能"]


def test_a_title_with_markup_is_shown_as_it_is_written(window: Window) -> None:
    page = window.open().type("粗").page
    assert "Sora 的視頻 粗" in page.inner_text(".fb-hit-text") or page.locator(".fb-hit-text b").count() == 0


@pytest.mark.parametrize("harm", ["missing", "cut", "foreign", "html"])
def test_a_shard_that_is_missing_or_wrong_is_told_and_can_be_asked_for_again(
    window: Window, host: Host, harm: str
) -> None:
    for part in ("old", "new", "year"):
        for file in (host.folder / f"some-repo/search/{part}").glob("*.bin"):
            name, content = f"search/{part}/{file.name}", file.read_bytes()
            if file.name == "sums.bin":
                continue
            if harm == "missing":
                host.lacking.add(name)
            else:
                host.harmed[name] = {"cut": content[:-1], "foreign": content[:4] + content, "html": b"<html>"}[harm]
    page = window.open().type("人工智能").page
    wanted = "缺了一部分" if harm == "missing" else "不是同一次发布"
    assert wanted in window.status
    expect(page.locator(".fb-finder-after a")).to_have_attribute("href", "./archive/")
    assert [one for one in window.wrong if "404" not in one] == []
    host.heal()
    page.click("text=再试一次")
    window.settled()
    assert window.pages


def test_an_index_of_another_version_is_told(window: Window, host: Host) -> None:
    host.harmed["search/index.json"] = b'{"format": 999}'
    window.open().type("芯片")
    assert "不是同一次发布" in window.status
    assert window.wrong == []


def test_a_text_that_is_missing_is_counted_and_the_others_are_shown(window: Window, host: Host) -> None:
    names = sorted((host.folder / "some-repo/search/text").rglob("*.txt"))
    host.lacking |= {path.relative_to(host.folder / "some-repo").as_posix() for path in names[1::2]}
    window.open().type("市场")
    assert window.pages
    assert "暂时读不到" in window.status


def test_offline_is_told_and_works_again_afterwards(window: Window) -> None:
    page = window.open().type("芯片").page
    shown = window.pages
    page.context.set_offline(True)
    window.type("半导体")
    assert "网络不通" in window.status
    page.context.set_offline(False)
    page.click("text=再试一次")
    window.settled()
    assert window.pages
    window.type("芯片")
    assert window.pages == shown


def test_a_first_page_brings_no_text_that_it_does_not_need(window: Window, host: Host) -> None:
    page = finder(window)
    host.asked.clear()
    page.evaluate("async () => { window.found = await briefingsFinder('./').search('芯片'); await found.next(6); }")
    assert len([path for path in host.asked if "/search/text/" in path]) == 6


def test_offline_in_the_middle_of_the_results_loses_none_and_keeps_their_order(window: Window) -> None:
    """Of a query that many pages might hold and do not, so that several are looked into at once."""
    page = finder(window)
    take = "(await found.next(5)).map(one => one.head.u)"
    page.evaluate("async () => { window.found = await briefingsFinder('./').search('人工智能'); }")
    whole = page.evaluate(
        f"async () => {{ const all = []; while (!found.done) all.push(...{take}); return all; }}",
    )
    page.evaluate("async () => { window.found = await briefingsFinder('./').search('人工智能'); }")
    got = page.evaluate(f"async () => {take}")
    page.context.set_offline(True)
    failed = page.evaluate(
        "async () => { try { await found.next(50); return ''; } catch (error) { return error.kind; } }"
    )
    page.context.set_offline(False)
    while not page.evaluate("found.done"):
        got += page.evaluate(f"async () => {take}")
    assert failed == "offline"
    assert got == whole
    assert len(whole) == len(set(whole)) > 10
    window.wrong.clear()  # the browser tells of requests that failed


def test_a_reader_who_is_offline_from_the_start_is_told(window: Window) -> None:
    page = window.go().page
    page.context.set_offline(True)
    page.click(".fb-search-open")
    expect(page.locator(".fb-finder-sorry")).to_contain_text("网络不通")
    page.click("text=关闭")
    expect(page.locator(".fb-finder-sorry")).to_have_count(0)
    page.context.set_offline(False)
    page.click(".fb-search-open")
    window.type("芯片")
    assert window.pages


def test_a_page_brings_no_more_of_search_than_what_opens_it(window: Window) -> None:
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition(".")[0]))
    window.go()
    assert "site" in asked and not {"box", "search", "finder"} & set(asked)
    window.page.keyboard.press("/")
    expect(window.page.locator("#fb-query")).to_be_focused()
    assert {"box", "search", "finder"} <= set(asked)


def test_from_a_folder_it_says_that_it_needs_a_server(chromium: Browser, host: Host) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto((host.folder / "some-repo/about/index.html").as_uri())
    page.click(".fb-search-open")
    page.fill("#fb-query", "芯片")
    expect(page.locator(".fb-finder-status")).to_contain_text("从文件夹里直接打开的网页不能搜索")
    expect(page.locator(".fb-finder-after a")).to_have_attribute("href", "../archive/")
    page.close()


def test_without_scripts_the_search_page_says_so_and_leads_to_the_archive(chromium: Browser, host: Host) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(host.url + "about/")
    page.click(".fb-search-open")
    page.wait_for_url("**/some-repo/search/**")
    assert "这个浏览器没有运行脚本" in page.inner_text("article")
    page.click("article a:has-text('全部简报')")
    page.wait_for_url("**/some-repo/archive/**")
    context.close()


def test_nothing_is_fetched_before_a_reader_searches_and_then_only_a_little(window: Window, host: Host) -> None:
    window.go()
    assert not [path for path in host.asked if "/search/" in path or "finder" in path]
    window.page.click(".fb-search-open")
    window.type("人工智能")
    assert 5 < len([path for path in host.asked if "/search/" in path]) < 40
    assert window.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_screen_and_can_be_read(chromium: Browser, host: Host, width: int, scheme: Any) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    window = Window(context.new_page(), host)
    window.open().type("人工智能")
    page = window.page
    assert page.evaluate("document.querySelector('.fb-finder').scrollWidth") <= width
    assert page.evaluate(OUTSIDE) == 0
    assert page.evaluate(SMALL) == 0
    assert window.wrong == []
    context.close()
