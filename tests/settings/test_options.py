"""Our settings as values."""

from __future__ import annotations

from builder.settings.options import Options
from builder.vocabulary import LISTINGS


def test_addresses_of_listings_are_found_by_their_kind() -> None:
    options = Options(topics={"形式": "xing-shi-2"}, authors={"张三": "z"})
    assert options.listings == {
        **{kind: {} for kind in LISTINGS},
        "topics": {"形式": "xing-shi-2"},
        "authors": {"张三": "z"},
    }
