"""Saved files of the kinds that authors have, with made-up words: a WeChat article, a page of a fund platform, a Word file."""

from __future__ import annotations

import base64
import io
import zipfile

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

WECHAT = """\
<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>
<meta property="og:title" content="【热点】示例行业有了新变化"><meta name="author" content="">
<script>var createTime = '2024-02-20 08:30'; document.write("不该出现");</script></head>
<body id="activity-detail"><div class="rich_media_inner">
<h1 class="rich_media_title" id="activity-name">
  【热点】示例行业有了新变化
</h1>
<div id="meta_content"><span class="rich_media_meta rich_media_meta_text" id="js_author_name">甲示例</span>
<a href="javascript:void(0);" id="js_name">示例基金</a><em id="publish_time" class="rich_media_meta"></em></div>
<div class="rich_media_content" id="js_content" style="visibility: hidden;">
<p>点击上方蓝字关注我们</p>
<section><p><strong><span>一、发生了什么?</span></strong></p></section>
<p><span>龙头<strong>示例芯片</strong>近一年<strong>上涨超10%。</strong>另见&nbsp;<a href="https://example.com/a(1)">报告</a>。</span></p>
<p style="text-align:center"><img data-src="https://mmbiz.example/640?wx_fmt=png" data-ratio="0.5"
src="data:image/gif;base64,R0"></p>
<p style="text-align:center">图:示例行业的两年</p>
<p><img src="page_files/chart.png" alt="走势"></p><p>图:指数走势</p>
<table><tbody><tr><td><p>年份</p></td><td>规模|亿元</td></tr>
<tr><td rowspan="2">2023</td><td>10</td></tr><tr><td>12*</td></tr></tbody></table>
<p>表:规模</p>
<p>二、怎么看?</p><ul><li>看&lt;估值&gt;</li><li>看盈利<ol><li>先看收入</li></ol></li></ul>
<p>示例人工智能联接A（990101）</p><p>＄示例人工智能联接C（OTCFUND｜990102）＄</p>
<p>长按识别下方二维码,关注我们</p>
</div>
<div class="rich_media_tool"><a id="js_view_source">阅读原文</a></div>
<div id="js_pc_qr_code">微信扫一扫<br>关注该公众号</div></div><script>alert(1)</script></body></html>
"""

PLATFORM = """\
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>示例周报_天天基金网</title></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/b">基金吧</a></div>
<div id="zwcontent"><div class="zwtitle">【周报】示例红利一周回顾</div>
<div class="zwli_name">乙示例</div><div class="zwfbtime">发表于 2024-02-23 17:05:09 天天基金网页版 发布于 上海</div>
<div id="zwconbody"><p>截至2024年2月19日,示例红利低波A单位净值为0.9500元,近一年收益率-3.00%。</p>
<p>相关产品:</p><p><a href="http://fund.eastmoney.com/990201.html">示例红利低波A</a></p>
<p>#红利还能买吗?#</p></div></div>
<p>郑重声明:用户在社区发表的所有信息将由本网站记录保存。</p><div>全部评论(3)</div><div>说得好</div>
<div>沪ICP备05006054号-11 沪公网安备 31010402000120号</div></body></html>
"""

_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>{body}</w:body></w:document>"""
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
)
_STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>"""


def paragraph(words: str, style: str = "") -> str:
    """A paragraph of a Word file."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{words}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of a Word file."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


PICTURE = """<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="柱状图"/><a:graphic><a:graphicData>
<pic:pic><pic:blipFill>
<a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


def word_file(
    *body: str, target: str = "media/image1.png", mode: str = "", more: dict[str, bytes] | None = None
) -> bytes:
    """A Word file with this body; its picture `rId1` lies at `target`."""
    image = f'<Relationship Id="rId1" Type="{_RELATIONS}/image" Target="{target}"{mode}/>'
    styles = f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    document = f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
    files = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELATIONSHIPS.format(inside=document).encode(),
        "word/document.xml": _DOCUMENT.format(body="".join(body)).encode(),
        "word/_rels/document.xml.rels": _RELATIONSHIPS.format(inside=image + styles).encode(),
        "word/styles.xml": _STYLES.encode(),
        "word/media/image1.png": PNG,
    } | (more or {})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


WORD = (
    paragraph("【公告】示例基金调整费率", "a1"),
    paragraph("作者:丙示例 2024年2月20日"),
    paragraph("一、调整内容", "1"),
    paragraph("自2024年3月1日起调整。"),
    PICTURE.format(id="rId1"),
    paragraph("图:费率一览"),
    table(("份额", "费率"), ("A", "0.15%")),
    paragraph("表:费率"),
)
