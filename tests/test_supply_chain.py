"""What is installed, and how it is listed: pip itself is pinned, and the bill of materials has every package of the lock."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
        r"pip==[\d.]+( \\\n    --hash=sha256:[0-9a-f]{64})+\n", (ROOT / "requirements-pip.lock").read_text()
    )


def test_every_lock_is_renewed_by_one_command() -> None:
    renewed = set(re.findall(r" -o (\S+\.lock)", (ROOT / "Makefile").read_text("utf-8")))
    locks = (path for path in (*ROOT.glob("*.lock"), *ROOT.glob("bench/*.lock")))
    assert renewed == {path.relative_to(ROOT).as_posix() for path in locks}


@pytest.mark.slow
def test_the_bill_of_materials_lists_each_locked_package() -> None:
    subprocess.run(["make", "sbom", f"PYTHON={sys.executable}"], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads((ROOT / "dist/fund-briefings.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["name"] == "fund-briefings"
    listed = {(component["name"].lower(), component["version"]) for component in bill["components"]}
    locked = {(name.lower(), version) for name, version in LOCKED.findall((ROOT / "requirements.lock").read_text())}
    assert locked and listed == locked


class _Advisories(BaseHTTPRequestHandler):
    """A database that knows an advisory on every version of Jinja2."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = [{"id": "TEST-1", "summary": "x", "affected": []}] if asked["package"]["name"] == "jinja2" else []
        answer = json.dumps({"vulns": known} if known else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        return


@pytest.mark.slow
def test_an_advisory_fails_the_audit_and_only_a_missing_database_is_excused() -> None:
    subprocess.run(["make", ".venv/audit/.done", f"PYTHON={sys.executable}"], cwd=ROOT, check=True, capture_output=True)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Advisories) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/v1/query"
        done = subprocess.run(["tests/audit-locks", address], cwd=ROOT, capture_output=True, text=True, check=False)
        server.shutdown()
    assert done.returncode != 0 and "TEST-1" in done.stdout, done
    gone = subprocess.run(["tests/audit-locks", address], cwd=ROOT, capture_output=True, text=True, check=False)
    assert gone.returncode == 0 and gone.stdout.startswith("no database here"), gone
