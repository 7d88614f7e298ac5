"""The npm packages that `templates/vega/` locks in, the module that runs charts with parameters out: `.vega/vega.….js`.

The one step that may reach the network, and only when it is asked for: a build takes the module as it lies there.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from builder.problem import Failed, Problem
from builder.templating import template_files, vega_module_file, vega_module_path

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
    """Build the module for the site in this folder, unless it is there; its path. Raises Failed with what went wrong."""
    if there := vega_module_file(root):
        return there
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise _failed("node and npm are not installed", "charts with parameters are static without")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, file in template_files().items():
            if path.startswith("vega/"):
                shutil.copy(file, folder / file.name)
        _run([npm, *_INSTALL], folder, "the packages could not be installed")
        _run([node, *_BUNDLE], folder, "the module could not be built")
        target = vega_module_path(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        shutil.copy(folder / "module.js", partial)
        partial.replace(target)
    return target


def _run(command: list[str], folder: Path, failing: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise _failed(failing, said[-1][:300] if said else "")


def _failed(message: str, hint: str) -> Failed:
    return Failed([Problem(id="vega-failed", path="templates/vega", message=message, hint=hint)])
