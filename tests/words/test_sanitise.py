"""What the sanitiser lets through: nothing that runs, loads, or poses as the theme."""

from __future__ import annotations

import pytest

from tests.words.parsed_text import html

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=a.png alt=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    '<a href="jAvAsCrIpT:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    '<iframe src="https://a.com"></iframe>',
    "<style>*{display:none}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<form action=x><input name=y onfocus=alert(1) autofocus></form>",
    "<object data=x></object><embed src=x>",
    '<details ontoggle="alert(1)" open>x</details>',
    "<noscript><p title='</noscript><img src=x alt=y onerror=alert(1)>'>",
    "[x](data:text/html,<script>alert(1)</script>)",
    "<!--><script>alert(1)</script>-->",
    "[x]: javascript:alert(1)\n\n[x]",
    '`<script>`{: onclick="alert(1)" }',
    '<div onclick="alert(1)" class="md-overlay" id="__search">x</div>',
    "<base href=//a.com><meta http-equiv=refresh content=0>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_or_loads_gets_through(text: str) -> None:
    import html5lib

    tree = html5lib.parseFragment(html(text), namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "base",
            "meta",
        )
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("style", "id")
            assert "script:" not in value.lower() and not value.lower().startswith("data:")
            assert value != "md-overlay"
