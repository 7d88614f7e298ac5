"""A fund's reports of what it held: the tests of their file and of their measures share them."""

from __future__ import annotations

from tests.numbers.folder import FUND, HISTORY

FILE = "allocation/990001.csv"
REPORTS = """date,kind,name,weight,announced
2023-09-30,holding,示例图芯,0.0900,2023-10-25
2023-09-30,sector,制造业,0.61,2023-10-25
2023-12-31,holding,示例网芯,0.0512,2024-01-19
2023-12-31,holding,示例图芯,0.0834,2024-01-19
"""


def files(reports: str) -> dict[str, str]:
    """A data folder with these reports of its one fund."""
    return {"funds.csv": FUND, "nav/990001.csv": HISTORY, FILE: reports}
