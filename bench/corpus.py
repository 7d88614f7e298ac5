"""Chinese briefings as varied as real ones for the search bench: seeded, with no text of anybody's.

Words come from pypinyin's dictionary of phrases. Each briefing keeps to a few themes, whose words come again and again, among
function words and words from anywhere; a tenth of the words are Latin names, codes, years and percentages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from pypinyin.phrases_dict import phrases_dict

FUNCTION = [
    "的",
    "了",
    "在",
    "是",
    "和",
    "与",
    "及",
    "也",
    "都",
    "而",
    "但",
    "从",
    "对",
    "将",
    "为",
    "以",
    "被",
    "比",
    "向",
    "由",
    "于",
    "其",
    "这",
    "那",
    "一",
    "有",
    "不",
    "更",
    "会",
    "能",
    "可",
    "要",
    "上",
    "下",
    "中",
    "后",
    "前",
]
MARKET = [
    "基金",
    "指数",
    "市场",
    "投资",
    "投资者",
    "公司",
    "行业",
    "产业",
    "芯片",
    "人工智能",
    "算力",
    "模型",
    "应用",
    "资金",
    "估值",
    "业绩",
    "周期",
    "政策",
    "风险",
    "收益",
    "配置",
    "长期",
    "短期",
    "波动",
    "结构",
    "数据",
    "需求",
    "供给",
    "价格",
    "增长",
    "利率",
    "通胀",
    "汇率",
    "债券",
    "股票",
    "红利",
    "科技",
    "消费",
    "医药",
    "新能源",
    "光伏",
    "储能",
    "半导体",
    "芯片产业",
    "云计算",
    "大数据",
    "机器人",
    "文生视频",
    "大模型",
    "流动性",
    "净值",
    "回撤",
    "仓位",
    "板块",
    "龙头",
    "景气",
    "复苏",
    "出口",
    "内需",
    "财政",
    "货币",
    "降准",
    "降息",
    "联接",
    "主题",
]
LATIN = [
    "AI",
    "ETF",
    "Sora",
    "OpenAI",
    "ChatGPT",
    "GPU",
    "HBM",
    "QDII",
    "REITs",
    "A股",
    "H股",
    "5G",
    "IPO",
    "CPI",
    "PPI",
    "PMI",
    "GDP",
    "LPR",
    "MLF",
    "NVIDIA",
    "Transformer",
]
SERIES = ("热点追踪", "政策解读", "资产配置", "行业观察", "")
COMPANIES = ["甲方", "乙信", "丙和", "丁盛", "戊泰", "己安", "庚诚", "辛元"]


@dataclass(frozen=True)
class Written:
    """A made-up briefing."""

    number: int
    day: date
    title: str
    series: str
    topics: tuple[str, ...]
    funds: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]  # heading, paragraphs

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"b{self.number}"


def corpus(count: int, *, characters: int = 2_700, funds: int = 300) -> list[Written]:
    """So many briefings of about so many characters, the oldest first, over eight years."""
    chance = np.random.default_rng(20240220)
    words = sorted(one for one in phrases_dict if 2 <= len(one) <= 3)
    chance.shuffle(words)
    words = words[:12_000]
    ranks = np.cumsum(1 / (np.arange(len(words)) + 8.0))
    ranks /= ranks[-1]
    themes = [[*chance.choice(MARKET, 12), *chance.choice(words, 240)] for _ in range(120)]
    weights = np.cumsum(1 / (np.arange(252) + 6.0))
    weights /= weights[-1]
    topics = [theme[0] + theme[13] for theme in themes]
    start = date(2016, 3, 1)
    return [
        _briefing(
            number,
            start + timedelta(days=number * 2_920 // count),
            chance,
            words,
            ranks,
            themes,
            weights,
            topics,
            characters,
            funds,
        )
        for number in range(count)
    ]


def _briefing(number, day, chance, words, ranks, themes, weights, topics, characters, funds):  # type: ignore[no-untyped-def]
    own = [int(one) for one in chance.choice(len(themes), 2, replace=False)]
    size = characters * 2 // 3
    kinds = chance.random(size)
    anywhere = np.searchsorted(ranks, chance.random(size))
    inner = np.searchsorted(weights, chance.random(size))
    picks = chance.integers(0, 1 << 30, size)
    said = []
    for at in range(size):
        kind, pick = kinds[at], int(picks[at])
        if kind < 0.30:
            said.append(FUNCTION[pick % len(FUNCTION)])
        elif kind < 0.66:
            theme = themes[own[pick % 3 == 0]]
            said.append(theme[inner[at] % len(theme)])
        elif kind < 0.78:
            said.append(MARKET[pick % len(MARKET)])
        elif kind < 0.94:
            said.append(words[anywhere[at]])
        elif kind < 0.96:
            said.append(LATIN[pick % len(LATIN)])
        elif kind < 0.97:
            said.append(f"{2016 + pick % 9}年")
        elif kind < 0.985:
            said.append(f"{pick % 9000 / 100:g}%")
        else:
            said.append(f"{990_001 + pick % funds}")
    title = "".join(said[4:10])
    sections, at = [], 10
    for _ in range(4):
        paragraphs = []
        heading = "".join(said[at : at + 4])
        for _ in range(7):
            length = 16 + int(picks[min(at, size - 1)]) % 45
            sentence = said[at : at + length]
            marks = ["，" if n % 9 == 8 else "" for n in range(len(sentence))]
            paragraphs.append("".join(word + mark for word, mark in zip(sentence, marks, strict=True)) + "。")
            at += length
        sections.append((heading, tuple(one for one in paragraphs if len(one) > 1)))
    codes = tuple(f"{990_001 + int(picks[n]) % funds}" for n in range(3))
    return Written(
        number,
        day,
        title,
        SERIES[int(picks[9]) % len(SERIES)],
        tuple(topics[one] for one in own),
        codes,
        tuple(sections),
    )


def fund_names(count: int) -> list[tuple[str, str]]:
    """Codes and names of made-up funds, two share classes each."""
    made = []
    for number in range(count):
        family = number // 2
        theme = MARKET[family % len(MARKET)]
        company = COMPANIES[family // len(MARKET) % len(COMPANIES)]
        made.append((f"{990_001 + number}", f"{company}达中证{theme}主题ETF联接{'AC'[number % 2]}"))
    return made
