"""A real article of a fund house, in the words of which nothing may be lost or mistaken."""

from __future__ import annotations

import re

import pytest

from builder.model import Page
from tests.real_data import shared
from tests.words.parsed_text import FRONT, body, page

pytestmark = pytest.mark.real


def text() -> str:
    """The article without the platform's own lines around it."""
    whole = (shared() / "article" / "sora.txt").read_text(encoding="utf-8")
    return whole.split("\n", 3)[3].split("郑重声明")[0]


def article() -> Page:
    title = "【热点追踪】OpenAI又放大招,一文看懂Sora对AI领域的影响"
    return page(text(), front=FRONT.replace("一文看懂文生视频", title).replace("2024-02-20", "2024-02-20 14:50:20"))


def test_its_eight_cashtags_stand_in_four_groups_under_their_lead_lines() -> None:
    marks = article().marks
    assert [mark.block for mark in marks] == ["cashtag"] * 8
    assert [mark.params["code"] for mark in marks] == [
        *("012733", "012734", "017853", "017854", "018411", "018412", "019061", "019062")
    ]
    assert re.findall(r'class="fund-lead">(.*?)</h3>', body(text()).html) == [
        *(
            "人工智能核心标的,一键打包AI各细分环节龙头公司",
            "聚焦产业中游,数字经济时代算力基石",
            "AI算力基础层",
            "AI应用层",
        )
    ]
    assert {mark.params["place"] for mark in marks} == {"card"}
    assert [mark.params["group"] for mark in marks] == [0, 0, 1, 1, 2, 2, 3, 3]


def test_its_series_topic_and_date_are_known() -> None:
    meta = article().meta
    assert (meta.column, meta.title) == ("热点追踪", "OpenAI又放大招,一文看懂Sora对AI领域的影响")
    assert meta.topics == ("Sora横空出世,哪些板块受益?",)
    assert (meta.date, meta.as_of) == ("2024-02-20T14:50:20+08:00", "2024-02-19")


def test_its_three_captions_stay_where_their_pictures_are_lost() -> None:
    html = body(text()).html
    assert html.count('<p class="caption">图:') == 3
    assert html.count('<section class="fund-group">') == 4


def test_its_captions_go_with_pictures_where_there_are_some() -> None:
    whole = text()
    for number, caption in enumerate(("图:主流", "图:将视频", "图:中美")):
        pictures = "![](a.png)\n\n![](b.png)" if number == 1 else "![](a.png)"
        whole = whole.replace(caption, f"{pictures}\n\n{caption}")
    html = body(whole).html
    assert [f'id="tu-{number}"' in html for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert html.count("sub-figure-label") == 2


def test_its_headings_have_ids_that_can_be_read() -> None:
    whole = "\n".join(
        f"## {line}" if line[:2] in ("一、", "二、", "三、", "四、") else line for line in text().split("\n")
    )
    assert [heading.id for heading in body(whole).headings][1:4] == [
        "sora-shi-ru-he-shi-xian-de",
        "sora-dui-ai-ying-yong-he-suan-li-xu-qiu-dai-lai-na-xie",
        "ru-he-ke-guan-kan-dai-zhong-mei-ai-chan-ye-he-tou-zi-de",
    ]
