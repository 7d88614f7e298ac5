"""Every page is valid HTML: the Nu Html Checker finds no error in the demo, the gallery, and a page of all that one can write."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import gallery
from tests.browser.demo_site import EVERY_ELEMENT, built

pytestmark = pytest.mark.slow
# Tables whose rows are blocks on a phone name their roles, all the same: decision 41.
NAMED_ROLE = re.compile("The “role” attribute must not be used on a “t[rhd]” element which has a “table” ancestor ")
JAR = Path(sys.prefix, "validator/node_modules/vnu-jar/build/dist/vnu.jar")


def _errors(folder: Path) -> set[str]:
    """The errors in all pages of a folder. Without the checker these tests skip, or fail where $BRIEFINGS_REQUIRE_NPM says that
    they must run."""
    if not (JAR.is_file() and shutil.which("java")):
        told = f"no {JAR.name}, or no java: tests/install-validator gets them"
        if os.environ.get("BRIEFINGS_REQUIRE_NPM"):
            pytest.fail(told)
        pytest.skip(told)
    command = ["java", "-jar", str(JAR), "--format", "json", "--stdout", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    return {
        f"{message['url'].rpartition(folder.name)[2]}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if not NAMED_ROLE.match(message["message"])
        and message["type"]
        != "info"  # it reads files, and so takes all for foreign to 'self': test_policy.py knows better
    }


def test_every_page_of_the_demo_is_valid(tmp_path: Path) -> None:
    assert _errors(built(tmp_path, tmp_path / "site", "site_url: https://example.org/\n", every=EVERY_ELEMENT)) == set()


def test_every_kind_of_chart_is_valid(tmp_path: Path) -> None:
    assert gallery.build(gallery.make(tmp_path / "gallery")).problems == ()
    assert _errors(tmp_path / "gallery/site") == set()


def test_the_checker_finds_errors(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.html").write_text(
        "<!doctype html><html lang=en><title>x</title><h1>x</h1><h3>y</h3><p id=a><p id=a>", "utf-8"
    )
    assert len(_errors(tmp_path / "site")) == 2
