"""Builds the same sites with another commit and with the working tree, and compares all files byte for byte.

    python -m bench.same_bytes BASE [--data FOLDER]      (make same-bytes BASE=rev)

The sites are the demo, the gallery of charts and, if FOLDER has its real data, examples/sora. Texts and data are those of the
working tree in both builds; each build uses its own code and templates. Both run in this Python with its packages, with the same
SOURCE_DATE_EPOCH and with empty caches. `engine` and `content` in build.json depend on the code, so they are not compared.
The exit status is 1 if a file differs or a build fails.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests import gallery, real_data

ROOT = Path(__file__).resolve().parent.parent
EPOCH = "1732492800"  # 2024-11-25: every briefing of the sites is published by then
NOT_INPUT = shutil.ignore_patterns("site", ".briefings", "nav", "index", "stock")
SCRIPT_NAMES = re.compile(rb"(assets/briefings/\w+)\.[0-9a-f]{8}\.js")  # e.g. "assets/briefings/charts.470b89e0.js"
DIGESTS_OF_CODE = re.compile(rb'(?<="engine": ")[0-9a-f]+|(?<="content": ")[0-9a-f]+')


def main() -> None:
    """Build, compare, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", help="a commit, e.g. HEAD~1")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data", help="real data for examples/sora")
    parser.add_argument(
        "--new-scripts",
        action="store_true",
        help="where scripts changed on purpose: compare all but them and their names",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as folder:
        temporary = Path(folder)
        base = check_out(options.base, temporary / "base")
        count = 0
        for name, source in write_sources(temporary / "sources", options.data).items():
            before = build(base, source, temporary / "site")
            after = build(ROOT, source, temporary / "site")
            if options.new_scripts:
                before, after = without_scripts(before), without_scripts(after)
            differences = list(compare(before, after))
            print(f"{name}: {len(after)} files, {len(differences)} differ from {options.base}", flush=True)
            print("".join(f"  {line}\n" for line in differences), end="")
            count += len(differences)
    sys.exit(1 if count else 0)


def check_out(commit: str, tree: Path) -> Path:
    """Write the files of a commit into a new folder, and return it."""
    tree.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "-x"], cwd=tree, input=archive.stdout, check=True)
    return tree


def write_sources(folder: Path, data: Path) -> dict[str, Path]:
    """Write a folder for each site with its mkdocs.yml, texts and data of the working tree. Returns the folders by site."""
    demo, sora = folder / "demo", folder / "sora"
    demo.mkdir(parents=True)
    shutil.copytree(ROOT / "content", demo / "content")
    shutil.copy(ROOT / "mkdocs.yml", demo)
    sources = {"demo": demo, "gallery": gallery.make(folder / "gallery")}
    if data.is_dir():
        shutil.copytree(ROOT / "examples/sora", sora, ignore=NOT_INPUT)
        real_data.prepared(data, sora / "content/data")
        sources["sora"] = sora
    else:
        print(f"sora: not compared, {data} is not there")
    for source in sources.values():
        if (ROOT / ".vega").is_dir():  # `make vega` was run
            shutil.copytree(ROOT / ".vega", source / ".vega")
    return sources


def build(tree: Path, source: Path, site: Path) -> Mapping[str, bytes]:
    """Build a site with the code of this tree. Returns the files by path, e.g. "index.html"."""
    for folder in (site, source / ".briefings"):
        shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as metadata:
        write_entry_points(tree, Path(metadata))
        done = subprocess.run(
            [sys.executable, "-m", "builder", "build", "--site-dir", str(site)],
            cwd=source,
            env=os.environ | {"PYTHONPATH": f"{metadata}:{tree}", "SOURCE_DATE_EPOCH": EPOCH},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        sys.exit(f"{tree} does not build {source.name}:\n{done.stdout}{done.stderr}")
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def write_entry_points(tree: Path, folder: Path) -> None:
    """Register the plugin and the command of this tree as an installation would: their modules differ between commits."""
    project = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))["project"]
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = {"console_scripts": project["scripts"]} | project["entry-points"]
    sections = (f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in names.items()) for group, names in groups.items())
    (info / "entry_points.txt").write_text("\n".join(sections))


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each file that differs, with its first difference."""
    for path in sorted(before.keys() | after.keys()):
        if path not in after or path not in before:
            yield f"{path}: {'added' if path in after else 'missing'}"
            continue
        old, new = before[path], after[path]
        if path == "build.json":
            old, new = DIGESTS_OF_CODE.sub(b"", old), DIGESTS_OF_CODE.sub(b"", new)
        if old != new:
            start = next(
                (offset for offset, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
            )
            line = new.count(b"\n", 0, start) + 1
            yield f"{path}: line {line}, byte {start}\n    - {excerpt(old, start)}\n    + {excerpt(new, start)}"


def without_scripts(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a site without its own scripts, and without the digests in their names. build.json lists them, so it is out."""
    return {
        path: SCRIPT_NAMES.sub(rb"\1.js", content)
        for path, content in files.items()
        if path != "build.json" and not SCRIPT_NAMES.search(path.encode())
    }


def excerpt(content: bytes, start: int) -> str:
    """The bytes around the first difference, as text."""
    return repr(content[max(0, start - 60) : start + 60].decode("utf-8", "replace"))


if __name__ == "__main__":
    main()
