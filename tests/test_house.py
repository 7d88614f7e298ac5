"""The house rules, held against the code: which room may import which, who alone may touch what, and how large a module is."""

from __future__ import annotations

import ast
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILDER = ROOT / "builder"
MODULES = sorted(path for path in BUILDER.rglob("*.py"))

# Room -> the rooms it may import. Rooms that are missing here may import nothing of ours.
_VALUES = {
    "model",
    "problem",
    "language",
    "date_format",
    "number_format",
    "suggest",
    "vocabulary",
    "html_tokens",
    "slot_params",
    "forbidden_characters",
    "yaml_syntax",
    "safe_path",
    "link_target",
    "table_fit",
}
MAY_IMPORT = {
    "problem": set(),
    "language": set(),
    "date_format": {"language"},
    "model": {"language", "vocabulary", "link_target"},
    "link_target": set(),
    "expression": {"vocabulary"},
    "number_format": {"language"},
    "suggest": set(),
    "vocabulary": set(),
    "html_tokens": set(),
    "forbidden_characters": {"problem"},
    "yaml_syntax": set(),
    "safe_path": set(),
    "table_fit": set(),
    "slot_params": {"model"},
    "templating": _VALUES | {"cache"},
    "cache": _VALUES,
    "settings": _VALUES | {"cache"},
    "words": _VALUES | {"expression"},
    "numbers": _VALUES,
    "blocks": _VALUES | {"expression", "templating"},
    "pages": _VALUES | {"settings", "templating"},
    "search": _VALUES,
    "theme": _VALUES | {"settings", "templating", "cache"},
    "output": _VALUES | {"cache"},
    "parallel": _VALUES
    | {"settings", "cache", "templating", "output", "words", "numbers", "blocks", "pages", "search", "theme"},
    "site_build": _VALUES
    | {
        "settings",
        "cache",
        "templating",
        "words",
        "numbers",
        "blocks",
        "pages",
        "search",
        "theme",
        "parallel",
        "output",
    },
}
TOP = {"cli", "command_line", "desk", "__main__", "mkdocs_plugin"}  # may import all
SOLE = {
    "mkdocs": ("theme/shell.py", "mkdocs_plugin.py"),
    "material": ("theme/shell.py", "mkdocs_plugin.py"),
    "markdown_it": ("words/syntax/",),
    "mdit_py_plugins": ("words/syntax/",),
    "altair": ("blocks/charts/drawing/altair_worker.py", "blocks/charts/custom/sandbox.py"),
    "vl_convert": ("blocks/charts/drawing/altair_worker.py", "blocks/images/png_images.py"),
    "segno": ("blocks/images/share_images.py",),
    "jinja2": ("templating.py", "theme/shell.py"),
    "sqlite3": ("cache/store.py",),
    "pandas": ("numbers/", "blocks/charts/custom/sandbox.py"),
    "urllib3": ("numbers/sources/http_file.py",),
    "python_calamine": ("numbers/sources/tables/table_file.py",),
    "akshare": ("numbers/sources/akshare.py",),
    "click": ("cli.py", "command_line.py"),
    "opencc": ("search/fold.py", "language.py"),
    "tinycss2": ("theme/style_sheet.py",),
    "imagesize": ("words/media/picture_size.py",),
}
# Reads of the clock, the environment or chance. `datetime.now` is caught by its attribute.
IMPURE_MODULES = {"random", "secrets", "time"}
IMPURE_CALLS = {"getenv", "now", "utcnow", "today", "urandom", "gettempdir", "getcwd", "cwd", "uuid1", "uuid4"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


def name_of(path: Path) -> str:
    return path.relative_to(BUILDER).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(BUILDER).with_suffix("").parts
    return ".".join(parts) if ".".join(parts) in TOP else parts[0]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a module imports, wherever the import stands, but for those only types need."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports by a relative path"
            module = node.module or ""
            if module == "builder":
                yield from ((f"builder.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield module, node.lineno


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    if room in TOP or path == BUILDER / "__init__.py":
        return
    for module, line in imports(path):
        if module.partition(".")[0] != "builder":
            continue
        target = module.split(".")[1]
        assert target in MAY_IMPORT[room] | {room}, f"builder/{name_of(path)}:{line}: {room} may not import {target}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_is_imported_by_its_one_room_alone(path: Path) -> None:
    for module, line in imports(path):
        allowed = SOLE.get(module.partition(".")[0])
        if allowed:
            assert name_of(path).startswith(allowed), f"builder/{name_of(path)}:{line} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_reads_clock_chance_and_environment_or_prints(path: Path) -> None:
    if name_of(path) in ("cli.py", "command_line.py"):
        return
    for module, line in imports(path):
        assert module.partition(".")[0] not in IMPURE_MODULES, f"builder/{name_of(path)}:{line} imports {module}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr != "environ", f"builder/{name_of(path)}:{node.lineno} reads the environment"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in IMPURE_CALLS, f"builder/{name_of(path)}:{node.lineno} calls {node.func.attr}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"builder/{name_of(path)}:{node.lineno} prints"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_and_is_not_too_long(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), f"builder/{name_of(path)} does not say what it is"
    assert len(text.splitlines()) <= 300, f"builder/{name_of(path)} has outgrown its noun"
    assert not FORBIDDEN_NAMES & set(path.relative_to(BUILDER).with_suffix("").parts)


def test_modules_are_small_on_the_whole() -> None:
    sizes = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES if path.name != "__init__.py")
    assert statistics.median(sizes) <= 130
    assert sizes[int(len(sizes) * 0.9)] <= 290


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_is_documented(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"builder/{name_of(path)}:{node.lineno}: {node.name} has no docstring"


def test_a_build_can_be_read_on_one_screen() -> None:
    tree = ast.parse((BUILDER / "site_build/build.py").read_text(encoding="utf-8"))
    build = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "build")
    assert build.end_lineno and build.end_lineno - build.lineno < 50


def test_every_room_of_the_house_is_in_the_architecture_page() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = {
        f"{path.stem}.py" if path.is_file() else f"{path.name}/"
        for path in BUILDER.iterdir()
        if path.name[0] not in "_."
    }
    assert [room for room in sorted(rooms) if f"`{room}" not in page] == []


def test_no_class_name_stands_for_two_things() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(name_of(path))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_no_folder_holds_more_than_twenty_modules() -> None:
    sizes = Counter(path.parent.relative_to(BUILDER).as_posix() for path in MODULES)
    assert {folder: size for folder, size in sizes.items() if size > 20} == {}


# Words that say nothing of what a variable holds.
_RIDDLES = {"one", "found", "at", "made", "kept", "told", "some", "plain"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_variable_says_what_it_holds(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.arg if isinstance(node, ast.arg) else ""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        assert name not in _RIDDLES, f"builder/{name_of(path)}:{getattr(node, 'lineno', 0)}: {name} holds what?"


def module_of(path: Path) -> str:
    """A module as others import it, e.g. "builder.cache.store"."""
    return ".".join(("builder", *path.relative_to(BUILDER).with_suffix("").parts)).removesuffix(".__init__")


def top_imports(path: Path) -> Iterator[str]:
    """Our modules that a module imports when it is loaded, but for those that only types need."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "builder":
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in _MODULE_NAMES else str(node.module)


_MODULE_NAMES = {module_of(path) for path in MODULES}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module_of(path): sorted(set(top_imports(path)) - {module_of(path)}) for path in MODULES}
    done: set[str] = set()
    for start in graph:
        trail: list[str] = []

        def visit(module: str, trail: list[str] = trail) -> None:
            assert module not in trail, f"a circle: {' -> '.join([*trail[trail.index(module) :], module])}"
            if module in done:
                return
            trail.append(module)
            for target in graph.get(module, ()):
                visit(target)
            trail.pop()
            done.add(module)

        visit(start)
