"""The cells above and below one in its column, for what the audit says of it. `row_check` uses it."""

from __future__ import annotations

from builder.numbers.files.exact_history_csv import HistoryRow


def beside(rows: list[HistoryRow], position: int, column: str) -> str:
    """The cells of the rows around one, with their dates, in brackets; "" where these have none."""
    around = {"before": rows[position - 1 : position], "behind": rows[position + 1 : position + 2]}
    cells = [
        f"{where} {row.cells[column].text or 'blank'} ({row.date.text})"
        for where, neighbours in around.items()
        for row in neighbours
        if column in row.cells and row.date is not None
    ]
    return f" ({', '.join(cells)})" if cells and column != "date" else ""
