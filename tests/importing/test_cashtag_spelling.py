"""Every spelling of a cashtag is written in the usual one."""

from __future__ import annotations

import pytest

from builder.importing.cashtag_spelling import with_usual_cashtags
from builder.model import Directory, Instrument

DIRECTORY = Directory(
    instruments={"fund:990101": Instrument(id="fund:990101", code="990101", name="示例基金A")},
)


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("$示例基金A(OTCFUND|990101)$", "$示例基金A(OTCFUND|990101)$"),
        ("＄示例基金A（OTCFUND｜990101）＄", "$示例基金A(OTCFUND|990101)$"),
        ("$示例基金A(F990101)$", "$示例基金A(OTCFUND|990101)$"),
        ("$示例基金A(990101.OF)$", "$示例基金A(OTCFUND|990101)$"),
        ("$示例基金A(990101)$", "$示例基金A(OTCFUND|990101)$"),
        ("示例基金A（990101）", "$示例基金A(OTCFUND|990101)$"),
        ("$贵州茅台(sh600519)$", "$贵州茅台(SH600519)$"),
        ("$NVIDIA (NVDA.US)$", "$NVIDIA(NVDA.US)$"),
        ("$别的基金(990999)$", "$别的基金(990999)$"),
        ("别的基金(990101)", "别的基金(990101)"),
        ("花了 $5 and $6", "花了 $5 and $6"),
        ("`$示例基金A(990101)$`", "`$示例基金A(990101)$`"),
    ],
)
def test_a_spelling_becomes_the_usual_one(written: str, usual: str) -> None:
    assert with_usual_cashtags(written, DIRECTORY) == usual
    assert with_usual_cashtags(usual, DIRECTORY) == usual
