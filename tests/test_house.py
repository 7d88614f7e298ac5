"""The house rules, held against the code: which room may import which, who alone may touch what, and how large a module is."""

from __future__ import annotations

import ast
import statistics
from collections import Counter
from collections.abc import Iterator
from functools import cache
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
    "site_templates": _VALUES | {"templating"},
    "cache": _VALUES,
    "settings": _VALUES | {"cache"},
    "words": _VALUES | {"expression"},
    "numbers": _VALUES,
    "blocks": _VALUES | {"expression", "templating"},
    "pages": _VALUES | {"settings", "templating"},
    "search": _VALUES,
    "theme": _VALUES | {"settings", "templating", "cache"},
    "importing": _VALUES | {"expression", "words", "blocks"},
    "output": _VALUES | {"cache"},
    "parallel": _VALUES
    | {"settings", "cache", "templating", "output", "words", "numbers", "blocks", "pages", "search", "theme"},
    "site_build": _VALUES
    | {
        "settings",
        "cache",
        "templating",
        "site_templates",
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
TOP = {"author_commands", "cli", "command_line", "desk", "__main__", "mkdocs_plugin"}  # may import all
SOLE = {
    "mkdocs": ("theme/shell.py", "mkdocs_plugin.py"),
    "material": ("theme/shell.py", "mkdocs_plugin.py"),
    "markdown_it": ("words/syntax/",),
    "mdit_py_plugins": ("words/syntax/",),
    "altair": ("blocks/charts/drawing/altair_worker.py", "blocks/charts/custom/sandbox.py"),
    "vl_convert": ("blocks/charts/drawing/altair_worker.py", "blocks/images/png_images.py"),
    "segno": ("blocks/images/share_images.py",),
    "jinja2": ("templating.py", "site_templates.py", "theme/shell.py"),
    "sqlite3": ("cache/store.py",),
    "pandas": ("numbers/", "blocks/charts/custom/sandbox.py"),
    "urllib3": ("numbers/sources/http_file.py",),
    "python_calamine": ("numbers/sources/tables/table_file.py",),
    "akshare": ("numbers/sources/akshare.py",),
    "click": ("author_commands.py", "cli.py", "command_line.py"),
    "opencc": ("search/fold.py", "language/__init__.py"),
    "tinycss2": ("theme/style_sheet.py", "theme/site_sheets.py"),
    "lxml": ("importing/web_page.py",),
    "mammoth": ("importing/word_file.py",),
    "imagesize": ("words/media/picture_size.py",),
}
# Reads of the clock, the environment or chance. `datetime.now` is caught by its attribute.
IMPURE_MODULES = {"random", "secrets", "time"}
IMPURE_CALLS = {"getenv", "now", "utcnow", "today", "urandom", "gettempdir", "getcwd", "cwd", "uuid1", "uuid4"}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


@pytest.fixture(scope="module", autouse=True)
def _trees() -> Iterator[None]:
    """Forgets the trees at the end: as long as a process holds so many objects, each collection of garbage looks at them."""
    yield
    nodes.cache_clear()


def name_of(path: Path) -> str:
    return path.relative_to(BUILDER).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(BUILDER).with_suffix("").parts
    return ".".join(parts) if ".".join(parts) in TOP else parts[0]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """A module's syntax tree and all that is in it: many rules look through all modules."""
    return [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def top(path: Path) -> list[ast.stmt]:
    """The statements at the top of a module."""
    (module, *_) = nodes(path)
    assert isinstance(module, ast.Module)
    return module.body


@cache
def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that a module imports, wherever the import stands, but for those only types need."""
    return [*_imports(path)]


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    typing_only = {
        id(child)
        for node in nodes(path)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in nodes(path):
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


def test_a_room_imports_only_the_rooms_below_it() -> None:
    wrong = []
    for path in MODULES:
        room = room_of(path)
        if room in TOP or path == BUILDER / "__init__.py":
            continue
        for module, line in imports(path):
            if module.partition(".")[0] == "builder" and (target := module.split(".")[1]) not in MAY_IMPORT[room] | {
                room
            }:
                wrong.append(f"builder/{name_of(path)}:{line}: {room} may not import {target}")
    assert not wrong, "\n".join(wrong)


def test_a_library_is_imported_by_its_one_room_alone() -> None:
    wrong = [
        f"builder/{name_of(path)}:{line} imports {module}"
        for path in MODULES
        for module, line in imports(path)
        if not name_of(path).startswith(SOLE.get(module.partition(".")[0], ""))
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_command_line_reads_clock_chance_and_environment_or_prints() -> None:
    def impure(path: Path) -> Iterator[tuple[int, str]]:
        for module, line in imports(path):
            if module.partition(".")[0] in IMPURE_MODULES:
                yield line, f"imports {module}"
        for node in nodes(path):
            match node:
                case ast.Attribute(attr="environ"):
                    yield node.lineno, "reads the environment"
                case ast.Call(func=ast.Attribute(attr=name)) if name in IMPURE_CALLS:
                    yield node.lineno, f"calls {name}"
                case ast.Call(func=ast.Name(id="print")):
                    yield node.lineno, "prints"

    others = [path for path in MODULES if name_of(path) not in ("author_commands.py", "cli.py", "command_line.py")]
    wrong = [f"builder/{name_of(path)}:{line} {what}" for path in others for line, what in impure(path)]
    assert not wrong, "\n".join(wrong)


def test_a_module_says_what_it_is_and_is_not_too_long() -> None:
    wrong = []
    for path in MODULES:
        text, (module, *_) = path.read_text(encoding="utf-8"), nodes(path)
        if text.strip() and not ast.get_docstring(module):  # type: ignore[arg-type]
            wrong.append(f"builder/{name_of(path)} does not say what it is")
        if len(text.splitlines()) > 300:
            wrong.append(f"builder/{name_of(path)} has outgrown its noun")
        if FORBIDDEN_NAMES & set(path.relative_to(BUILDER).with_suffix("").parts):
            wrong.append(f"builder/{name_of(path)} has a name that says nothing")
    assert not wrong, "\n".join(wrong)


def test_modules_are_small_on_the_whole() -> None:
    sizes = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES if path.name != "__init__.py")
    assert statistics.median(sizes) <= 130
    assert sizes[int(len(sizes) * 0.9)] <= 290


def test_everything_public_is_documented() -> None:
    wrong = [
        f"builder/{name_of(path)}:{node.lineno}: {node.name} has no docstring"
        for path in MODULES
        for node in top(path)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_build_can_be_read_on_one_screen() -> None:
    statements = top(BUILDER / "site_build/build.py")
    build = next(node for node in statements if isinstance(node, ast.FunctionDef) and node.name == "build")
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
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(name_of(path))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_no_folder_holds_more_than_twenty_modules() -> None:
    sizes = Counter(path.parent.relative_to(BUILDER).as_posix() for path in MODULES)
    assert {folder: size for folder, size in sizes.items() if size > 20} == {}


# Words that say nothing of what a variable holds.
_RIDDLES = {"one", "found", "at", "made", "kept", "told", "some", "plain"}


def test_a_variable_says_what_it_holds() -> None:
    def names(path: Path) -> Iterator[tuple[int, str]]:
        for node in nodes(path):
            match node:
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                    yield node.lineno, name

    wrong = [
        f"builder/{name_of(path)}:{line}: {name} holds what?"
        for path in MODULES
        for line, name in names(path)
        if name in _RIDDLES
    ]
    assert not wrong, "\n".join(wrong)


def test_no_process_outlives_what_started_it() -> None:
    """Each is the subject of a `with`, or of a class that is one; so it is waited for, also where an error comes between."""
    wrong = []
    for path in sorted(path for room in ("builder", "tests", "bench") for path in (ROOT / room).rglob("*.py")):
        if (
            "Popen(" not in path.read_text(encoding="utf-8")
            or path == BUILDER / "blocks/charts/drawing/drawing_process.py"
        ):
            continue
        held = {id(item.context_expr) for node in nodes(path) if isinstance(node, ast.With) for item in node.items}
        for node in nodes(path):
            match node:
                case ast.Call(func=ast.Attribute(attr="Popen") | ast.Name(id="Popen")) if id(node) not in held:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: this process may be left behind")
    assert not wrong, "\n".join(wrong)


def module_of(path: Path) -> str:
    """A module as others import it, e.g. "builder.cache.store"."""
    return ".".join(("builder", *path.relative_to(BUILDER).with_suffix("").parts)).removesuffix(".__init__")


def top_imports(path: Path) -> Iterator[str]:
    """Our modules that a module imports when it is loaded, but for those that only types need."""
    for node in top(path):
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
