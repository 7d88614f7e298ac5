"""A declared source in, its tables fetched and written as our own data files into a folder out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from builder.numbers.files import catalogue_csv
from builder.numbers.sources import fetcher, table_shape
from builder.numbers.sources.source import Source, Table, Tools
from builder.problem import Failed
from builder.vocabulary import CALENDARS, SETS


@dataclass(frozen=True, kw_only=True)
class StagedSource:
    """What one source brought, written and ready to be looked over."""

    set: str
    files: Sequence[str]  # new files, from the data folder, e.g. "nav/012733.csv"
    seals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # URL -> what its next request may ask by


def stage(source: Source, tools: Tools, folder: Path, others: Path, present: Path) -> StagedSource:
    """Fetch a source and write its files below `folder`; `present` is the data folder as it stands.

    Codes that are not declared are those of the catalogue, of the one that was just staged below `others` if any.

    A history replaces the one there is. A catalogue's rows are laid over it: what the source does not tell stays. A set
    that stands as one long table is written as one. Raises Failed with all that is wrong; what is written then counts
    for nothing.
    """
    if source.set == CALENDARS:
        return _calendar(source, tools, folder)
    known = with_codes(source, others, present)
    tables = fetcher(known)(known, tools)
    if known.set not in SETS:
        return _catalogue(known, tables, folder, present)
    return _histories(known, tables, folder, present)


def with_codes(source: Source, others: Path, present: Path) -> Source:
    """The source, asked for the codes that it declares, or else those of its set's catalogue. Raises Failed where a
    declared code lost its zero or where nothing names any."""
    spec = SETS.get(source.set) or next(one for one in SETS.values() if one.catalogue == f"{source.set}.csv")
    wrong = table_shape.wrong_codes(list(source.codes), spec)
    if wrong:
        raise Failed(source.problem("codes", f"{one.written} {one.why}", one.hint, id_="bad-cell") for one in wrong)
    if source.codes == ("all",) and source.set in SETS and (not source.location or "{code}" in source.location):
        hint = "name them, or leave `codes` out: then they are those of the catalogue"
        raise Failed([source.problem("codes", "histories are fetched by code, and all is none", hint)])
    if source.codes:
        return source
    places = (others / spec.catalogue.removesuffix(".csv") / spec.catalogue, present / spec.catalogue)
    path = next((one for one in places if one.is_file()), None)
    codes = tuple(catalogue_csv.load(path, spec.catalogue, spec)) if path else ()
    if not codes and source.set in SETS and (not source.location or "{code}" in source.location):
        message = f"nothing says which codes to fetch: there is no {spec.catalogue}"
        raise Failed([source.problem("", message, "name them, e.g. codes: [012733, 017853]", id_="missing-key")])
    return replace(source, codes=codes)


def _histories(source: Source, tables: Iterable[Table], folder: Path, present: Path) -> StagedSource:
    spec = SETS[source.set]
    long = next((name for name in (f"{spec.name}.parquet", f"{spec.name}.csv") if (present / name).is_file()), "")
    rows: dict[str, pd.DataFrame] = {}
    kept: set[str] = set()
    seals: dict[str, Mapping[str, str]] = {}
    for table in tables:
        seals |= {table.place: table.seal} if table.seal else {}
        if table.frame is None:
            kept.add(table.code)
            continue
        for code, found in table_shape.history(table, source).items():
            rows[code] = pd.concat([rows[code], found], ignore_index=True) if code in rows else found
    if "" in kept:
        return StagedSource(set=spec.name, files=(), seals=seals)
    if source.codes and source.codes != ("all",):
        missing = [code for code in source.codes if code not in rows and code not in kept]
        if not source.named:  # the catalogue may know more than there are histories of, but what was there must come
            missing = [code for code in missing if (present / spec.name / f"{code}.csv").is_file()]
        if missing:
            message = f"the source has no rows of {_several(missing)}"
            raise Failed([source.problem("codes", message, id_="empty-data")])
        rows = {code: rows[code] for code in source.codes if code in rows}
    if not rows and not kept:
        raise Failed([source.problem("", f"the source of {source.set} has no rows", id_="empty-data")])
    if long and rows:
        _one_table(rows, folder / long)
        return StagedSource(set=spec.name, files=[long], seals=seals)
    (folder / spec.name).mkdir(parents=True, exist_ok=True)
    for code, found in rows.items():
        found.to_csv(folder / spec.name / f"{code}.csv", index=False, lineterminator="\n")
    return StagedSource(set=spec.name, files=[f"{spec.name}/{code}.csv" for code in rows], seals=seals)


def _one_table(rows: Mapping[str, pd.DataFrame], path: Path) -> None:
    whole = pd.concat([found.assign(code=code) for code, found in rows.items()], ignore_index=True)
    if path.suffix == ".csv":
        whole.to_csv(path, index=False, lineterminator="\n")
        return
    for name in ("date", "announced"):
        if name in whole:
            whole[name] = pd.to_datetime(whole[name], format="%Y-%m-%d", errors="coerce").dt.date
    whole.to_parquet(path, engine="pyarrow", index=False)


def _calendar(source: Source, tools: Tools, folder: Path) -> StagedSource:
    """Trading days, as calendars/NAME.csv; SSE is the name unless `codes` says another."""
    known = replace(source, codes=source.codes or ("SSE",), named=True)
    names: list[str] = []
    seals: dict[str, Mapping[str, str]] = {}
    (folder / CALENDARS).mkdir(parents=True, exist_ok=True)
    for table in fetcher(known)(known, tools):
        seals |= {table.place: table.seal} if table.seal else {}
        if table.frame is not None:
            days = table_shape.calendar(table, known)
            names.append(f"{CALENDARS}/{table.code or known.codes[0]}.csv")
            (folder / names[-1]).write_text("\n".join(["date", *days, ""]), encoding="utf-8")
    return StagedSource(set=CALENDARS, files=names, seals=seals)


def _catalogue(source: Source, tables: Iterable[Table], folder: Path, present: Path) -> StagedSource:
    name = f"{source.set}.csv"
    found = list(tables)
    seals = {table.place: table.seal for table in found if table.seal}
    if any(table.frame is None for table in found):
        return StagedSource(set=source.set, files=(), seals=seals)
    frames = [table_shape.catalogue(table, source) for table in found]
    told = {row["code"]: row for frame in frames for row in _rows(frame)}
    wanted = source.codes if source.codes and source.codes != ("all",) else tuple(told)
    missing = [code for code in wanted if code not in told]
    if missing and source.named:
        raise Failed([source.problem("codes", f"the source does not know {_several(missing)}", id_="unknown-series")])
    columns, rows = _present(present / name)
    for code in (one for one in wanted if one in told):
        facts = {key: str(value) for key, value in told[code].items() if isinstance(value, str) and value}
        rows[code] = {**rows.get(code, {}), **facts}
        columns += [key for key in facts if key not in columns]
    if not rows:
        raise Failed([source.problem("", f"the source of {source.set} has no rows", id_="empty-data")])
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())
    return StagedSource(set=source.set, files=[name], seals=seals)


def _rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in row.items()} for row in frame.fillna("").to_dict("records")]


def _several(codes: Sequence[str]) -> str:
    return ", ".join(codes[:10]) + (f" and {len(codes) - 10} more" if len(codes) > 10 else "")


def _present(path: Path) -> tuple[list[str], dict[str, dict[str, str]]]:
    if not path.is_file():
        return ["code", "name"], {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = {row["code"]: dict(row) for row in reader}
        return list(reader.fieldnames or ["code", "name"]), rows
