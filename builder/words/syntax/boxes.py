"""Boxes: `!!! 注意 "标题"`, folded ones `??? note`, and `> [!NOTE]`. Used by `parser`."""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from builder.language import translate
from builder.words.syntax.faults import note

# Kinds of boxes with the titles of those without one.
TITLES = {
    **{"note": "说明", "abstract": "摘要", "info": "信息", "tip": "提示", "success": "结论", "question": "问题"},
    **{"warning": "注意", "failure": "不足", "danger": "风险", "bug": "更正", "example": "举例", "quote": "引述"},
}
# Other names for them. A Chinese name is the title, too.
_KINDS = {
    **{kind: kind for kind in TITLES},
    **{
        "summary": "abstract",
        "tldr": "abstract",
        "hint": "tip",
        "important": "info",
        "check": "success",
        "done": "success",
    },
    **{"help": "question", "faq": "question", "caution": "warning", "attention": "warning", "fail": "failure"},
    **{"missing": "failure", "error": "danger", "cite": "quote"},
    **{title: kind for kind, title in TITLES.items()},
    **{
        "备注": "note",
        "注": "note",
        "概要": "abstract",
        "要点": "abstract",
        "重要": "info",
        "小贴士": "tip",
        "建议": "tip",
    },
    **{
        "完成": "success",
        "成功": "success",
        "疑问": "question",
        "问答": "question",
        "警告": "warning",
        "小心": "warning",
    },
    **{
        "失败": "failure",
        "缺失": "failure",
        "危险": "danger",
        "错误": "danger",
        "风险提示": "danger",
        "示例": "example",
    },
    **{"例子": "example", "引用": "quote"},
}
_OPENING = re.compile(
    r"(?P<sign>!!!|\?\?\?\+?)[ \t]+(?P<kind>[^\s\"“”]+)[ \t]*(?P<title>.*)",
    re.DOTALL,
)
_NEAR = re.compile(r"(?:!!!|\?\?\?\+?)(?=[^\s!?+])")
_QUOTED = re.compile(r'(?:"(?P<plain>[^"]*)"|“(?P<curly>[^”]*)”)')
_ALERT = re.compile(r"\[!(?P<kind>[A-Za-z]+|[\u3400-\u9fff]+)\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|$)")
_HINT = 'write !!! warning "标题", its text below, indented by four blanks'


def boxes_plugin(md: MarkdownIt) -> None:
    """Makes a parser read boxes."""
    md.block.ruler.before("fence", "box", _box, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.core.ruler.after("block", "alerts", _alerts)


def _box(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start, end = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    if state.is_code_block(start_line) or state.src[start : start + 3] not in ("!!!", "???"):
        return False
    line = state.src[start:end].rstrip()
    opening = _OPENING.fullmatch(line)
    if opening is None:
        if _NEAR.match(line) and not silent:
            note(state.env, start_line, line, "bad-markdown", "this is no box: a blank follows its signs", _HINT)
        return False
    if silent:
        return True
    kind, title = _kind_and_title(state, start_line, line, opening)
    last = _last_line(state, start_line, end_line)
    if last == start_line + 1:
        note(state.env, start_line, line, "bad-markdown", "this box is empty", _HINT)
    _push(state, opening["sign"], kind, title, start_line, last)
    return True


def _kind_and_title(state: StateBlock, line_number: int, line: str, opening: re.Match[str]) -> tuple[str, str]:
    written, rest = opening["kind"], opening["title"]
    kind = _KINDS.get(written.lower(), "")
    quoted = _QUOTED.fullmatch(rest)
    if rest and not quoted:
        message = "the title of a box stands in quotation marks"
        note(state.env, line_number, rest, "bad-markdown", message, f'write {opening["sign"]} {written} "{rest}"')
    title = (quoted["plain"] or quoted["curly"] or "") if quoted else None
    if not kind and written.isascii():
        message, hint = f"no box is called {written}", f"kinds are {', '.join(TITLES)}"
        note(state.env, line_number, written, "bad-markdown", message, hint)
    return kind or "note", title if title is not None else _default_title(written, kind)


def _default_title(written: str, kind: str) -> str:
    """The title of a box without one: the name of its kind, as its author wrote it if it is Chinese."""
    return translate(TITLES.get(kind, written)) if written.isascii() else written


def _last_line(state: StateBlock, start_line: int, end_line: int) -> int:
    """The line behind the box: the first that is neither blank nor indented by four."""
    last = line = start_line + 1
    while line < end_line:
        if state.isEmpty(line):
            line += 1
            continue
        if state.sCount[line] - state.blkIndent < 4:
            break
        line += 1
        last = line
    return last


def _push(state: StateBlock, sign: str, kind: str, title: str, start_line: int, last: int) -> None:
    """Pushes the tokens of a box whose text is in the lines up to `last`."""
    folded = sign[0] == "?"
    token = state.push("box_open", "details" if folded else "div", 1)
    token.block, token.map = True, [start_line, last]
    token.attrs = {"class": kind} if folded else {"class": f"admonition {kind}"}
    if sign.endswith("+"):
        token.attrs["open"] = "open"
    if title or folded:
        _push_title(state, title, folded, start_line)
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "box", last
    state.blkIndent += 4
    state.md.block.tokenize(state, start_line + 1, last)
    state.blkIndent -= 4
    state.parentType, state.lineMax = parent, line_max
    state.push("box_close", "details" if folded else "div", -1).block = True
    state.line = last


def _push_title(state: StateBlock, title: str, folded: bool, line: int) -> None:
    tokens = _title_tokens(title, folded, line)
    for token in tokens:
        token.level = state.level + (token.type == "inline")
    state.tokens += tokens


def _title_tokens(title: str, folded: bool, line: int) -> list[Token]:
    opening = Token("box_title_open", "summary" if folded else "p", 1, block=True, map=[line, line + 1])
    if not folded:
        opening.attrs = {"class": "admonition-title"}
    words = Token("inline", "", 0, content=title, map=[line, line + 1], children=[])
    return [opening, words, Token("box_title_close", "summary" if folded else "p", -1, block=True)]


def _alerts(state: StateCore) -> None:
    """Makes each quotation that begins with `[!NOTE]` a box."""
    tokens: list[Token] = []
    depth: list[Any] = []  # for each open quotation whether it is a box
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        if token.type == "blockquote_open":
            alert = _alert(state, index)
            depth.append(alert)
            if alert:
                kind, title, line = alert
                tokens.append(
                    Token("box_open", "div", 1, block=True, map=token.map, attrs={"class": f"admonition {kind}"})
                )
                tokens += _title_tokens(title, False, line)
                if not state.tokens[index + 2].content:  # nothing of the first paragraph is left
                    index += 4
                    continue
            else:
                tokens.append(token)
        elif token.type == "blockquote_close" and depth.pop():
            tokens.append(Token("box_close", "div", -1, block=True))
        else:
            tokens.append(token)
        index += 1
    state.tokens = tokens


def _alert(state: StateCore, index: int) -> tuple[str, str, int] | None:
    """Kind, title and line of the box that a quotation is; its first line is taken out."""
    if index + 2 >= len(state.tokens) or state.tokens[index + 1].type != "paragraph_open":
        return None
    words = state.tokens[index + 2]
    match = _ALERT.match(words.content)
    if match is None:
        return None
    line = words.map[0] if words.map else 0
    written = match["kind"]
    kind = _KINDS.get(written.lower(), "")
    if not kind:
        message = f"no box is called {written}"
        note(state.env, line, match[0].rstrip("\n"), "bad-markdown", message, f"kinds are {', '.join(TITLES)}")
    words.content = words.content[match.end() :]
    words.map = [line + 1, words.map[1] if words.map else line + 1]
    return kind or "note", match["title"].strip() or _default_title(written, kind), line
