"""A page's meta and address: defaults, and addresses that cannot be."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import meta_page, page, problem


def test_the_series_is_taken_from_the_head_of_the_title() -> None:
    meta = meta_page("title: 【热点追踪】OpenAI又放大招", "date: 2024-02-20").meta
    assert (meta.column, meta.title) == ("热点追踪", "OpenAI又放大招")
    meta = meta_page("title: 【热点追踪】OpenAI又放大招", "date: 2024-02-20", "series: 周报").meta
    assert (meta.column, meta.title) == ("周报", "【热点追踪】OpenAI又放大招")
    meta = meta_page("title: 【热点追踪】OpenAI又放大招", "date: 2024-02-20", "series: 热点追踪").meta
    assert (meta.column, meta.title) == ("热点追踪", "OpenAI又放大招")


@pytest.mark.parametrize(
    ("path", "slug", "url"),
    [
        ("briefings/2024/2024-02-20-sora.md", "sora", "briefings/sora/"),
        ("briefings/20240220-Sora_2.md", "sora-2", "briefings/sora-2/"),
        ("briefings/2024-02-20-文生视频.md", "wen-sheng-shi-pin", "briefings/wen-sheng-shi-pin/"),
        ("pages/about.md", "about", "about/"),
        ("pages/legal/terms.md", "terms", "legal/terms/"),
    ],
)
def test_the_address_is_the_files_name_without_its_date(path: str, slug: str, url: str) -> None:
    parsed = page("", path=path)
    assert (parsed.meta.slug, parsed.url) == (slug, url)


def test_a_name_without_letters_needs_a_slug() -> None:
    assert problem("", path="briefings/2024-02-20.md").id == "missing-key"


def test_a_page_cannot_take_a_generated_pages_address() -> None:
    assert problem("", path="pages/funds.md").id == "duplicate-slug"


def test_a_page_needs_no_date_and_then_has_no_cut_off() -> None:
    parsed = page("", path="pages/about.md", front="---\ntitle: 关于\n---\n")
    assert (parsed.kind, parsed.meta.date, parsed.meta.as_of) == ("page", "", "")
