"""What is wrong with what an author or a data file says: where, what, and what would be right. Flows out of every stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

# Every id there is, with its title in docs/problems.md. A test holds the two together.
IDS: dict[str, str] = {
    # files
    "not-text": "The file is not UTF-8 text",
    "too-large": "The file is too large",
    "symlink": "A symbolic link",
    "unreadable": "The file cannot be read",
    "reserved-character": "A character that the builder keeps for itself",
    "unwritable": "A file or folder cannot be written",
    "bad-settings": "A setting in mkdocs.yml is wrong",
    # front matter
    "front-matter": "The front matter is missing, unclosed or not YAML",
    "unknown-key": "A key that means nothing here",
    "missing-key": "A key that must be there",
    "bad-value": "A value of the wrong kind",
    "bad-date": "Not a date",
    "duplicate-key": "The same key twice",
    "duplicate-slug": "Two pages want the same address",
    # text
    "too-deep": "Lists or quotations nested too deeply",
    "unclosed-fence": "A fence that is never closed",
    "slot-in-heading": "A number, claim or cashtag in a heading or title",
    "bad-expression": "An expression that cannot be read",
    "bad-cashtag": "A cashtag that cannot be read",
    "bad-fence": "A chart or funds block that cannot be read",
    "missing-image": "An image that is not there",
    "image-outside": "An image outside the content folder",
    "bad-link": "A link to a page that is not there",
    "no-text-alternative": "A figure without caption or text alternative",
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
    "restated": "The data have come to contradict a published number",
    "bad-ledger": "A record of published numbers that cannot be read",
    "chart-failed": "A chart could not be drawn",
    "vega-failed": "The module for charts with parameters could not be built",
    # data files
    "missing-data": "A data file that must be there",
    "bad-header": "A data file with the wrong columns",
    "bad-cell": "A cell that is not what its column holds",
    "duplicate-date": "The same date twice in a history",
    "duplicate-code": "The same code twice in a catalogue",
    "empty-data": "A data file without rows",
    "unknown-data": "A table among the data files that belongs to no set",
    "unknown-history": "A history of an instrument that the catalogue lacks",
    # sources
    "unknown-fetcher": "No such fetcher",
    "missing-library": "A library that must be installed",
    "fetch-failed": "A source that does not answer as it should",
    "not-data": "A web page where data should be",
    "ambiguous-date": "Dates that do not tell the day from the month",
    "shrunken-data": "Less than there was before",
    "unfinished-refresh": "A refresh that was interrupted",
    # search
    "broken-index": "The search index cannot be read",
}


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong, at its place."""

    path: str = ""  # POSIX, from the project's root, e.g. "content/briefings/2024/2024-02-20-sora.md"
    line: int = 0  # 1-based; 0 where the whole file is meant
    column: int = 0  # 1-based, in characters
    length: int = 1  # how many characters are wrong
    id: str
    message: str
    hint: str = ""  # what would be right

    def __post_init__(self) -> None:
        if self.id not in IDS:
            raise ValueError(f"no problem has the id {self.id}")

    def at(self, *, path: str, line: int, column: int = 0, length: int = 1) -> Problem:
        """The same problem, placed."""
        return replace(self, path=path, line=line, column=column, length=length)

    def within(self, *, path: str, line: int, column: int, length: int) -> Problem:
        """The same problem, placed in a mark that begins there; its own line, if it has one, counts from the mark's."""
        if not self.line:
            return self.at(path=path, line=line, column=column, length=length)
        return replace(self, path=path, line=line + self.line)


class Failed(Exception):
    """A stage could not go on. Carries all that it found wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.path}:{problem.line}: {problem.id}" for problem in self.problems))

    def __reduce__(self) -> tuple[type[Failed], tuple[tuple[Problem, ...]]]:
        # An exception is sent from a worker by its message alone, unless it says what it is made of.
        return Failed, (self.problems,)
