"""HTML in a page's Markdown: tags that a page can hold stay, every other `<` is the author's word. Used by `parser`.

A tag counts only where its name is one of HTML's: `PE<PB 且 ROE>15%` is a sentence. What the sanitiser would take out is
noted, and so is a tag that is never closed, so that nothing of an author's is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from builder.html_tokens import HOLE
from builder.link_target import leads_elsewhere
from builder.words.sanitise import TAGS, loss
from builder.words.syntax.code import note_code
from builder.words.syntax.faults import LINE, Fault, add, is_full, note_inline

# Names of elements that no page may hold. Any other name, such as PB or NVDA, is no tag.
_REFUSED = re.compile(
    "address|area|applet|article|aside|audio|base|bdi|bdo|big|blink|body|button|canvas|center|col|colgroup|data|datalist|dfn|dialog|dir"
    "|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|head|header|hgroup|html|iframe|input|label|legend|link|main|map"
    "|marquee|math|menu|meta|meter|nav|nobr|noembed|noframes|noscript|object|optgroup|option|output|param|picture|plaintext|portal"
    "|progress|rp|rt|ruby|samp|script|search|section|select|slot|source|strike|style|svg|template|textarea|time|title|track|tt|var|video"
    "|wbr|xmp"
)
_ATTRIBUTE = r"""\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?:{_ATTRIBUTE})*+)\s*+/?+>", re.ASCII
)
_ATTRIBUTES = re.compile(
    r"""(?<!\s)\s++([A-Za-z_:][\w:.-]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+""", re.ASCII
)
_DEEPEST = 24  # levels of HTML in HTML
_COMMENT_END = "last comment end"
# Tags that begin a block of HTML, which ends at a blank line, or for <pre> at its end.
_BLOCK_START = re.compile(
    r"</?(blockquote|caption|dd|details|div|dl|dt|h[1-6]|hr|li|ol|p|pre|summary|table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s>/]|$)",
    re.IGNORECASE,
)
_VOID = frozenset(("br", "hr", "img"))
_ESCAPE_HINT = "write \\< where the sign itself is meant"


class _Tag(NamedTuple):
    """A tag that an author wrote."""

    line: int  # of the Markdown, where the text begins
    text: str
    match: re.Match[str]  # in the text

    @property
    def name(self) -> str:
        return self.match["name"].lower()


def raw_html_plugin(md: MarkdownIt) -> None:
    """Makes a parser read HTML as this site does."""
    md.inline.ruler.at("html_inline", _html_inline)
    md.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    md.core.ruler.push("balanced-html", _note_unbalanced)
    md.add_render_rule("html_block", _render_block)


def html_lines(tokens: Sequence[Token]) -> list[int]:
    """The lines of the Markdown in which a page has tags of its author's."""
    lines = []
    for token in tokens:
        if token.type == "html_block" and token.map:
            lines.append(token.map[0])
        lines += [child.meta[LINE] for child in token.children or () if child.type == "html_inline"]
    return lines


def _render_block(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A block of HTML in which every `<` that begins no tag is escaped, and comments are left out."""
    content = tokens[index].content
    pieces: list[str] = []
    done = 0
    for start, end, tag in tags_and_comments(content):
        pieces += [content[done:start].replace("<", "&lt;"), tag[0] if tag else ""]
        done = end
    return "".join([*pieces, content[done:].replace("<", "&lt;")])


def _tag_at(text: str, start: int, end: int | None = None) -> re.Match[str] | None:
    """The tag that begins here, if its name is one of HTML's."""
    match = _TAG.match(text, start, len(text) if end is None else end)
    return match if match and _is_html(match["name"].lower()) else None


def _is_html(name: str) -> bool:
    return name in TAGS or _REFUSED.fullmatch(name) is not None


def _comment_end(text: str, start: int, end: int) -> int:
    close = text.find("-->", start + 2, end)  # `<!-->` is a whole comment
    return close + 3 if close >= 0 else -1


def _html_inline(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "<":
        return False
    if state.src.startswith("<!--", start):
        return _comment(state, silent)
    tag = _tag_at(state.src, start, state.posMax)
    if tag is None:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = tag[0]
        token.meta = {LINE: state.env[LINE], "offset": start}
        if tag["name"].lower() == "a":
            state.linkLevel += -1 if tag["close"] else 1
    state.pos = tag.end()
    return True


def _comment(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.html_terminator_last("-->") < start + 2:  # asked once for each text
        if not silent:
            message = "this comment is not closed in its paragraph"
            note_inline(state, start, start + 4, "bad-html", message, "close it with -->, or write \\<!--")
        return False
    state.pos = _comment_end(state.src, start, len(state.src))
    if not silent:
        note_code(state, start)
    return True


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or state.src[start : start + 1] != "<":
        return False
    line = state.src[start : state.eMarks[start_line]]
    if line.startswith("<!--"):
        last = _comment_lines(state, start_line, end_line, start)
    else:
        begin = _BLOCK_START.match(line)
        last = _block_lines(state, start_line, end_line, begin[1].lower()) if begin else None
    if last is None:
        return False
    if silent:
        return True
    state.line = last
    token = state.push("html_block", "", 0)
    token.map = [start_line, last]
    token.content = state.getLines(start_line, last, state.blkIndent, True)
    return True


def _comment_lines(state: StateBlock, start_line: int, end_line: int, start: int) -> int | None:
    """The line behind a comment that begins a block; None where it is not closed."""
    if _COMMENT_END not in state.env:
        state.env[_COMMENT_END] = state.src.rfind("-->")
    if state.env[_COMMENT_END] < start + 2:
        return None
    close = state.src.find("-->", start + 2)
    line = start_line
    while line < end_line and state.eMarks[line] < close:
        line += 1
    return line + 1 if line < end_line else None


def _block_lines(state: StateBlock, start_line: int, end_line: int, name: str) -> int:
    """The line behind a block of HTML: a blank one, or for `<pre>` the one behind its end."""
    line = start_line
    while line < end_line:
        text = state.src[state.bMarks[line] : state.eMarks[line]]
        if name == "pre":
            if "</pre>" in text.lower():
                return line + 1
        elif not text.strip():
            return line
        if line > start_line and state.sCount[line] < state.blkIndent and text.strip():
            return line
        line += 1
    return line


def _note_unbalanced(state: StateCore) -> None:
    """Notes each tag that the sanitiser would take out, that is never closed, or that closes nothing."""
    in_blocks: list[_Tag] = []
    for token in state.tokens:
        if token.type == "inline":
            _note_in(state.env, _inline_tags(token))
        elif token.type == "html_block" and token.map:
            in_blocks += [_Tag(token.map[0], token.content, tag) for tag in _tags(token.content)]
    _note_in(state.env, in_blocks)


def _inline_tags(inline: Token) -> list[_Tag]:
    return [
        _Tag(child.meta[LINE], inline.content, tag)
        for child in inline.children or ()
        if child.type == "html_inline" and (tag := _tag_at(inline.content, child.meta["offset"]))
    ]


def _tags(text: str) -> Iterator[re.Match[str]]:
    return (tag for _, _, tag in tags_and_comments(text) if tag)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each comment in a block of HTML."""
    return ((start, end) for start, end, tag in tags_and_comments(text) if tag is None)


def tags_and_comments(text: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Start and end of each tag and each comment in a block of HTML; a comment has no match."""
    start = text.find("<")
    while start >= 0:
        end = _comment_end(text, start, len(text)) if text.startswith("<!--", start) else -1
        if end >= 0:
            yield start, end, None
        elif tag := _tag_at(text, start):
            end = tag.end()
            yield start, end, tag
        start = text.find("<", max(end, start + 1))


def _note_in(env: Any, tags: Sequence[_Tag]) -> None:
    """Notes what is wrong with these tags: those of one paragraph, or of all blocks of HTML."""
    opened: list[_Tag] = []
    for tag in tags:
        if tag.match["close"] and opened and opened[-1].name == tag.name:
            opened.pop()  # what is wrong with it was told where it opens
            continue
        if wrong := _wrong(tag.match):
            _note(env, tag, *wrong)
        if tag.name in _VOID:
            continue
        if not tag.match["close"]:
            opened.append(tag)
            if len(opened) == _DEEPEST:
                _note(env, tag, "HTML is nested too deeply here", f"at most {_DEEPEST} levels are read")
        elif not wrong:
            _note(env, tag, f"{tag.match[0]} closes nothing that is open here", f"open it before; {_ESCAPE_HINT}")
    for tag in opened:
        if not _wrong(tag.match):
            hint = f"close it with </{tag.name}>; {_ESCAPE_HINT}"
            _note(env, tag, f"{tag.match[0]} is never closed", hint)


def _wrong(tag: re.Match[str]) -> tuple[str, str] | None:
    """Message and hint where the sanitiser would take something of a tag out."""
    name = tag["name"].lower()
    if name not in TAGS:
        return f"<{name}> cannot stand in a page", f"write Markdown instead; {_ESCAPE_HINT}"
    seen: set[str] = set()
    for attribute, double, single, bare in _ATTRIBUTES.findall(tag["attributes"]) if not tag["close"] else ():
        if attribute.lower() in seen:
            return f"<{name}> has {attribute} twice", "keep one of them"
        seen.add(attribute.lower())
        value = unescape(double or single or bare)
        if (name, attribute.lower()) == ("a", "href") and not leads_elsewhere(value):
            return f"{value or 'nothing'} is a page of this site", "write [words](file.md), so that the link is checked"
        if (name, attribute.lower()) == ("img", "src") and not HOLE.fullmatch(value):
            return "this picture cannot be read", f"write ![what it shows](name.png); {_ESCAPE_HINT}"
        if reason := loss(name, attribute.lower(), value):
            return f"{attribute} of <{name}> {reason}", f"take it out; {_ESCAPE_HINT}"
    return None


def _note(env: Any, tag: _Tag, message: str, hint: str) -> None:
    if is_full(env):
        return
    start, text = tag.match.start(), tag.text
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    add(
        env,
        Fault(
            line=tag.line + text.count("\n", 0, start),
            words=text[line_start : line_end if line_end >= 0 else len(text)],
            offset=start - line_start,
            length=len(tag.match[0].split("\n")[0]),
            id="bad-html",
            message=" ".join(message.split()),
            hint=hint,
        ),
    )
