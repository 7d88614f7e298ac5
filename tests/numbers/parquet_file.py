"""Parquet files of a test's own columns."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
from pyarrow import parquet


def packed(columns: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def parquet_of(**changed: Any) -> bytes:
    dates = pa.array(["2024-01-03", "2024-01-02", "2024-01-02", "2024-01-03"]).cast(pa.date32())
    columns = {"code": ["990002", "990001", "990002", "990001"], "date": dates, "nav": [2.2, 1.0, 2.0, 1.1]}
    return packed({**columns, **changed})
