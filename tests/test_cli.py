"""The command line: what it prints, which files it leaves alone, and its exit status."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from builder.cli import main
from tests.site import BRIEFING, SmallSite

ROOT = Path(__file__).parent.parent
A = "content/briefings/2024/2024-02-20-a.md"
COMMANDS = sorted(main.commands)

NOTE = "mkdocs.yml has no site_url: the site has no feeds, sitemap, canonical addresses and JSON-LD.\n"


def test_a_build_says_one_line_and_is_quiet_otherwise(site: SmallSite) -> None:
    done = site.command("build")
    assert (done.returncode, done.stderr) == (0, NOTE)
    assert len(done.stdout.splitlines()) == 1
    assert "\x1b" not in done.stdout
    assert "wrote 0 files, removed 0." in site.command("build").stdout


def test_check_writes_nothing_to_the_site(site: SmallSite) -> None:
    shutil.rmtree(site.root / "site")
    done = site.command("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems.\n", "")
    assert not (site.root / "site").exists()
    site.write(A, BRIEFING.replace("> -90%", "> 90%"))
    done = site.command("check")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("1 problem in 1 file.\n")
    assert not (site.root / "site").exists()


def test_a_program_reads_an_empty_report_where_all_is_right(site: SmallSite) -> None:
    assert site.command("check", "--format", "json").stdout == "[]\n"
    assert json.loads(site.command("check", "--format", "sarif").stdout)["runs"][0]["results"] == []
    assert site.command("check", "--format", "github").stdout == ""


def test_check_leaves_a_built_site_as_it_is(site: SmallSite) -> None:
    before = site.pages()
    site.write(A, BRIEFING.replace("近一年", "过去一年"))
    assert site.command("check").returncode == 0
    assert site.pages() == before


@pytest.mark.parametrize(
    "words", [["biuld"], ["build", "--nonsense"], ["build", "--format", "xml"], ["serve", "--port", "99999"], ["why"]]
)
def test_wrong_usage_ends_with_2(small_site: SmallSite, words: list[str]) -> None:
    done = small_site.command(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_mistyped_command_has_a_suggestion(small_site: SmallSite) -> None:
    assert "Did you mean build?" in small_site.command("biuld").stderr
    assert "Did you mean" not in small_site.command("zzzz").stderr


@pytest.mark.parametrize("epoch", ["soon", "", "99999999999999999999", "1e9"])
def test_a_source_date_epoch_that_is_no_time_is_wrong_usage(small_site: SmallSite, epoch: str) -> None:
    done = small_site.command("build", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(small_site: SmallSite, name: str) -> None:
    done = small_site.command(name, "--help")
    assert done.returncode == 0
    assert main.commands[name].help
    assert f"Usage: python -m builder {name}" in done.stdout or f"{name} [OPTIONS]" in done.stdout
    for option in main.commands[name].params:
        if isinstance(option, click.Option):
            assert option.opts[0] in done.stdout


def test_the_module_and_the_command_are_the_same(site: SmallSite) -> None:
    script = Path(sys.executable).parent / "briefings"
    done = subprocess.run(
        [str(script), "check"],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1709251200"},
    )
    by_module = site.command("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, by_module.stdout, by_module.stderr)


def test_the_version_is_printed(small_site: SmallSite) -> None:
    assert re.fullmatch(r"briefings, version \d+\.\d+\.\d+\n", small_site.command("--version").stdout)


def test_a_site_is_built_from_any_folder(site: SmallSite, tmp_path: Path) -> None:
    before = site.pages()
    elsewhere = SmallSite(tmp_path)
    done = elsewhere.command("build", "--config", "site/mkdocs.yml")
    assert done.returncode == 0, done.stderr
    assert site.pages() == before


README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"`briefings ([a-z-]+)", README))
    assert named
    assert named <= set(COMMANDS)
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    made = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.M))
    assert made
    assert made <= targets


@pytest.mark.parametrize("page", ["README.md", "docs/authoring.md", "docs/data.md", "examples/sora/README.md"])
def test_every_file_that_a_document_leads_to_exists(page: str) -> None:
    path = ROOT / page
    targets = re.findall(
        r"\]\((?!https?:|#)([^)#\s]+)", re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text("utf-8"), flags=re.S)
    )
    assert [target for target in targets if not (path.parent / target).exists()] == []
