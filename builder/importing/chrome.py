"""What a platform puts around an article: visits, notices, licences, comments, QR codes. Used by `article`, which takes it out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importing.passage import Passage

# A line of the platform's own, wherever it stands.
_LINE = re.compile(
    r"[•·\s]*(?:最近访问|近期访问|我的自选)\s*[:：]?"
    r"|(?:上一篇|下一篇|相关阅读|推荐阅读|往期推荐|往期回顾|延伸阅读)\s*[:：].*"
    r"|.*(?:许可证(?:编号)?\s*[:：]|ICP证|ICP备|公网安备|备案号\s*[:：]|不良信息举报|举报邮箱|版权所有\s*[:：]).*"
    r"|.{0,24}(?:扫一扫|扫码|扫描.{0,8}二维码|识别.{0,8}二维码|长按.{0,10}二维码|二维码.{0,6}关注).{0,36}"
    r"|.{0,10}(?:点击|戳).{0,14}(?:蓝字|名片|关注我们|阅读原文|下方卡片).{0,16}"
    r"|(?:喜欢|觉得).{0,16}(?:点赞|在看|转发).{0,20}|.{0,8}点个?[“\"]?(?:赞|在看)[”\"]?.{0,12}"
    r"|预览时标签不可点|阅读原文|写留言|继续滑动看下一个|轻触阅读原文|微信扫一扫.{0,30}|向上滑动看下一个"
    r"|(?:赞|在看|分享|收藏|评论|点赞|转发|举报|回复|返回顶部|打印|字号|关注|已关注|登录|注册|首页|原创|听全文)(?:\s*\(?\d*\)?)"
    r"|(?:阅读|浏览|评论)(?:数|量)?\s*[:：]?\s*\d[\d,.万+]*"
    r"|郑重声明\s*[:：].*|温馨提示\s*[:：]\s*1[.、]根据《证券法》.*|楼主暂未评论.*|作者\s*[:：]\s*您目前是匿名发表.*"
    r"|(?:\S{1,4}\s*[>›»]\s*){1,6}\S{1,12}",
    re.DOTALL,
)
# From such a line to the end all is the platform's, unless the article goes on with a numbered heading.
_END = re.compile(
    r"郑重声明|楼主暂未评论|(?:全部|热门|最新|精彩|精选)(?:评论|留言|跟帖)|网友评论|发表(?:新主题|评论)|写留言|预览时标签不可点"
    r"|相关推荐|大家都在看|为你推荐|相关文章|相关阅读\s*$|免责声明：本文由.{0,12}(?:上传|发布)"
)
NUMBERED = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、\s*\S")
_LONGEST_LINE = 600  # characters: the platform's notices are long paragraphs, too


def is_chrome(passage: Passage) -> bool:
    """Whether a passage is a line of the platform's own."""
    words = passage.words.strip()
    if passage.kind == "picture":
        return bool(re.search("二维码|扫码|头像|logo", words, re.IGNORECASE))
    return passage.kind != "table" and len(words) <= _LONGEST_LINE and bool(_LINE.fullmatch(words))


def footer_start(passages: Sequence[Passage]) -> int:
    """The index from which on all passages are the platform's; their number where none is."""
    last_heading = max(
        (index for index, passage in enumerate(passages) if NUMBERED.match(passage.words) or passage.kind == "heading"),
        default=-1,
    )
    return next(
        (
            index
            for index in range(last_heading + 1, len(passages))
            if passages[index].kind == "paragraph" and _END.match(passages[index].words.strip())
        ),
        len(passages),
    )
