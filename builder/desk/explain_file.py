"""`briefings refresh --explain FILE`: how a file of data is understood, as text and as JSON. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from builder.desk import problem_report
from builder.numbers.files import sources_yml
from builder.numbers.files.data_layout import DECLARATION
from builder.numbers.sources.source import Source
from builder.numbers.sources.tables import file_explanation
from builder.numbers.sources.tables.file_explanation import FileExplanation
from builder.settings.settings import read_settings


def report(config: Path, file: str, only: Iterable[str] = (), *, style: str, say: Callable[[str], None]) -> int:
    """Say how a file is understood, in one of `FORMATS`. Returns the exit status: 1 if something is wrong with the file."""
    explanation = explain(config, file, only)
    say(FORMATS[style](explanation, config.parent))
    return 1 if explanation.problems else 0


def explain(config: Path, file: str, only: Iterable[str] = ()) -> FileExplanation:
    """How a file is understood, as sources.yml declares it if a source names it there. `only` may name the set of the file.

    `file` is a path from the project's folder. Raises Failed if the settings or sources.yml are wrong; what is wrong with
    the file is in the result.
    """
    root, only = config.parent, tuple(only)
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(root.absolute()):
        path = path.relative_to(root.absolute())
    file = path.as_posix()
    return file_explanation.explain_file(file, root, _declared(config, file, only), only)


def _declared(config: Path, file: str, only: tuple[str, ...]) -> Source | None:
    """The source that sources.yml declares for a file; None if it declares none, or there is no project."""
    if not config.is_file():
        return None
    settings = read_settings(config)
    declaration = settings.data_dir / DECLARATION
    if not declaration.is_file():
        return None
    declarations = sources_yml.load(declaration, f"{settings.data_path}/{DECLARATION}")
    sources = [declared.source for set_name, declared in declarations.items() if not only or set_name in only]
    declaring = [source for source in sources if source and file_explanation.is_of(file, source)]
    # The most specific: `exports/index-{code}.csv` before `exports/{code}.csv`, and a path without {code} before both.
    return max(declaring, key=lambda source: len(source.location.replace("{code}", "")), default=None)


def text(explanation: FileExplanation, root: Path) -> str:
    """The explanation for a person."""
    reading = explanation.reading
    lines = [f"{explanation.file}: read as {explanation.set}"]
    said = (reading.format, reading.encoding, reading.separator and f"{reading.separator} between cells")
    if any(said):
        sheet = f"sheet {reading.sheet}" if reading.sheet else ""
        lines.append("format: " + ", ".join(words for words in (*said, sheet) if words))
    if explanation.columns:
        numbers = ", ".join(str(line) for line in reading.heading_lines)
        lines.append(f"headings{f' in line {numbers}' if numbers else ''}:")
    for heading, column, form in explanation.columns:
        lines.append(f"  {heading or '(blank)'} → {column or 'not used'}{f' ({form})' if form else ''}")
    if explanation.sample:
        lines.append(f"{problem_report.count(explanation.row_count, 'row')}:")
    for line, cells in explanation.sample:
        lines.append(f"  {line}: " + ", ".join(f"{name} {cell}" for name, cell in cells.items()))
    if reading.left_out:
        lines.append("left out:")
    lines += [f"  {row.line}: {row.text} ({row.reason})" for row in reading.left_out]
    return "\n".join(lines + ([problem_report.text(explanation.problems, root)] if explanation.problems else []))


def as_json(explanation: FileExplanation, root: Path) -> str:
    """The explanation as one JSON object."""
    reading = explanation.reading
    value = {
        "file": explanation.file,
        "set": explanation.set,
        "format": reading.format,
        "encoding": reading.encoding,
        "separator": reading.separator,
        "sheet": reading.sheet,
        "heading_lines": reading.heading_lines,
        "columns": [column._asdict() for column in explanation.columns],
        "rows": explanation.row_count,
        "sample": [{"line": line, **cells} for line, cells in explanation.sample],
        "left_out": [row._asdict() for row in reading.left_out],
        "problems": json.loads(problem_report.as_json(explanation.problems, root)),
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[FileExplanation, Path], str]] = {"text": text, "json": as_json}
