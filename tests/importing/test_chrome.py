"""What is the platform's is told from what is the author's."""

from __future__ import annotations

import pytest

from builder.importing.chrome import footer_start, is_chrome
from builder.importing.passage import Passage


def line(text: str, kind: str = "paragraph") -> Passage:
    return Passage(kind=kind, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "• 最近访问:",
        "近期访问",
        "扫一扫下载APP",
        "长按识别二维码关注我们",
        "点击上方蓝字关注我们",
        "阅读原文",
        "预览时标签不可点",
        "沪ICP证:沪B2-20070217 网站备案号:沪ICP备05006054号-11",
        "信息网络传播视听节目许可证:0908328号",
        "郑重声明:用户在社区发表的所有信息将由本网站记录保存。",
        "阅读 10万+",
    ],
)
def test_lines_of_platforms_are_known(text: str) -> None:
    assert is_chrome(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "我司旗下产品布局丰富,欢迎关注:",
        "公司取得了游戏版号,许可证带来增量。",
        "收藏的价值在于稀缺。",
        "扫地机器人销量上涨。",
        "风险提示:基金有风险,投资须谨慎。",
        "关注三条主线:算力、应用与数据。",
    ],
)
def test_words_of_authors_stay(text: str) -> None:
    assert not is_chrome(line(text))


def test_a_footer_begins_behind_the_last_heading() -> None:
    rows = [line("一、甲"), line("郑重声明"), line("二、乙"), line("正文"), line("全部评论"), line("说得好")]
    assert footer_start(rows) == 4
    assert footer_start(rows[:1]) == 1
