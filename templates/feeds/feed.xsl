<?xml version="1.0" encoding="utf-8"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:atom="http://www.w3.org/2005/Atom" exclude-result-prefixes="atom">
<xsl:output method="html" encoding="utf-8" doctype-system="about:legacy-compat"/>
<xsl:template match="/atom:feed">
<html lang="{{ language_tag() }}">
<head>
<meta name="viewport" content="width=device-width,initial-scale=1"/>
<title>{{ _("订阅：") }}<xsl:value-of select="atom:title"/></title>
</head>
<body>
<main>
<h1>{{ _("订阅：") }}<xsl:value-of select="atom:title"/></h1>
<p>{{ _("这是订阅源，供阅读器使用。把本页的网址复制到阅读器（如 NetNewsWire、Feedly、Inoreader、FreshRSS）的“添加订阅”里，有新简报或更正时就会收到。") }}</p>
<p>{{ _("网址：") }}<code><xsl:value-of select="atom:link[@rel='self']/@href"/></code></p>
<p><a href="{atom:link[@rel='alternate']/@href}">{{ _("返回网站") }}</a></p>
<h2>{{ _("最近更新") }}</h2>
<ul>
<xsl:for-each select="atom:entry">
<li>
<a href="{atom:link[@rel='alternate']/@href}"><xsl:value-of select="atom:title"/></a>
<xsl:text> </xsl:text>
<time datetime="{atom:published}"><xsl:call-template name="day"><xsl:with-param name="date" select="atom:published"/></xsl:call-template></time>
<xsl:if test="atom:updated != atom:published">{% set day %}<xsl:call-template name="day"><xsl:with-param name="date" select="atom:updated"/></xsl:call-template>{% endset %}{{ _("（{day}更正）", day=day) }}</xsl:if>
<xsl:if test="atom:summary"><p><xsl:value-of select="atom:summary"/></p></xsl:if>
</li>
</xsl:for-each>
</ul>
</main>
</body>
</html>
</xsl:template>
<xsl:template name="day">
<xsl:param name="date"/>
<xsl:value-of select="concat({{ _("substring($date, 1, 4), '年', number(substring($date, 6, 2)), '月', number(substring($date, 9, 2)), '日'") }})"/>
</xsl:template>
</xsl:stylesheet>
