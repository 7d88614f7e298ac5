"""Phrases of scripts in the language of the page."""

from __future__ import annotations

from builder.language import speaking
from builder.theme.script_phrases import asset, in_language, literals

SCRIPT = """// it's "关闭"
const a = "关闭", b = '1月', c = `已有 ${count} 个交易日未更新`, d = "plain", e = /[类]/;
/* "关闭" */
"""


def test_whole_literals_are_translated_and_comments_and_expressions_stay() -> None:
    assert in_language(SCRIPT) == SCRIPT
    with speaking("en"):
        assert in_language(SCRIPT) == (
            '// it\'s "关闭"\n'
            'const a = "Close", b = \'1M\', c = `no update for ${count} trading days`, d = "plain", e = /[类]/;\n'
            '/* "关闭" */\n'
        )


def test_an_apostrophe_in_a_translation_ends_no_literal() -> None:
    assert list(literals("f('it\\'s', \"x\")")) == ["it\\'s", "x"]


def test_the_search_engine_stays_as_it_is() -> None:
    chinese = asset("finder.js")
    with speaking("en"):
        assert asset("finder.js") == chinese
        assert asset("box.js") != chinese
