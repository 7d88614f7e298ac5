"""Fenced code, as readers see it."""

from __future__ import annotations

import re

import pytest

from tests.words.parsed_text import html, page, problems


def test_a_longer_fence_holds_a_shorter_one() -> None:
    text = "````markdown\n```chart\ntype: line\n```\n````\n"
    assert page(text).marks == ()
    assert "```chart" in html(text).replace("<span>", "").replace("</span>", "")


def test_code_is_shown_with_its_syntax() -> None:
    assert html("```\n{{ x }} <b>\n```") == (
        '<div class="highlight"><pre><code tabindex="0">{{ x }} &lt;b&gt;\n</code></pre></div>\n'
    )
    assert '<span class="kn">import</span>' in html("```python\nimport os\n```")
    assert '<pre><code tabindex="0">x = 1' in html("```no-such-language\nx = 1\n```")


def test_long_code_is_shown_without_its_syntax_marked() -> None:
    line = "import os\n"
    short, long = (html("```python\n" + line * count + "```") for count in (100, 1_000))
    assert "<span" in short and "<span" not in long
    assert long.count(line) == 1_000
    many = html("\n".join(f"```python\n{line * 300}```" for _ in range(20)))
    assert 5 < sum("<span" in block for block in many.split('<div class="highlight">')) < 15


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1. ```\n   a\n   ```\n   说明\n2. 乙", "<ol><li><div><pre>a</pre></div>说明</li><li>乙</li></ol>"),
        ("> ```\n> a\n> ```", "<blockquote><div><pre>a</pre></div></blockquote>"),
        ("- - ```\n    a\n    ```", "<ul><li><ul><li><div><pre>a</pre></div></li></ul></li></ul>"),
        ("词\n: ```\n  a\n  ```", "<dl><dt>词</dt><dd><div><pre>a</pre></div></dd></dl>"),
        ("```\na\n> ```\nb\n```", "<div><pre>a&gt; ```b</pre></div>"),
        ("```\na\n    ```\nb\n```", "<div><pre>a    ```b</pre></div>"),
    ],
)
def test_a_fence_is_in_what_its_line_begins_in(text: str, shape: str) -> None:
    assert re.sub(r"</?code[^>]*>| class=\"highlight\"|\n", "", html(text)) == shape


@pytest.mark.parametrize("text", ["- ```\na\n```", "> ```\n> a\n\nb"])
def test_a_fence_ends_with_what_it_is_in(text: str) -> None:
    assert "unclosed-fence" in {problem.id for problem in problems(text)}
