"""The cells above and below one in its column, for what is wrong with it. `row_check` and `table_conversion` use it."""

from __future__ import annotations

from builder.numbers.files.exact_history_csv import HistoryRow


def beside(above: str, below: str) -> str:
    """The texts of the cells around one, in brackets; "" where these have none."""
    named = [f"{where} {text}" for where, text in (("above", above), ("below", below)) if text]
    return f" ({', '.join(named)})" if named else ""


def rows_beside(rows: list[HistoryRow], position: int, column: str) -> str:
    """The cells of the rows around one, with their dates; "" for dates themselves."""

    def shown(neighbours: list[HistoryRow]) -> str:
        return "".join(
            f"{row.cells[column].text or 'blank'} ({row.date.text})"
            for row in neighbours
            if column in row.cells and row.date is not None and column != "date"
        )

    return beside(shown(rows[max(position - 1, 0) : position]), shown(rows[position + 1 : position + 2]))
