"""What is installed, and how it is listed: pip itself is pinned, and the bill of materials has every package of the lock."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE | re.IGNORECASE)


def test_every_environment_gets_the_pinned_pip_first() -> None:
    lines = (ROOT / "Makefile").read_text("utf-8").splitlines()
    made = [number for number, line in enumerate(lines) if line.strip().startswith("$(PYTHON) -m venv ")]
    assert len(made) == 4
    assert all(lines[number + 1].endswith("--require-hashes -r requirements-pip.lock") for number in made)
    assert re.fullmatch(
        r"pip==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}\n", (ROOT / "requirements-pip.lock").read_text()
    )


@pytest.mark.slow
def test_the_bill_of_materials_lists_each_locked_package() -> None:
    subprocess.run(["make", "sbom", f"PYTHON={sys.executable}"], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads((ROOT / "dist/fund-briefings.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["name"] == "fund-briefings"
    listed = {(component["name"].lower(), component["version"]) for component in bill["components"]}
    locked = {(name.lower(), version) for name, version in LOCKED.findall((ROOT / "requirements.lock").read_text())}
    assert locked and listed == locked
