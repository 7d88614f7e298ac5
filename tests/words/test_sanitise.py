"""What the sanitiser lets through: nothing that runs, loads, or poses as the theme; and no author's word is lost to it unsaid."""

from __future__ import annotations

import html5lib
import pytest

from builder.words.sanitise import Sanitiser, loss
from tests.words.parsed_text import problems

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


def is_harmless(clean: str) -> bool:
    tree = html5lib.parseFragment(clean, namespaceHTMLElements=False)
    forbidden = {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "base", "meta"}
    return all(
        element.tag not in forbidden
        and not name.startswith("on")
        and name not in ("style", "id")
        and "script:" not in value.lower()
        and not value.lower().startswith("data:")
        and value != "md-overlay"
        for element in tree.iter()
        for name, value in (element.attrib or {"": ""}).items()
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_or_loads_gets_through(text: str) -> None:
    assert is_harmless(Sanitiser().clean(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_author_is_told_of_all_that_would_be_taken_out(text: str) -> None:
    assert {wrong.id for wrong in problems(text)} <= {"bad-html", "bad-link", "bad-markdown", "missing-image"}


@pytest.mark.parametrize(
    ("tag", "attribute", "value"),
    [
        ("b", "onclick", "x"),
        ("a", "href", "javascript:x"),
        ("p", "class", "md-nav"),
        ("td", "colspan", "x"),
        ("p", "id", "x"),
    ],
)
def test_what_is_lost_has_a_reason(tag: str, attribute: str, value: str) -> None:
    assert loss(tag, attribute, value)
    assert f'{attribute}="{value}"' not in Sanitiser().clean(f'<{tag} {attribute}="{value}">x</{tag}>')


@pytest.mark.parametrize(
    ("tag", "attribute", "value"), [("a", "href", "https://a.com"), ("details", "open", ""), ("td", "colspan", "2")]
)
def test_what_stays_has_none(tag: str, attribute: str, value: str) -> None:
    assert loss(tag, attribute, value) == ""
