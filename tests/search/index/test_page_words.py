"""What search sees of a page: the author's words, and no number of the data."""

from __future__ import annotations

import json

from builder.model import SourceFile
from builder.search.index.page_words import initials, page_words
from builder.words.markdown_html import MarkdownRenderer
from builder.words.parse import parse
from builder.words.slugs import slug

TEXT = """\
---
title: 【热点】文生视频，一分钟
date: 2024-02-20
authors: [甲]
topics: [人工智能]
funds: [990201]
summary: 摘要一句。
---

近一年 {{ 990101 return 1y }}，指数[跌了不少]{index:X90713 return 3m > -90%}。脚注[^1]在此。

[^1]: 注释的话。

## 一、**新**在哪里？

见 $示例红利低波A(OTCFUND|990201)$ 一句。

| 项目 | 数值 |
|---|---|
| 单元格 | {{ 990101 nav }} |

表：比较一下

![帧变成小块](a.svg)

图：切成小块

```chart
type: line
series: index:X90713
alt: 指数走势的说明
```

$示例人工智能联接A(OTCFUND|990101)$
"""


def lines_of(text: str) -> list[str]:
    page = parse(SourceFile(path="briefings/2024/2024-02-20-a.md", text=text), zone="Asia/Shanghai")
    body = MarkdownRenderer().body(page)
    titles = [page.meta.title, *(heading.title for heading in body.headings)]
    text_file = page_words(page, body, [(title, slug(title)) for title in titles]).text
    assert text_file.endswith("\n")
    return text_file.splitlines()


def test_words_captions_cells_and_descriptions_are_there_and_numbers_are_not() -> None:
    head, *lines = lines_of(TEXT)
    assert lines == [
        "T文生视频，一分钟",
        "B摘要一句。",
        "B近一年 \ufffc，指数跌了不少。脚注在此。",
        "H一、新在哪里？",
        "B见 示例红利低波A 一句。",
        "B表 1 比较一下",
        "B项目",
        "B数值",
        "B单元格",
        "B帧变成小块",
        "B图 1 切成小块",
        "B指数走势的说明",
        "B图 2",
        "B示例人工智能联接A 990101",
        "B注释的话。",
        "L热点",
        "L#人工智能",
        "L甲",
    ]
    assert json.loads(head) == {
        "u": "briefings/a/",
        "d": "2024-02-20",
        "s": "热点",
        "o": ["人工智能"],
        "f": ["990201", "990101"],
        "i": ["wsspyfz", "yxznl"],
    }


def test_initials_keep_words_in_letters_whole() -> None:
    assert initials("Sora是什么", "sora-shi-shen-me") == "sorassm"
    assert initials("AI 产业链 10 问", "ai-chan-ye-lian-10-wen") == "aicyl10w"
