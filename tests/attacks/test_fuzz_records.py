"""Generated records at the doors of what lies beside content: ledgers, journals, memories, settings, and what processes answer."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builder.blocks.charts.custom import json_positions, script_runner, vega_rules
from builder.blocks.charts.drawing import drawing_process
from builder.desk import install, source_memory
from builder.desk.source_memory import SourceMemory
from builder.desk.verify import verify
from builder.model import Ask
from builder.output.written_files import WrittenFiles
from builder.settings.validation import validate
from builder.site_build.ledger import decode_ledger, encode_ledger, point_names
from builder.words.media.svg_sanitiser import sanitised
from tests.attacks.hostile_text import budget, obeyed, records, texts, values
from tests.site import SETTINGS

ENTRY = {
    "ask": {"series": "fund:990101", "measure": "return", "window": "1y", "as_of": "2024-02-19"},
    "value": 0.05,
    "unit": "ratio",
    "from": "2023-02-17",
    "to": "2024-02-19",
    "through": "2024-02-19",
    "seen": "9f86d081",
    "recorded": "2024-02-20",
}
LINE = ENTRY | {"levels": [1.0, 1.05], "steps": [367]}
SHARES = {name: value for name, value in ENTRY.items() if name != "from"} | {
    "levels": [1.0, 0.5],
    "names": ["甲", "乙"],
}
SPEC = {
    "data": {"values": [{"a": 1, "b": "甲"}]},
    "datasets": {"x": [{"a": 1}]},
    "mark": {"type": "bar"},
    "params": [{"name": "p", "expr": "1"}],
    "transform": [{"filter": "datum.a > 1"}, {"fold": ["a"], "as": ["k", "v"]}],
    "encoding": {"x": {"field": "a", "type": "quantitative", "scale": {"type": "log"}}},
}


@budget(600)
@given(records([[ENTRY], [LINE, SHARES]], [*LINE, "names", "as_of", "2024-02-19"]))
def test_a_ledger_is_read_or_told(text: str) -> None:
    entries: dict[Ask, Any] = {}
    obeyed(lambda: entries.update(decode_ledger(text, "ledger/a.json")), text, path="ledger/a.json")
    for ask, entry in entries.items():  # what is accepted can be used
        hash(ask)
        if "levels" in entry:
            point_names(entry)
    encode_ledger(entries.values())


def test_a_journal_that_is_none_undoes_nothing(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    (data / "nav").mkdir(parents=True)
    cache.mkdir()
    (data / "nav/a.csv").write_text("date,nav\n")
    (tmp_path / "outside").write_text("x")
    name = install._name_of(data)
    sample = {"data": name, "replaced": {"nav/a.csv": "0" * 32}, "added": {"../outside": "x"}}
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    @budget(400)
    @given(records([sample], ["data", "replaced", "added", name, "../outside", "nav/a.csv"]))
    def law(text: str) -> None:
        (cache / install._JOURNAL).write_text(text)
        (data / install.UNFINISHED).write_text("")
        obeyed(lambda: install.restore(data, cache), text)
        assert {path: path.read_bytes() for path in before if path.is_file()} == before

    law()


def test_memories_that_are_none_are_forgotten(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    urls = {"https://a.b/c": {"etag": '"x"'}}
    samples = [
        {"successes": {"nav": "2024-02-20"}, "seals": {"nav": {"of": "0", "urls": urls}}},
        {"interrupted": False, "files": {"index.html": ["0", 1, 2]}},
        {"files": {"index.html": "0"}, "incomplete": False},
    ]

    @budget(400)
    @given(
        records(
            samples, ["successes", "seals", "urls", "of", "files", "interrupted", "incomplete", "../x", "\0", "x" * 400]
        )
    )
    def law(text: str) -> None:
        for name in (source_memory._MEMORY, "written.json", "site/build.json"):
            (tmp_path / name).write_text(text)
        obeyed(lambda: SourceMemory.read(tmp_path), text)
        obeyed(lambda: WrittenFiles(tmp_path / "written.json"), text)
        obeyed(lambda: verify(tmp_path / "site"), text)

    law()


def test_a_status_is_read_or_left(tmp_path: Path) -> None:
    @budget(300)
    @given(texts(["set,since,last_success,last_attempt,reason\nnav,2024-02-20,2024-02-19,2024-02-20,x\n"]))
    def law(text: str) -> None:
        (tmp_path / "status.csv").write_bytes(text.encode())
        obeyed(lambda: source_memory.read(tmp_path), text)

    law()


@budget(500)
@given(texts([SETTINGS, f"{SETTINGS}"
              "      refresh: {hosts: [a.b], seconds: 3}\n      topics: {甲: jia}\n      latest: 3\n"],
             ["INHERIT: a.yml", "!ENV X",
              "nav:", "- briefings", "plugins:", "docs_dir: ../", "timezone: ", "site_url: "]))  # fmt: skip
def test_settings_are_read_or_told(text: str) -> None:
    raw = text.encode()
    obeyed(lambda: json.dumps(validate("mkdocs.yml", raw)), text, path="mkdocs.yml")


@budget(500)
@given(records([{"svg": "<svg/>"}, {"error": "x", "path": ["a", 1], "word": "a", "known": ["b"]}, {"spec": SPEC},
                {"error": "x", "line": 3}], ["svg", "error", "path", "word", "known", "spec", "line"]))  # fmt: skip
def test_what_a_process_answers_is_a_chart_or_a_reason(text: str) -> None:
    for read in (drawing_process._read, script_runner._read_answer):
        answer = read(text.encode())
        hash(answer) if isinstance(answer, drawing_process.DrawFailure) else None


@budget(600)
@given(values([*SPEC, "field", "filter", "scale", "type", "log", "values", "name", "url"]), st.integers(0, 1))
def test_any_value_is_held_to_the_rules_of_charts(value: Any, wrapped: int) -> None:
    spec = {**SPEC, "encoding": value, "datasets": value} if wrapped else value
    if not vega_rules.faults(spec, {}):
        list(vega_rules.rows_of(spec))
        vega_rules.log_fault(spec, {})


@budget(500)
@given(records([SPEC], [*SPEC, "field", "filter", "scale", "values", "name"]))
def test_json_of_authors_is_read_or_told(text: str) -> None:
    with suppress(json_positions.JsonReadError):
        spec, positions = json_positions.read(text)
        faults = vega_rules.faults(spec, {"x": ["a"]})
        assert all(json_positions.nearest(positions, fault.path) for fault in faults)
        if not faults:
            list(vega_rules.rows_of(spec))
            vega_rules.log_fault(spec, {})


@budget(400)
@given(texts(['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>a{fill:red}</style><rect width="9"/></svg>'],
             ["<!DOCTYPE a [", "<!ENTITY a '", "&a;", "<?x?>", "<![CDATA[", "]]>", "<script>", "url(", "xlink:href="]))  # fmt: skip
def test_a_drawing_is_written_anew_or_refused(text: str) -> None:
    drawing = b""

    def read() -> None:
        nonlocal drawing
        drawing = sanitised(text.encode(), "a.svg")

    obeyed(read, text)
    assert not any(sign in drawing for sign in (b"<script", b"<!ENTITY", b"<!DOCTYPE", b"javascript:"))
