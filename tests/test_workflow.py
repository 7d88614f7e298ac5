"""The publishing workflow is valid, pinned and has no more rights than it needs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import yaml

WORKFLOW = Path(__file__).parent.parent / ".github/workflows/publish.yml"


def test_the_workflow_is_valid_by_the_schema_of_github() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(WORKFLOW)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it() -> None:
    used = re.findall(r"uses: (.*)", WORKFLOW.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_only_the_deploying_job_may_write_and_it_runs_no_code_of_ours() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step for step in workflow["jobs"]["deploy"]["steps"] if "run" in step] == []
    assert set(workflow[True]) == {"push", "workflow_dispatch"}
    checkout = next(step for step in workflow["jobs"]["build"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False


def test_the_bill_of_materials_is_kept_beside_the_wheel() -> None:
    steps = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]["build"]["steps"]
    (build,) = (step["run"] for step in steps if "make sbom" in step.get("run", ""))
    assert "pip wheel" in build and "-w dist" in build
    (kept,) = (step["with"]["path"] for step in steps if "actions/upload-artifact@" in step.get("uses", ""))
    assert kept == "dist"
