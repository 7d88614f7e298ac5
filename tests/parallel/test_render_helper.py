"""A refresh by two processes makes the bytes that one alone makes, and the second is gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from builder.parallel import render_helper
from builder.parallel.fragment_rendering import RenderOptions
from builder.site_build import build_run
from tests.site import SmallSite, history


def refreshed(site: SmallSite, *, workers: int) -> dict[str, bytes]:
    site.write("content/data/nav/990101.csv", history(1.0, 0.0005, days=430))
    result = site.build(workers=workers)
    assert result.problems == ()
    assert result.counts["fragments"] > 10
    assert not result.counts.get("pages") and not result.counts.get("shells")
    return site.pages()


def test_two_processes_make_what_one_makes(
    site: SmallSite, small_site: SmallSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = refreshed(site, workers=1)
    monkeypatch.setattr(build_run, "_LARGE", 0)
    monkeypatch.setattr(render_helper, "_WORTHWHILE", 1)
    monkeypatch.setattr(render_helper, "_BATCH", 2)
    pools: list[ProcessPoolExecutor] = []
    started = render_helper.RenderHelper.__init__

    def noted(partner: render_helper.RenderHelper, look: RenderOptions) -> None:
        started(partner, look)
        pools.append(partner.executor)

    monkeypatch.setattr(render_helper.RenderHelper, "__init__", noted)
    both = small_site.copy(tmp_path / "two")
    assert refreshed(both, workers=2) == alone
    assert len(pools) == 1
    with pytest.raises(RuntimeError, match="after shutdown"):
        pools[0].submit(print)
    assert sum(both.build(workers=2).counts.values()) == 0  # what the second process wrote is known to be there
    assert len(pools) == 1


def test_a_refresh_that_is_wrong_is_told_and_leaves_no_process(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.pages()
    monkeypatch.setattr(build_run, "_LARGE", 0)
    site.write("content/data/nav/990101.csv", "date,nav\n2024-01-02,zero\n")
    result = site.build(workers=2)
    assert [one.id for one in result.problems] == ["bad-cell"]
    assert site.pages() == before


_COMMAND = (
    "import sys\n"
    "from builder.site_build import build_run\nfrom builder.parallel import render_helper\n"
    "from builder.cli import main\n"
    "build_run._LARGE, render_helper._WORTHWHILE, render_helper._BATCH = 0, 1, 2\n"
    "begun = render_helper.RenderHelper.__init__\n"
    "def noted(partner, look):\n"
    "    begun(partner, look)\n"
    "    print('fork' if partner.is_fork else 'spawn', file=sys.stderr)\n"
    "render_helper.RenderHelper.__init__ = noted\n"
    "main(['build'])\n"
)


def commanded(folder: Path) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, on a machine of two cores, as if the site were large."""
    code = f"import os; os.cpu_count = lambda: 2\n{_COMMAND}"
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "SOURCE_DATE_EPOCH": "1709251200"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


def test_a_command_has_its_second_process_load_the_data_and_makes_the_same(
    site: SmallSite, small_site: SmallSite, tmp_path: Path
) -> None:
    alone = refreshed(site, workers=1)
    both = small_site.copy(tmp_path / "two")
    for path in ("content/data/nav/990101.csv", "content/data/nav/990201.csv"):
        both.write(path, site.read(path))
    done = commanded(both.root)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == ("fork" if sys.platform == "linux" else "spawn")
    assert both.pages() == alone


@pytest.mark.parametrize(
    ("catalogue", "said"),
    [
        ("code,name,kind\n990101,示例甲,指数型\n", "990201"),  # an instrument is gone: the expected plan is wrong
        ("code,name\n990101,示例甲\n990101,示例乙\n", "990101"),
    ],
)
def test_what_is_wrong_is_told_by_the_command_and_nothing_is_published(
    site: SmallSite, catalogue: str, said: str
) -> None:
    before = site.pages()
    site.write("content/data/funds.csv", catalogue)
    done = commanded(site.root)
    assert done.returncode == 1
    assert said in done.stderr and "Traceback" not in done.stderr
    assert site.pages() == before


@pytest.mark.slow
def test_a_plan_that_was_expected_wrongly_is_made_anew(site: SmallSite, tmp_path: Path) -> None:
    """A fund has another risk level, and a day more."""
    catalogue = site.read("content/data/funds.csv")
    site.write("content/data/funds.csv", catalogue.replace(",R4,", ",R5,"))
    site.write("content/data/nav/990101.csv", history(1.0, 0.0005, days=430))
    afresh = SmallSite(tmp_path / "two")
    shutil.copytree(site.root / "content", afresh.root / "content")
    shutil.copy(site.root / "mkdocs.yml", afresh.root)
    assert afresh.build().problems == ()
    done = commanded(site.root)
    assert done.returncode == 0, done.stderr
    assert site.pages() == afresh.pages()
    assert "R5" in site.read("site/funds/990101/index.html")
