"""A drawing keeps what can be seen and loses what runs or loads."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from builder.problem import Failed, Problem
from builder.words.media.svg_sanitiser import sanitised

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PIXEL = "data:image/png;base64,iVBORw0KGgo="


def cleaned(inside: str, attributes: str = "") -> str:
    return sanitised(f"<svg {NAMESPACES}{attributes}>{inside}</svg>".encode(), "a.svg").decode()


def problem(drawing: bytes) -> Problem:
    with pytest.raises(Failed) as failed:
        sanitised(drawing, "a.svg")
    (only,) = failed.value.problems
    assert (only.id, only.path) == ("bad-picture", "a.svg")
    return only


def test_all_that_is_drawn_stays_as_it_is() -> None:
    drawing = (
        "<style>.a &gt; .b{fill:url(#g);transform:rotate(3deg)} @media print{.a{fill:rgb(0,0,0)}}</style>"
        '<defs><linearGradient id="g" x1="0"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<g transform="translate(1 2)"><path d="M0 0L1 1" fill="url(#g)" style="stroke:red;fill:url( #g )"/>'
        f'<image href="{PIXEL}"/><use href="#g"/></g><text xml:space="preserve">字  a\u00a0b &lt; &amp;</text>'
    )
    assert cleaned(drawing, ' viewBox="0 0 8 8" width="8"') == (
        f'<svg {NAMESPACES} viewBox="0 0 8 8" width="8">{drawing}</svg>\n'
    )


def test_what_a_program_writes_around_a_drawing_goes() -> None:
    drawing = (
        '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://a/b.dtd">\n'
        f'<!-- by hand --><svg {NAMESPACES}><metadata><a>words</a></metadata><rect width="1"/><use xlink:href="#a"/></svg>'
    )
    assert sanitised(drawing.encode(), "a.svg").decode() == (
        f'<svg {NAMESPACES}><rect width="1"/><use xlink:href="#a"/></svg>\n'
    )


def test_encodings_and_prefixes_are_read_as_browsers_read_them() -> None:
    empty = f"<svg {NAMESPACES}/>\n".encode()
    assert sanitised("<svg/>".encode("utf-16"), "a.svg") == empty
    assert sanitised(b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><x:y xmlns:x="z"/></s:svg>', "a.svg") == empty


HOSTILE = [
    "<script>alert(1)</script>",
    "<script xlink:href='//evil.test/x.js'/>",
    "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>",
    "<g onclick='alert(1)' onload='alert(1)'/>",
    "<a href='javascript:alert(1)'><text>x</text></a>",
    "<a xlink:href='https://evil.test'><text>x</text></a>",
    "<image href='https://evil.test/x.png'/>",
    "<image xlink:href='//evil.test/x.png'/>",
    "<image href='x.png'/>",
    "<image href='data:image/svg+xml;base64,PHN2Zz4='/>",
    "<image href='data:text/html,x'/>",
    "<use href='https://evil.test/x.svg#a'/>",
    "<use href='x.svg#a'/>",
    "<use href='data:image/svg+xml,x#a'/>",
    "<feImage href='https://evil.test/x.png'/>",
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://evil.test'/></foreignObject>",
    "<animate attributeName='href' to='javascript:alert(1)'/>",
    "<set attributeName='onclick' to='alert(1)'/>",
    "<rect fill='url(https://evil.test/#a)'/>",
    "<rect style='fill:url(//evil.test)'/>",
    "<rect style='fill:u\\72l(//evil.test)'/>",
    "<rect style='background:image-set(\"//evil.test\" 1x)'/>",
    "<rect filter='url(&quot;x.svg#a&quot;)'/>",
    "<handler type='application/ecmascript'>alert(1)</handler>",
    "<desc><img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='alert(1)'/></desc>",
    "<title><style><![CDATA[</title><img src=x onerror=alert`1`>]]></style></title>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/>",
    "<![CDATA[</svg><script>alert(1)</script>]]>",
    "<cursor xlink:href='https://evil.test'/><font-face-uri xlink:href='https://evil.test'/>",
    "<discard href='#x'/><mpath href='https://evil.test'/>",
    "<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>",
]


@pytest.mark.parametrize("inside", HOSTILE)
def test_nothing_that_runs_or_loads_gets_through(inside: str) -> None:
    try:
        clean = cleaned(inside)
    except Failed as failed:  # readers would miss something
        assert [fault.id for fault in failed.problems] == ["bad-picture"]
        return
    root = ElementTree.fromstring(clean)
    for element in root.iter():
        assert element.tag.startswith("{http://www.w3.org/2000/svg}")
        name = element.tag.partition("}")[2]
        assert name in ("svg", "g", "image", "use", "rect", "text", "title", "desc", "style")
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert "evil" not in value and "script" not in value and not value.startswith(("x.", "data:"))


SHEETS = [
    "@import url(//evil.test);",
    '@import "//evil.test";',
    '@\\69mport "//evil.test";',
    "rect{fill:url(//evil.test)}",
    "rect{fill:u\\72l(//evil.test)}",
    'rect{background:image-set("//evil.test" 1x)}',
    "@font-face{src:url(https://evil.test/a.woff)}",
    "rect{background:src(//evil.test)}",
    "rect{fill:url( ' //evil.test ' )}",
]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_style_sheet_that_loads_is_told_with_its_line(sheet: str) -> None:
    fault = problem(f"<svg {NAMESPACES}>\n<rect/>\n<style>{sheet}</style></svg>".encode())
    assert (fault.line, fault.message) == (3, "the style sheet of the drawing loads something")


def test_a_file_that_is_no_drawing_is_told() -> None:
    assert problem(b"<svg>\n<g></svg>").line == 2
    assert "no SVG" in problem(b"<html/>").message
    assert "no SVG" in problem(b"<SVG/>").message
    assert "unknown encoding" in problem(b"<?xml version='1.0' encoding='no-such'?><svg/>").message
    assert "not a drawing" in problem(b"").message
    assert "not a drawing" in problem(b"\x89PNG\r\n\x1a\n").message
    assert "not a drawing" in problem(b"<svg><b>x</b></svg><p/>").message
    assert "entities" in problem(b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg><text>&a;</text></svg>').message
    assert "elements in each other" in problem(b"<svg>" + b"<g>" * 501 + b"</g>" * 501 + b"</svg>").message


def test_words_and_pictures_that_readers_would_miss_are_told() -> None:
    words = "<foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>净值</div></foreignObject>"
    for inside in (words, f"<switch>{words}</switch>", f"<switch><text>a</text>{words}</switch>"):
        assert problem(f"<svg {NAMESPACES}>{inside}</svg>".encode()).message.startswith("words in <foreignObject>")
    for shown in ("<g/>", "<rect width='1'/>", "<g><path d='M0 0'/></g>", "<desc>净值</desc>", "<style>a{}</style>"):
        assert problem(f"<svg {NAMESPACES}><switch>{words}{shown}</switch></svg>".encode()).line == 1
    for shown in ("<text>净值</text>", "<g><text>净值</text></g>", f'<image href="{PIXEL}"/>', '<use href="#a"/>'):
        assert shown in cleaned(f"<switch>{words}{shown}</switch>")
    assert "lies outside" in problem(f"<svg {NAMESPACES}><image href='a.png'/></svg>".encode()).message


def test_a_drawing_that_would_stop_a_browser_is_told() -> None:
    groups = "".join(
        f"<g id='a{level}'><use href='#a{level - 1}'/><use href='#a{level - 1}'/></g>" for level in range(25)
    )
    assert "more than 200,000 elements" in problem(f"<svg {NAMESPACES}>{groups}</svg>".encode()).message
