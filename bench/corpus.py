"""Made-up Chinese briefings, as varied as real ones, for the search benchmark and for tests. No text is anybody's.

Words come from pypinyin's dictionary of phrases. Each briefing has a few themes, whose words recur among function words and
random words; a tenth of the words are Latin names, codes, years and percentages. The same seed gives the same briefings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from pypinyin.phrases_dict import phrases_dict


def _words(text: str) -> list[str]:
    return text.split()


FUNCTION_WORDS = _words(
    "的 了 在 是 和 与 及 也 都 而 但 从 对 将 为 以 被 比 向 由 于 其 这 那 一 有 不 更 会 能 可 要 上 下 中 后 前"
)
MARKET_WORDS = _words(
    "基金 指数 市场 投资 投资者 公司 行业 产业 芯片 人工智能 算力 模型 应用 资金 估值 业绩 周期 政策 风险 收益 配置 "
    "长期 短期 波动 结构 数据 需求 供给 价格 增长 利率 通胀 汇率 债券 股票 红利 科技 消费 医药 新能源 光伏 储能 "
    "半导体 芯片产业 云计算 大数据 机器人 文生视频 大模型 流动性 净值 回撤 仓位 板块 龙头 景气 复苏 出口 内需 财政 "
    "货币 降准 降息 联接 主题"
)
LATIN_WORDS = _words(
    "AI ETF Sora OpenAI ChatGPT GPU HBM QDII REITs A股 H股 5G IPO CPI PPI PMI GDP LPR MLF NVIDIA Transformer"
)
COLUMNS = ("热点追踪", "政策解读", "资产配置", "行业观察", "")
COMPANIES = ["甲方", "乙信", "丙和", "丁盛", "戊泰", "己安", "庚诚", "辛元"]


@dataclass(frozen=True)
class CorpusBriefing:
    """A made-up briefing."""

    number: int
    day: date
    title: str
    column: str
    topics: tuple[str, ...]
    funds: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]  # heading, paragraphs

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return f"b{self.number}"


def corpus(count: int, *, characters: int = 2_700, funds: int = 300) -> list[CorpusBriefing]:
    """This many briefings of about this many characters, over eight years, the oldest first."""
    random = np.random.default_rng(20240220)
    words = sorted(phrase for phrase in phrases_dict if 2 <= len(phrase) <= 3)
    random.shuffle(words)
    words = words[:12_000]
    ranks = np.cumsum(1 / (np.arange(len(words)) + 8.0))
    ranks /= ranks[-1]
    themes = [[*random.choice(MARKET_WORDS, 12), *random.choice(words, 240)] for _ in range(120)]
    weights = np.cumsum(1 / (np.arange(252) + 6.0))
    weights /= weights[-1]
    topics = [theme[0] + theme[13] for theme in themes]
    start = date(2016, 3, 1)
    return [
        _briefing(
            number,
            start + timedelta(days=number * 2_920 // count),
            random,
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


def _briefing(number, day, random, words, ranks, themes, weights, topics, characters, funds):  # type: ignore[no-untyped-def]
    own_themes = [int(theme) for theme in random.choice(len(themes), 2, replace=False)]
    size = characters * 2 // 3
    kinds = random.random(size)
    anywhere = np.searchsorted(ranks, random.random(size))
    inner = np.searchsorted(weights, random.random(size))
    picks = random.integers(0, 1 << 30, size)
    text = []  # words, in order
    for position in range(size):
        kind, pick = kinds[position], int(picks[position])
        if kind < 0.30:
            text.append(FUNCTION_WORDS[pick % len(FUNCTION_WORDS)])
        elif kind < 0.66:
            theme = themes[own_themes[pick % 3 == 0]]
            text.append(theme[inner[position] % len(theme)])
        elif kind < 0.78:
            text.append(MARKET_WORDS[pick % len(MARKET_WORDS)])
        elif kind < 0.94:
            text.append(words[anywhere[position]])
        elif kind < 0.96:
            text.append(LATIN_WORDS[pick % len(LATIN_WORDS)])
        elif kind < 0.97:
            text.append(f"{2016 + pick % 9}年")
        elif kind < 0.985:
            text.append(f"{pick % 9000 / 100:g}%")
        else:
            text.append(f"{990_001 + pick % funds}")
    title = "".join(text[4:10])
    sections, start = [], 10
    for _ in range(4):
        paragraphs = []
        heading = "".join(text[start : start + 4])
        for _ in range(7):
            length = 16 + int(picks[min(start, size - 1)]) % 45
            sentence = text[start : start + length]
            marks = ["，" if n % 9 == 8 else "" for n in range(len(sentence))]
            paragraphs.append("".join(word + mark for word, mark in zip(sentence, marks, strict=True)) + "。")
            start += length
        sections.append((heading, tuple(paragraph for paragraph in paragraphs if len(paragraph) > 1)))
    codes = tuple(f"{990_001 + int(picks[n]) % funds}" for n in range(3))
    return CorpusBriefing(
        number,
        day,
        title,
        COLUMNS[int(picks[9]) % len(COLUMNS)],
        tuple(topics[theme] for theme in own_themes),
        codes,
        tuple(sections),
    )


def fund_names(count: int) -> list[tuple[str, str]]:
    """The codes and names of made-up funds, with two share classes each."""
    funds = []
    for number in range(count):
        family = number // 2
        theme = MARKET_WORDS[family % len(MARKET_WORDS)]
        company = COMPANIES[family // len(MARKET_WORDS) % len(COMPANIES)]
        funds.append((f"{990_001 + number}", f"{company}达中证{theme}主题ETF联接{'AC'[number % 2]}"))
    return funds
