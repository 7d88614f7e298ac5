"""The same data of two funds as single files, as a long CSV and as a long Parquet table; and Parquet of any columns."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
from pyarrow import parquet

CATALOGUE = "code,name\n990001,甲\n990002,乙\n"
SINGLE_FILES = {
    "nav/990001.csv": "date,nav\n2024-01-02,1.0\n2024-01-03,1.1\n",
    "nav/990002.csv": "date,nav\n2024-01-02,2.0\n2024-01-03,2.2\n",
}
LONG_CSV = "code,date,nav\n990002,2024-01-03,2.2\n990001,2024-01-02,1.0\n990002,2024-01-02,2.0\n990001,2024-01-03,1.1\n"


def parquet_bytes(columns: dict[str, Any]) -> bytes:
    """A Parquet file of these columns."""
    file = io.BytesIO()
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def long_parquet(**changed: Any) -> bytes:
    """The long Parquet table of the two funds, with these columns changed or added."""
    dates = pa.array(["2024-01-03", "2024-01-02", "2024-01-02", "2024-01-03"]).cast(pa.date32())
    columns = {"code": ["990002", "990001", "990002", "990001"], "date": dates, "nav": [2.2, 1.0, 2.0, 1.1]}
    return parquet_bytes({**columns, **changed})
