"""The JSON files for other programs."""

from __future__ import annotations

import json
from dataclasses import replace

from builder.model import Directory
from builder.pages import SiteContent
from builder.pages.machine import api
from builder.slot_params.generated import HistoryParams
from builder.templating import Templates
from tests.pages.conftest import FUND, INDEX, by_path, site_of


def test_there_is_a_list_of_briefings_and_a_file_for_each_fund(site: SiteContent, templates: Templates) -> None:
    paths = [file.path for file in api.files(site, templates)]
    assert [path for path in paths if not path.startswith(("api/schemas/", "api/index"))] == [
        "api/briefings.json",
        "api/funds/990001.json",
        "api/funds/990002.json",
    ]


def test_a_fund_and_the_index_that_it_follows_have_their_histories(site: SiteContent, templates: Templates) -> None:
    fund = replace(FUND, facts={"index": "990930"}, has_history=True)
    index = replace(INDEX, has_history=True)
    directory = Directory(instruments={instrument.id: instrument for instrument in (fund, index)})
    files = by_path(api.files(replace(site, directory=directory), templates))
    assert files["api/funds/990001/history.json"].slots["history"].params == HistoryParams(series="fund:990001")
    assert files["api/indexes/990930/history.json"].slots["history"].params == HistoryParams(series="index:990930")


def test_the_list_of_briefings_says_what_each_is_about(templates: Templates) -> None:
    first, second = json.loads(by_path(api.files(site_of(), templates))["api/briefings.json"].text or "")
    assert first["url"] == "briefings/sora/"
    assert first["funds"] == ["990001"]
    assert first["as_of"] == "2024-02-19"
    assert second["summary"] == "一月里芯片板块先抑后扬。"
