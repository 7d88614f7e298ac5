"""What each of our settings means, with an example. Used by `settings_schema`, which makes the table of docs/settings.md of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class OptionText(NamedTuple):
    """What a setting means, as Markdown, and a value other than the default, as YAML."""

    meaning: str
    example: str


OPTION_TEXTS: Mapping[str, OptionText] = {
    "data": OptionText("the folder of the data files, below `docs_dir`", "figures"),
    "zone": OptionText("the time zone of dates that have none", "Asia/Hong_Kong"),
    "future_dates": OptionText(
        "what becomes of a page whose date lies in the future: `wait`, or `refuse`: it is an error", "refuse"
    ),
    "rising": OptionText("the colour of a gain", "green"),
    "profile": OptionText("the rules of presentation; there is no other yet", "market-data"),
    "risk_notice": OptionText(
        "what stands below every briefing without a notice of its own", "基金有风险，投资须谨慎。"
    ),
    "latest": OptionText("how many briefings the home page lists", "10"),
    "topics": OptionText("addresses of topics that sound alike", "{形式: xing-shi-2}"),
    "series": OptionText("likewise of columns", "{周报: weekly}"),
    "authors": OptionText("likewise of authors", "{张三: zhang-san-2}"),
    "risk_free": OptionText("the yearly rate in the Sharpe ratio", "0.02"),
    "trusted_code": OptionText("whether `altair` blocks may run: they hold [programs](security.md)", "true"),
    "unconfined_code": OptionText(
        "whether they may also run where the kernel cannot confine them, e.g. on macOS", "true"
    ),
    "trading_days": OptionText("in a year, for volatility and tracking error", "242"),
    "refresh: hosts": OptionText(
        "the hosts that [a refresh may ask](operating.md#what-a-refresh-may-ask)",
        '[data.example.com, "10.1.2.0/24:8080"]',
    ),
    "refresh: request_seconds": OptionText("for one file, with all tries", "60"),
    "refresh: source_seconds": OptionText("for all files of a source", "1800"),
    "refresh: seconds": OptionText("for all sources", "3600"),
    "documents": OptionText("types of [documents](authoring.md#everything-else) that pages may link to", "[pdf, csv]"),
    "pictures": OptionText(
        "whether charts get [pictures](operating.md#pictures), where the extra is installed", "false"
    ),
}
