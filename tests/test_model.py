"""The values that rooms hand to each other: equal values have equal digests, and ids leave out the place."""

from __future__ import annotations

from builder.model import Ask, Directory, Instrument, Mark, Page, PageMeta, Slot, canonical_json, digest, unique
from builder.slot_params.authored import NumberParams


def test_equal_values_are_the_same_json_whatever_the_order_of_their_keys() -> None:
    assert (
        canonical_json({"b": [1, "甲"], "a": None})
        == canonical_json({"a": None, "b": (1, "甲")})
        == '{"a":null,"b":[1,"甲"]}'
    )


def test_a_digest_is_of_the_bytes_and_any_text_has_one() -> None:
    assert digest("甲") == digest("甲".encode())
    assert digest("甲") != digest("乙")
    assert len(digest("\ud800")) == 32  # half a pair, as a broken source file may have it


def test_a_slot_is_the_same_wherever_an_author_asks_for_it() -> None:
    asked = Slot(params=NumberParams(series="a", measure="nav"), path="a.md", line=3)
    assert Slot(params=NumberParams(series="a", measure="nav"), path="b.md", line=9, column=2, length=5).id == asked.id
    assert Slot(params=NumberParams(series="b", measure="nav"), path="a.md", line=3).id != asked.id


def test_a_code_that_a_fund_and_an_index_share_names_both() -> None:
    instruments = [
        Instrument(id=id_, code=code, name="示例")
        for id_, code in (("fund:000001", "000001"), ("index:000001", "000001"), ("stock:NVDA", "NVDA"))
    ]
    directory = Directory(instruments={instrument.id: instrument for instrument in instruments})
    assert directory.by_code == {"000001": ("fund:000001", "index:000001"), "nvda": ("stock:NVDA",)}
    assert [instrument.kind for instrument in instruments] == ["fund", "index", "stock"]


def test_a_page_has_a_chart_where_a_mark_asks_for_one() -> None:
    marks = (Mark(block="number", params={}, line=1, column=1), Mark(block="chart", params={}, line=2, column=1))
    page = Page(path="a.md", kind="briefing", meta=PageMeta(title="题"), url="briefings/a/", markdown="", marks=marks)
    assert page.has_chart
    assert not Page(**{**vars(page), "marks": marks[:1]}).has_chart


def test_items_without_repeats_stay_in_their_order() -> None:
    assert unique(["b", "a", "b", "c", "a"]) == ("b", "a", "c")
    assert Ask(series="fund:012733", measure="nav") == Ask(measure="nav", series="fund:012733")
