"""Readable addresses from any text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from builder.words.slugs import SLUG, Slugs, listing_slug, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sora横空出世,哪些板块受益?", "sora-heng-kong-chu-shi-na-xie-ban-kuai-shou-yi"),
        ("ＡＩ 2.0", "ai-2-0"),
        ("Café", "cafe"),
        ("绿色", "lv-se"),
        ("银行业长期行情", "yin-hang-ye-chang-qi-hang-qing"),  # no xing, no zhang
        ("?!", ""),
    ],
)
def test_a_slug_is_ascii(text: str, expected: str) -> None:
    assert slug(text) == expected
    assert not expected or SLUG.fullmatch(expected)


def test_every_topic_has_an_address() -> None:
    assert listing_slug("人工智能") == "ren-gong-zhi-neng"
    assert listing_slug("🚀").startswith("topic-")
    assert listing_slug("🚀") != listing_slug("🎈")


def test_the_dictionary_is_loaded_only_for_chinese() -> None:
    code = "import sys; from builder.words.slugs import slug; slug('sora'); assert 'pypinyin' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_slug_that_is_known_is_taken_and_a_new_one_is_told() -> None:
    slugs = Slugs({"人工智能": "ren-gong-zhi-neng"})
    assert (slugs.slug("人工智能"), slugs.listing("topics", "芯片"), slugs.listing("topics", "🚀")) == (
        "ren-gong-zhi-neng",
        "topics/xin-pian/",
        f"topics/{listing_slug('🚀')}/",
    )
    assert slugs.learned == {"芯片": "xin-pian", "🚀": ""}


def test_a_topic_has_the_address_that_the_settings_give_it_and_a_heading_has_not() -> None:
    slugs = Slugs(listings={"topics": {"形式": "xing-shi-2"}})
    assert [slugs.listing("topics", topic) for topic in ("形式", "形势")] == ["topics/xing-shi-2/", "topics/xing-shi/"]
    assert (slugs.listing("series", "形式"), slugs.slug("形式")) == ("series/xing-shi/", "xing-shi")
