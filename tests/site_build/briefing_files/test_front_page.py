"""What the front page shows of the newest briefings' data, built for real."""

from __future__ import annotations

import re

import pytest

from builder.output.fill_job import LEAD_DRAWING
from builder.site_build.slot_requests import load_requests
from builder.site_build.steps import plan_site
from tests.site import BRIEFING, BRIEFING_WITHOUT_CHART, OTHER, SmallSite
from tests.site_build.opened_run import opened

A, B = "content/briefings/2024/2024-02-20-a.md", "content/briefings/2024/2024-02-21-b.md"
HOME = "site/index.html"
OLDER = OTHER.replace("2024-02-21", "2024-02-19")  # so that the briefing with the chart leads


def built(site: SmallSite) -> list[str]:
    """The files that a build writes."""
    result = site.build()
    assert result.problems == () and result.published
    return sorted(result.published.written)


def series(html: str, part: str) -> list[str]:
    """The series of the numbers in an element of this class, each once."""
    element = re.search(rf'class="{part}".*?</(?:section|div)>', html, re.DOTALL)
    return list(dict.fromkeys(re.findall(r'data-series="(.*?)"', element[0]))) if element else []


@pytest.fixture
def led(site: SmallSite) -> SmallSite:
    """The small site, the briefing with the chart being the newest."""
    site.write(B, OLDER)
    built(site)
    return site


def drawing(html: str) -> str:
    match = re.search(r"<svg [^>]*role=.img.*?</svg>", html, re.DOTALL)
    return match[0] if match else ""


def test_the_lead_shows_the_drawing_of_its_first_chart_and_no_table_and_no_script(led: SmallSite) -> None:
    home = led.read(HOME)
    assert drawing(home) and drawing(home) == drawing(led.read("site/briefings/a/index.html"))
    figure = home[home.index('<figure class="lead-chart">') : home.index("</figure>")]
    assert "<figcaption>指数走势</figcaption>" in figure and "chart-source" in figure
    assert not any(word in figure for word in ("<script", "<details", "<table", "\ue003", "\ue004"))
    whole = led.read("site/briefings/a/index.html")
    assert "chart-live" in whole and "<details" in whole and "\ue003" not in whole


def test_the_drawing_is_the_slot_of_the_page_itself_so_that_it_is_drawn_once(led: SmallSite) -> None:
    with opened(led) as run:
        plan = plan_site(run).plan
        assert plan
        pages = [(path, plan.files[path].slots, "") for path in ("index.html", "briefings/a/index.html")]
        home, page = load_requests(run.store, pages).values()
    assert home[LEAD_DRAWING].id in [request.id for request in page.values() if request.block == "chart"]


def test_a_chart_that_is_a_table_is_no_drawing(led: SmallSite) -> None:
    table = "```chart\ntype: table\nseries: [990101]\nmeasure: [return 1y]\n```\n\n图:一张表\n"
    led.write(A, BRIEFING_WITHOUT_CHART + table)
    built(led)
    assert "<figure" not in led.read(HOME)


def test_returns_are_those_of_the_lead_and_latest_values_of_all_indexes_first_and_each_fund_once(
    led: SmallSite,
) -> None:
    home = led.read(HOME)
    assert series(home, "returns-since") == ["index:X90713", "fund:990101", "fund:990201"]
    assert series(home, "quotes") == ["index:X90713", "fund:990101", "fund:990201"]
    assert re.findall(r'data-measure="since-publication" data-from="(.*?)"', home) == ["2024-02-19"] * 3
    led.write(A, BRIEFING.replace("index:X90713 return 3m", "990101 return 3m").replace("[index:X90713]", "[990101]"))
    built(led)
    assert series(led.read(HOME), "quotes") == ["fund:990101", "fund:990201"]


def test_an_edited_paragraph_writes_its_own_page_alone(led: SmallSite) -> None:
    led.write(A, BRIEFING.replace("见[另一篇]", "又见[另一篇]").replace("相关产品:", "相关的产品:"))
    written = [path for path in built(led) if not path.startswith(("search/", "feed"))]
    assert written == ["briefings/a/index.html"]


def test_new_data_fill_the_front_page_and_make_no_shell(led: SmallSite) -> None:
    before = led.read(HOME)
    path = "content/data/index/X90713.csv"
    rows = led.read(path)
    led.write(path, rows[: rows.rindex("\n", 0, -1) + 1])
    result = led.build()
    assert result.problems == () and result.published
    assert "index.html" in result.published.written and led.read(HOME) != before
    assert not result.counts.get("shells") and drawing(led.read(HOME)) == drawing(before)


def test_what_is_wrong_with_the_leads_chart_is_told_once_where_its_author_wrote_it(led: SmallSite) -> None:
    led.write(A, BRIEFING.replace("type: line", "type: bar").replace("from: 2023-06-01", "measure: return 5y"))
    assert [(path, id_) for path, _, _, id_ in led.problems()] == [(A, "no-answer")]


def test_warm_is_cold(led: SmallSite) -> None:
    assert led.pages() == led.cold_pages()
