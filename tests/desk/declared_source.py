"""A site whose NAVs come from a declared source, files or a server, and its refresh."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import pairwise

from builder.desk.refresh import refresh
from builder.desk.refresh_report import RefreshReport
from builder.numbers.sources.source import Limits
from tests.numbers.sources.server import Says, Server
from tests.site import SETTINGS, SmallSite, history

SYNTHETIC = "index: {origin: 编造, synthetic: true}\n"
QUICK = Limits(connect=1, read=0.3, whole=1.0, tries=3, pause=0.01, longest_pause=0.05, largest=1 << 20)
NOW = datetime(2024, 3, 5, tzinfo=UTC)
CODES = {"990101": 0.0005, "990102": 0.0004, "990201": -0.0002}
CSV = {"Content-Type": "text/csv"}
EPOCH = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}


def export(step: float, *, days: int = 427, start: float = 1.0) -> bytes:
    """A history as a spreadsheet in Chinese would save it: newest first, GBK, slashes, a day's change in per cent."""
    lines = history(start, step, days=days).splitlines()[1:]
    navs = [(day, float(nav), nav) for day, nav in (line.split(",") for line in lines)]
    changes = ["", *(f"{after / before - 1:.2%}" for (_, before, _), (_, after, _) in pairwise(navs))]
    rows = [f"{day.replace('-', '/')},{nav},{change}" for (day, _, nav), change in zip(navs, changes, strict=True)]
    rows.reverse()
    return "\r\n".join(["净值日期,单位净值,日增长率", *rows, ""]).encode("gb18030")


def declare(site: SmallSite, nav: str) -> None:
    site.write("content/data/sources.yml", f"nav: {{origin: 编造, synthetic: true, {nav}}}\n{SYNTHETIC}")


def exported(site: SmallSite, **changed: bytes) -> None:
    (site.root / "exports").mkdir(exist_ok=True)
    for code, step in CODES.items():
        (site.root / f"exports/{code}.csv").write_bytes(changed.get(f"f{code}", export(step)))
    declare(site, 'fetcher: file, from: "exports/{code}.csv"')


def allow(site: SmallSite, *hosts: str, more: str = "") -> None:
    """Let a refresh ask these hosts, e.g. "127.0.0.1:8080"; `more` are further settings of refreshes."""
    names = ", ".join(f'"{host}"' for host in hosts)
    site.write("mkdocs.yml", f"{SETTINGS}      refresh: {{hosts: [{names}]{more}}}\n")


def served(site: SmallSite, server: Server, more: str = "") -> None:
    for code, step in CODES.items():
        server.says(f"/{code}.csv", Says(body=export(step), headers={"Content-Type": "text/csv"}))
    allow(site, server.host)
    declare(site, f'fetcher: http, from: "{server.url}/{{code}}.csv"{more}')


def run(site: SmallSite, *, now: datetime = NOW, limits: Limits = QUICK, **options: object) -> RefreshReport:
    return refresh(site.root / "mkdocs.yml", now=now, clock=time.monotonic, workers=1, limits=limits, **options)  # type: ignore[arg-type]


def data(site: SmallSite) -> dict[str, bytes]:
    """Every data file but the notes of refreshes."""
    folder = site.root / "content/data"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("status.csv", ".refresh.json")
    }
