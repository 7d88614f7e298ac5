"""Lists of definitions: a term, and below it `: what it means`. Used by `parser`.

The plugin reads `~ …` as a definition, too; for authors `~ 10%` is about ten per cent, so here it is not.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.deflist import deflist_plugin

from builder.words.syntax.faults import note


def definitions_plugin(md: MarkdownIt) -> None:
    """Makes a parser read lists of definitions."""
    md.use(deflist_plugin)
    read = next(rule for rule in md.block.ruler.getRules("") if rule.__name__ == "deflist")

    def definitions(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
        below = start_line + 1 + (start_line + 1 < end_line and state.isEmpty(start_line + 1))
        if _is_about(state, start_line if silent else below) or not read(state, start_line, end_line, silent):
            return False
        for line in () if silent else range(below, state.line):
            if _is_about(state, line):
                message, hint = "this line would lose its ~: it follows a definition", "write \\~ for the sign itself"
                note(state.env, line, "~", "bad-markdown", message, hint)
        return True

    md.block.ruler.at("deflist", definitions, {"alt": ["paragraph", "reference", "blockquote"]})


def _is_about(state: StateBlock, line: int) -> bool:
    """Whether a line begins with `~` and a blank."""
    if line >= state.lineMax:
        return False
    start = state.bMarks[line] + state.tShift[line]
    return state.src[start : start + 2] in ("~ ", "~\t")
