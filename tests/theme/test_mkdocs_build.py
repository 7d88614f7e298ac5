"""`mkdocs build` and `mkdocs serve`, run as a user runs them, give the pages that `briefings build` gives."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.running import running
from tests.site import BRIEFING, SmallSite

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
A = "content/briefings/2024/2024-02-20-a.md"
POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; '
    "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'\">\n"
)
# The clock stands after the last of the demo's data.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1711929600"}


def mkdocs(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`mkdocs …` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
    )


@pytest.fixture(params=["small", "demo"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> SmallSite:
    if request.param == "small":
        return SmallSite.make(tmp_path)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    return SmallSite(tmp_path)


def test_both_builds_give_the_same_bytes(site: SmallSite) -> None:
    done = mkdocs(site.root, "build", "--strict", "--quiet")
    assert done.returncode == 0, done.stderr
    by_mkdocs = site.pages()
    assert "briefings/" in " ".join(by_mkdocs)
    shutil.rmtree(site.root / "site")
    shutil.rmtree(site.root / ".briefings")
    assert site.command("build", SOURCE_DATE_EPOCH=ENVIRONMENT["SOURCE_DATE_EPOCH"]).returncode == 0
    assert site.pages() == by_mkdocs


def test_mkdocs_with_a_problem_ends_with_1_and_leaves_the_site(tmp_path: Path) -> None:
    site = SmallSite.make(tmp_path)
    assert mkdocs(site.root, "build").returncode == 0
    before = site.pages()
    site.write(A, BRIEFING.replace("> -90%", "> 90%"))
    done = mkdocs(site.root, "build")
    assert done.returncode == 1
    assert f"{A}:7:30: false-claim" in done.stderr
    assert "Nothing was published; site/ still shows the data of 2024-02-26." in done.stderr
    assert "Traceback" not in done.stderr
    assert site.pages() == before


def test_mkdocs_with_a_wrong_setting_says_where_and_has_no_traceback(tmp_path: Path) -> None:
    site = SmallSite.make(tmp_path)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("risk_notice", "risk_notce"))
    done = mkdocs(site.root, "build")
    assert done.returncode == 1
    assert "mkdocs.yml:10:7: bad-settings: no setting is called risk_notce" in done.stderr
    assert "did you mean risk_notice?" in done.stderr
    assert "Traceback" not in done.stderr
    (site.root / "real").mkdir()
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("risk_notce", "risk_notice"))
    (site.root / "site").symlink_to("real")
    done = mkdocs(site.root, "build")
    assert done.returncode == 1
    assert "site: symlink" in done.stderr
    assert "Traceback" not in done.stderr


def eventually(found: Callable[[], bool], *, seconds: float = 40) -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.2)


@pytest.mark.browser
def test_mkdocs_serve_shows_the_page_and_its_edits(tmp_path: Path, chromium: Browser) -> None:
    site = SmallSite.make(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]

    def page() -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/briefings/a/", timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    with (
        (tmp_path / "said.txt").open("w") as said,
        running(command, cwd=site.root, stdout=said, stderr=said, env=ENVIRONMENT),
    ):
        eventually(lambda: "近一年" in page())
        served = re.sub(
            r"\s*<script>var livereload.*?</script>|<script[^>]*livereload[^>]*>.*?</script>", "", page(), flags=re.S
        )
        assert site.command("build", SOURCE_DATE_EPOCH=ENVIRONMENT["SOURCE_DATE_EPOCH"]).returncode == 0
        built = site.read("site/briefings/a/index.html")
        lenient = built.replace(POLICY, "")
        assert lenient != built, "what is published has a policy; the script that reloads is inline"
        head = lenient.index("</body>")
        assert served[:head].rstrip() == lenient[:head].rstrip()
        window = chromium.new_page()
        window.goto(f"http://127.0.0.1:{port}/briefings/a/")
        site.write(A, BRIEFING.replace("近一年", "过去一年"))
        eventually(lambda: "过去一年" in page())
        expect(window.locator("main")).to_contain_text("过去一年", timeout=20_000)  # it reloads by itself
        window.close()
    assert "Traceback" not in (tmp_path / "said.txt").read_text()
