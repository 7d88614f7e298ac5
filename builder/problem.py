"""Problems: mistakes in texts, data or settings, with their place and what would be right. Every room reports them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

# Every id, with its title in docs/problems.md. A test compares the two.
IDS: dict[str, str] = {
    # files
    "not-text": "The file is not UTF-8 text",
    "too-large": "The file is too large",
    "symlink": "A symbolic link",
    "unsafe-path": "A path that could lead outside its folder",
    "unreadable": "The file cannot be read",
    "reserved-character": "A character that the builder reserves",
    "not-a-page": "A text that becomes no page",
    "no-pages": "A site without pages",
    "unwritable": "A file or folder cannot be written",
    "stale-file": "A file on the site that no build remembers",
    "file-exists": "A file that is there already",
    "not-an-article": "A file that holds no article",
    "disk-error": "The operating system refuses",
    "bad-settings": "A setting in mkdocs.yml is wrong",
    "not-empty": "The folder is not empty",
    "bad-style-sheet": "A style sheet of the site's own is wrong",
    "bad-template": "A template of the site's own is wrong",
    "unused-template": "A template that changes nothing",
    # front matter
    "front-matter": "The front matter is missing, unclosed or not YAML",
    "unknown-key": "An unknown key",
    "missing-key": "A required key is missing",
    "bad-value": "A value of the wrong kind",
    "bad-date": "Not a date",
    "duplicate-key": "A key that is given twice",
    "duplicate-slug": "Two pages with the same address",
    "bad-descriptions": "`descriptions.yml` is wrong",
    # text
    "too-deep": "Lists or quotations nested too deeply",
    "unclosed-fence": "A fence that is never closed",
    "slot-in-heading": "A number, claim or cashtag in a heading or title",
    "bad-expression": "An expression that cannot be read",
    "bad-claim": "The words of a claim contradict its expression",
    "bad-cashtag": "A cashtag that cannot be read",
    "bad-fence": "A chart or funds block that cannot be read",
    "missing-image": "An image that does not exist",
    "bad-translation": "A translation of no page, or of one in the same language",
    "image-outside": "An image outside the content folder",
    "bad-document": "A file that is not the document that its name says",
    "bad-picture": "A file that is no picture",
    "bad-link": "A link that leads nowhere",
    "bad-html": "HTML that a page cannot hold",
    "bad-markdown": "Signs that Markdown does not read",
    "bad-footnote": "A footnote that nobody would read",
    "bad-table": "A table that would lose cells",
    "no-text-alternative": "A figure without a caption or text alternative",
    # names
    "unknown-series": "No such fund, index or stock",
    "ambiguous-series": "A code that several instruments share",
    "name-mismatch": "The name in a cashtag is not the fund's",
    "unknown-measure": "No such measure",
    "unknown-window": "No such window",
    "unknown-format": "No such format",
    "measure-not-applicable": "A measure that this kind of instrument does not have",
    # numbers
    "no-answer": "The data hold no such number",
    "false-claim": "The data contradict a claim",
    "restated": "The data now contradict a published number",
    "bad-ledger": "A record of published numbers that cannot be read",
    "chart-failed": "A chart could not be drawn",
    "vega-failed": "The module for charts with parameters could not be built",
    # data files
    "missing-data": "A required data file is missing",
    "bad-header": "A data file with the wrong columns",
    "bad-cell": "A cell that does not fit its column",
    "duplicate-date": "A date that a history has twice",
    "duplicate-code": "A code that a catalogue has twice",
    "empty-data": "A data file without rows",
    "money-fund": "A money-market fund whose history is not of its income",
    "undeclared-split": "A split that nobody declared",
    "contradicting-data": "Columns that cannot all be true",
    "unknown-data": "A data file that belongs to no set",
    "unknown-history": "A history whose instrument is not in the catalogue",
    # sources
    "unknown-fetcher": "No such fetcher",
    "missing-library": "A required library is not installed",
    "fetch-failed": "A source could not be fetched",
    "not-data": "Something else instead of data",
    "ambiguous-date": "Dates in which day and month cannot be told apart",
    "ambiguous-number": "Numbers in which a comma may be a decimal comma or separate thousands",
    "shrunken-data": "Less data than before",
    "unjoined-data": "A piece that does not go on",
    "busy": "Another process is at work",
    "unfinished-refresh": "A refresh was interrupted or is running",
    # preview and search
    "cannot-listen": "The preview cannot listen",
    "broken-index": "The search index cannot be read",
}


MOST_IN_FILE = 1000  # problems that a reader of a file collects: then it gives up
_LONGEST = 1500  # characters of a message
# The user and password of a URL, and its query; the lengths are limits of time.
_USER = re.compile(r"(://)([^\s/?#@\"'<>]{1,500}+)@")
_QUERY = re.compile(r"(://[^\s?#\"'<>]{0,2000}+\?)([^\s#\"'<>]+)")


def without_secrets(text: str) -> str:
    """A text with `*` for the users, passwords and query values in its URLs; of the same length, so that columns stay."""

    def query(match: re.Match[str]) -> str:
        return match[1] + re.sub(r"(^|[&;])([\w.~-]*=)?([^&;]*)", _masked_value, match[2])

    return _QUERY.sub(query, _USER.sub(lambda match: match[1] + "*" * len(match[2]) + "@", text))


def _masked_value(match: re.Match[str]) -> str:
    return match[1] + (match[2] or "") + "*" * len(match[3])


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong, at its place, with what would be right."""

    path: str = ""  # POSIX, from the project's root, e.g. "content/briefings/2024/2024-02-20-sora.md"
    line: int = 0  # 1-based; 0 for the whole file
    column: int = 0  # 1-based, in characters
    length: int = 1  # how many characters are wrong
    id: str  # a key of `IDS`, e.g. "unknown-series"
    message: str
    hint: str = ""  # what would be right

    def __post_init__(self) -> None:
        if self.id not in IDS:
            raise ValueError(f"no problem has the id {self.id}")
        for name in ("path", "message", "hint"):
            text = getattr(self, name)
            if len(text) > _LONGEST:  # a cell or a header may be of any length
                object.__setattr__(self, name, text := text[:_LONGEST] + "…")
            if "://" in text:
                object.__setattr__(self, name, without_secrets(text))

    def at(self, *, path: str, line: int, column: int = 0, length: int = 1) -> Problem:
        """The same problem at another place."""
        return replace(self, path=path, line=line, column=column, length=length)

    def within(self, *, path: str, line: int, column: int, length: int) -> Problem:
        """The same problem in a mark that begins at this place. A line of its own is counted from the mark's line. A problem
        that has a file already, e.g. a template's, stays there."""
        if self.path:
            return self
        if not self.line:
            return self.at(path=path, line=line, column=column, length=length)
        return replace(self, path=path, line=line + self.line)

    def overlaps(self, other: Problem) -> bool:
        """Whether two problems of a file are about the same characters of a line."""
        if self.line != other.line:
            return False
        return self.column < other.column + other.length and other.column < self.column + self.length


class Failed(Exception):
    """A step cannot go on. Carries every problem that it found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.path}:{problem.line}: {problem.id}" for problem in self.problems))

    def __reduce__(self) -> tuple[type[Failed], tuple[tuple[Problem, ...]]]:
        # Without this a worker process would send the message alone, and the problems would be lost.
        return Failed, (self.problems,)


def too_many(path: str, line: int, most: int = MOST_IN_FILE) -> Problem:
    """What stands after the last of so many problems."""
    message = f"after {most:,} problems the rest of the file was not looked at"
    return Problem(id="too-large", path=path, line=line, message=message)


def refuse_large(number: int, limit: int, what: str, path: str) -> None:
    """Raises Failed for a file that has more of something, e.g. "bytes", than is the limit."""
    if number > limit:
        raise Failed([Problem(id="too-large", path=path, message=f"{number:,} {what}; {limit:,} are the limit")])


def shortened(problems: Iterable[Problem], most: int) -> list[Problem]:
    """The first problems of each file; in place of the others one that counts them, e.g. "and 3,914 more in this file"."""
    shown: list[Problem] = []
    counts: dict[str, int] = {}
    last: dict[str, int] = {}  # where the last shown problem of a file is
    for problem in problems:
        counts[problem.path] = counts.get(problem.path, 0) + 1
        if counts[problem.path] <= most:
            last[problem.path] = len(shown)
            shown.append(problem)
    for path, position in last.items():
        if more := counts[path] - most if counts[path] > most else 0:
            problem = shown[position]
            shown[position] = replace(problem, message=f"{problem.message}; and {more:,} more problems in this file")
    return shown
