"""The tables that a browser fetches when it needs them."""

from __future__ import annotations

import json

from builder.search.index.lookup_tables import facet_table, pinyin_table, script_exceptions, script_table


def test_each_traditional_character_is_above_its_simplified_one() -> None:
    traditional, simplified = script_table().splitlines()
    assert len(traditional) == len(simplified)
    assert simplified[traditional.index("龍")] == "龙"
    assert set(script_exceptions()) <= set(traditional)


def test_a_syllable_lists_its_characters() -> None:
    by_syllable = dict(line.split(" ") for line in pinyin_table().splitlines())
    assert "一" in by_syllable["yi"]
    assert "女" in by_syllable["nv"]


def test_filters_are_listed_by_use_and_years_from_the_newest() -> None:
    table = facet_table(["甲", "乙", "乙", ""], ["芯片"], {"芯片": "xin-pian"}, ["2023", "2024", "2024"])
    assert json.loads(table) == {"series": ["乙", "甲"], "topics": [["芯片", "xinpian"]], "years": ["2024", "2023"]}
