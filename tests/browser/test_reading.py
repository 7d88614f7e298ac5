"""What a reader sees: words, numbers, charts and tables on a phone, without scripts, in Chinese glyphs, marked as made up."""

from __future__ import annotations

import pytest

from tests.browser.demo_site import KINDS, Opens, Place

pytestmark = pytest.mark.browser

# Everything of an article that ends to the right of the screen, but for what its own region scrolls.
_OUTSIDE = """() => [...document.querySelectorAll('article *, footer *')].filter(one =>
    one.getClientRects().length && one.getBoundingClientRect().right > innerWidth + .5
    && !one.closest('.table-scroll') && one.closest('thead')?.clientWidth !== 1).map(one => one.outerHTML.slice(0, 80))"""
# The pixels of a character in the page's own font: a missing glyph is drawn as the same box, whatever the character.
_INK = """characters => {
    const font = '32px ' + getComputedStyle(document.querySelector('article p')).fontFamily;
    return [...characters].map(one => {
        const pen = new OffscreenCanvas(48, 48).getContext('2d');
        pen.font = font; pen.fillText(one, 4, 36);
        return pen.getImageData(0, 0, 48, 48).data.join();
    });
}"""
# Marks of punctuation that stand at the beginning of a line, after a number or a claim.
_ASTRAY = """() => [...document.querySelectorAll('.fb-body :is(data, .claim)')].filter(one => {
    const after = one.nextSibling;
    if (!after || after.nodeType !== 3 || !'，。；：、？！）'.includes(after.data[0])) return false;
    const range = document.createRange();
    range.setStart(after, 0); range.setEnd(after, 1);
    const words = one.querySelector('.claim-words') || one;
    return range.getBoundingClientRect().top > [...words.getClientRects()].at(-1).bottom;
}).map(one => one.textContent.slice(0, 20))"""


@pytest.mark.parametrize("scripts", [True, False])
def test_no_page_is_wider_than_a_phone(opens: Opens, at_root: Place, scripts: bool) -> None:
    page = opens(at_root.url, scripts=scripts)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, kind
        assert page.evaluate(_OUTSIDE) == [], kind


def test_a_long_name_and_a_long_word_stay_within_a_phone(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    name = (
        "示例中证全指新能源与智能网联汽车及半导体材料设备主题交易型开放式指数证券投资基金发起式联接基金(QDII-LOF-FOF)A"
    )
    page.evaluate(
        "name => document.querySelectorAll('h1, .card-name, .fund-link').forEach(one => one.textContent = name + 'x'.repeat(60))",
        name,
    )
    assert page.evaluate(_OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_words_numbers_charts_and_tables_are_there(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/", scripts=False)
    assert page.locator("h1").is_visible()
    assert len(page.locator(".fb-body").inner_text()) > 3000
    assert page.locator("data").count() > 50
    for shown in (
        ".fb-body > p > data",
        ".fund-card data",
        "figure.table td",
        "figure[data-chart] svg path",
        ".fund-card .spark",
    ):
        assert page.locator(shown).first.is_visible(), shown
    chart = page.locator("figure[data-chart] .chart > svg").bounding_box()
    assert chart and chart["width"] > 300 and chart["height"] > 150
    page.click("figure[data-chart] summary")
    assert page.locator("figure[data-chart] table td").first.is_visible()


def test_chinese_is_drawn_in_glyphs_and_not_in_boxes(opens: Opens, at_root: Place) -> None:
    drawn = opens(at_root.url + "briefings/sora/").evaluate(_INK, "视频基金涨\uffff")
    assert len(set(drawn)) == 6
    blank = ",".join(["0"] * (48 * 48 * 4))
    assert blank not in drawn[:5]


def test_every_page_says_that_the_data_are_made_up(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url)
    for kind in KINDS:
        page.goto(at_root.url + kind, wait_until="load")
        banner = page.get_by_role("note").filter(has_text="本站数据为模拟数据")
        assert banner.is_visible(), kind
        box = banner.bounding_box()
        assert box and box["y"] < 100, kind
    marked = [path for path in at_root.folder.rglob("*.html") if 'class="fb-banner"' in path.read_text("utf-8")]
    assert len(marked) == len(at_root.pages)


def test_no_comma_begins_a_line_after_a_number_or_a_claim(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "briefings/sora/")
    assert page.locator(".fb-body .claim").count() == 7
    for width in range(320, 430, 10):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(_ASTRAY) == [], width


@pytest.mark.parametrize(("width", "rows"), [(390, False), (1280, True)])
def test_share_classes_are_columns_on_a_phone_and_rows_where_there_is_room(
    opens: Opens, at_root: Place, width: int, rows: bool
) -> None:
    page = opens(at_root.url + "briefings/sora/", width=width)
    card = page.locator(".fund-card[data-classes]").first
    heads = [one.bounding_box() for one in card.locator("thead th").all()[1:]]
    values = [one.bounding_box() for one in card.locator("tbody tr").first.locator("td").all()]
    for head, value in zip(heads, values, strict=True):
        assert head and value
        assert (abs(head["y"] - value["y"]) < 4) == rows  # beside its class, or below it


def test_a_fund_page_shows_its_benchmark_since_the_funds_first_day(opens: Opens, at_root: Place) -> None:
    page = opens(at_root.url + "funds/990101/")
    launch = page.locator(".performance tr", has_text="成立来").first.locator("data")
    assert [one.get_attribute("data-measure") for one in launch.all()] == ["return", "benchmark-return"]
    assert {one.get_attribute("data-from") for one in launch.all()} == {"2022-03-15"}
