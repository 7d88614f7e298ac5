"""A whole site in a test's own words: files by path, built for real, read back as bytes."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from builder.cache.own_folder import adopt
from builder.cli import main
from builder.settings import settings
from builder.site_build.build import BuildResult
from builder.site_build.build import build as build_site

NOW = datetime(2024, 3, 1, tzinfo=UTC)

SETTINGS = """\
site_name: 小站
docs_dir: content
site_dir: site
theme:
  name: material
  language: zh
  font: false
plugins:
  - briefings:
      risk_notice: 基金有风险,投资须谨慎。
"""

FUNDS = """\
code,name,short_name,kind,risk_level,effective_date,index,parent
990101,示例人工智能联接A,示例AI A,指数型,R4,2023-01-03,X90713,示例人工智能
990102,示例人工智能联接C,示例AI C,指数型,R4,2023-01-03,X90713,示例人工智能
990201,示例红利低波A,示例红利A,指数型,R3,2023-01-03,,示例红利
"""

BRIEFING = """\
---
title: 【热点】一篇简报
date: 2024-02-20
topics: [人工智能]
---

近一年 {{ 990101 return 1y }},指数[涨跌]{index:X90713 return 3m > -90%}。

## 一、为什么?

见[另一篇](2024-02-21-b.md)与 $示例红利低波A(OTCFUND|990201)$ 一句。

相关产品:

$示例人工智能联接A(OTCFUND|990101)$

$示例人工智能联接C(OTCFUND|990102)$

```chart
type: line
series: [index:X90713]
from: 2023-06-01
```

图:指数走势
"""

# A drawing process takes a second to start, so tests that no chart matters to take this one.
BRIEFING_WITHOUT_CHART = BRIEFING[: BRIEFING.index("```chart")]

OTHER = """\
---
title: 另一篇
date: 2024-02-21
---

净值 {{ 990201 nav live }}。

```funds
funds: [990101, 990201]
columns: [nav, return 1y]
```

表:两只基金
"""


def history(start: float, step: float, *, days: int = 420, column: str = "nav") -> str:
    """A history that a reader can follow: the same growth each working day from 2023-01-03 on."""
    lines, value, day = [f"date,{column}"], start, date(2023, 1, 3)
    for _ in range(days):
        if day.weekday() < 5:
            lines.append(f"{day},{value:.4f}")
            value *= 1 + step
        day += timedelta(days=1)
    return "\n".join(lines) + "\n"


FILES = {
    "mkdocs.yml": SETTINGS,
    "content/briefings/2024/2024-02-20-a.md": BRIEFING,
    "content/briefings/2024/2024-02-21-b.md": OTHER,
    "content/pages/about.md": "---\ntitle: 关于\n---\n\n本站示例。\n",
    "content/data/funds.csv": FUNDS,
    "content/data/indexes.csv": "code,name\nX90713,示例人工智能指数\n",
    "content/data/stocks.csv": "code,name\nEXGPU,示例芯片\n",
    "content/data/nav/990101.csv": history(1.0, 0.0005),
    "content/data/nav/990102.csv": history(1.0, 0.0004),
    "content/data/nav/990201.csv": history(1.0, -0.0002),
    "content/data/index/X90713.csv": history(3000, 0.0006, column="close"),
    # Tests let values jump: the histories pass for such as a refresh has audited.
    "content/data/sources.yml": "".join(
        f"{name}: {{origin: 编造, synthetic: true, fetcher: file, from: exports}}\n" for name in ("nav", "index")
    ),
}


@dataclass(frozen=True)
class SmallSite:
    """A site in a folder."""

    root: Path

    @classmethod
    def make(cls, root: Path, files: dict[str, str] | None = None) -> SmallSite:
        """The site above, or one of these files."""
        site = cls(root)
        for path, text in (FILES if files is None else files).items():
            site.write(path, text)
        return site

    def copy(self, folder: Path) -> SmallSite:
        """The same site in a new folder, with what was built of it and its cache."""
        shutil.copytree(self.root, folder)
        if (cache := folder / ".briefings").is_dir():
            adopt(cache)  # else a build would not use a cache that was copied
        return SmallSite(folder)

    def write(self, path: str, text: str) -> None:
        """A file, written."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        """A file of the site's folder, e.g. "site/index.html"."""
        return (self.root / path).read_text(encoding="utf-8")

    def build(
        self, *, cache: Path | None = None, site: Path | None = None, now: datetime = NOW, workers: int = 1
    ) -> BuildResult:
        """A build in this process."""
        chosen = settings.read_settings(self.root / "mkdocs.yml")
        if cache:
            chosen = replace(chosen, cache=str(cache))
        return build_site(chosen, now=now, site_dir=site, workers=workers)

    def pages(self, folder: str = "site") -> dict[str, bytes]:
        """Every file of a built site."""
        built = self.root / folder
        return {
            path.relative_to(built).as_posix(): path.read_bytes() for path in sorted(built.rglob("*")) if path.is_file()
        }

    def cold_pages(self) -> dict[str, bytes]:
        """The same files built with an empty cache into an empty folder; only compiled templates are lent, to save time."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self.root / ".briefings/templates", Path(folder) / "cache/templates")
            assert self.build(cache=Path(folder) / "cache", site=Path(folder) / "site").problems == ()
            return SmallSite(Path(folder)).pages()

    def problems(self) -> list[tuple[str, int, int, str]]:
        """What a build finds wrong: path, line, column, id."""
        return [(one.path, one.line, one.column, one.id) for one in self.build().problems]

    def command(
        self, *words: str, timeout: float | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """`briefings …` as a user types it, in this folder. Raises TimeoutExpired after so many seconds."""
        return subprocess.run(
            [sys.executable, "-m", "builder", *words],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            env={
                "PYTHONPATH": str(Path(__file__).parent.parent),
                "PATH": "/usr/bin:/bin",
                "SOURCE_DATE_EPOCH": "1709251200",
            }
            | environment,
        )

    def command_here(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The same in this process, which has loaded all that a new one must load first: for tests of many commands."""
        with chdir(self.root):
            try:
                environment = {"SOURCE_DATE_EPOCH": "1709251200"} | environment
                done = CliRunner().invoke(main, words, env=environment, catch_exceptions=False)
                return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)
            finally:  # `build` leaves garbage to the end of its process
                gc.unfreeze()
                gc.enable()

    def record(self) -> dict[str, object]:
        """build.json."""
        found: dict[str, object] = json.loads(self.read("site/build.json"))
        return found
