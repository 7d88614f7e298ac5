"""Builds the JavaScript module for charts with parameters, for `briefings vega`: `.vega/vega.….js`, from npm packages.

This is the only step that may use npm and the network, and only on request. A build uses the module if it is there.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from builder.cache.replace_file import replace_file
from builder.model import digest
from builder.problem import Failed, Problem
from builder.templating import pinned_vega_digest, template_files, vega_digest, vega_module_path

_INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_BUNDLE = (
    "node_modules/esbuild/bin/esbuild",
    "entry.js",
    "--bundle",
    "--minify",
    "--format=iife",
    "--target=es2020",
    "--legal-comments=none",
    "--log-level=error",
    "--outfile=module.js",
)


def make(root: Path) -> Path:
    """The path of the module for the site in this folder; it is built if it is not there yet.

    The packages are those that `templates/vega/package-lock.json` locks. Raises Failed with what went wrong.
    """
    target = vega_module_path(root)
    if vega_digest(root):
        return target
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise _failed("node and npm are not installed", "without them, charts with parameters are static")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for path, file in template_files().items():
            if path.startswith("vega/"):
                shutil.copy(file, folder / file.name)
        _run([npm, *_INSTALL], folder, "the npm packages could not be installed")
        _run([node, *_BUNDLE], folder, "the module could not be built")
        module = (folder / "module.js").read_bytes()
    if digest(module) != pinned_vega_digest():
        hint = f"if its packages were renewed, review them and write {digest(module)} into module.digest"
        raise _failed("the module that was built is not the one that templates/vega/module.digest names", hint)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, module)
    return target


def _run(command: list[str], folder: Path, failure: str) -> None:
    """Run a command in this folder. Raises Failed with the last line that it printed if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise _failed(failure, lines[-1][:300] if lines else "")


def _failed(message: str, hint: str) -> Failed:
    return Failed([Problem(id="vega-failed", path="templates/vega", message=message, hint=hint)])
