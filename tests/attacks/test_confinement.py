"""Every name that content, data, cache or site brings, at every door: nothing outside the project is read, written or removed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest

from builder.desk import problem_report
from builder.desk.publish_record import publish_record
from builder.desk.verify import verify
from builder.problem import Failed, Problem
from tests.desk.declared_source import exported, run
from tests.site import NOW, SmallSite

SECRET = "code,name,kind\n990101,geheim-7531,x\n990102,geheim-7531,x\n990201,geheim-7531,x\n"
NAV = "date,nav\n2024-02-20,7531.1357\n2024-02-21,7532\n"
PAYLOADS = [
    "../outside/{name}",
    "{outside}/{name}",
    "exports/../../outside/{name}",
    "linked/{name}",
    "link-{name}",
    "exports/./../../outside/{name}",
    "..\\outside\\{name}",
    "C:\\outside\\{name}",
    "//{outside}/{name}",
    "file://{outside}/{name}",
    "~/{name}",
    "exports/\0/{name}",
    "/proc/self/root{outside}/{name}",
    "/proc/self/environ",
    ".git/{name}",
    "exports/.hidden/{name}",
    "x" * 5_000,
    "exports/" + "../" * 300 + "etc/passwd",
    "e\u0301/{name}",
    "\ue000\ue001/{name}",
    "pipe",
    "/dev/zero",
]
LINE = "title: 另一篇\n"


@pytest.fixture
def prison(site: SmallSite) -> Iterator[SmallSite]:
    """The small site with links and pipes in it, and a folder beside it that no command may read, change or show."""
    outside = site.root.parent / "outside"
    (outside / "calendars").mkdir(parents=True)
    for name, text in {"funds.csv": SECRET, "nav.csv": NAV, "a.csv": NAV, "SSE.csv": "date\n1999-01-04\n"}.items():
        (outside / name).write_text(text)
        (site.root / f"link-{name}").symlink_to(outside / name)
        for folder in (".git", "exports/.hidden"):
            (site.root / folder).mkdir(parents=True, exist_ok=True)
            (site.root / folder / name).write_text(text)
    (site.root / "linked").symlink_to(outside)
    os.mkfifo(site.root / "pipe")
    exported(site)
    before = state(site)
    yield site
    after = state(site)
    assert {path: text for path, text in after.items() if before.get(path) != text} == {}, "written outside"
    assert before.keys() - after.keys() == set(), "removed"
    for path in (*(site.root / "site").rglob("*"), *(site.root / "content/data").rglob("*")):
        if path.is_file() and not path.is_symlink():
            assert not any(
                sign in path.read_bytes() for sign in (b"geheim-7531", b"7531.1357", b"1999-01-04", b"root:x")
            )


def state(site: SmallSite) -> dict[str, bytes]:
    """All that lies outside what commands, and these tests, may write: beside the site, and its pages and settings."""
    ours = tuple(
        f"{site.root}/{name}" for name in ("site/", ".briefings", "content/data", "content/briefings", "exports/d")
    )
    return {
        str(path): path.read_bytes()
        for path in sorted(site.root.parent.rglob("*"))
        if path.is_file() and not str(path).startswith(ours)
    }


def told(work: Callable[[], object], site: SmallSite) -> tuple[Problem, ...]:
    """The problems of some work, however it gives them; their report shows nothing of what lies outside."""
    try:
        result = work()
        problems: tuple[Problem, ...] = tuple(getattr(result, "problems", ()))
    except Failed as failed:
        problems = failed.problems
    assert "geheim" not in problem_report.text(problems, site.root)
    return problems


def filled(payload: str, site: SmallSite, name: str) -> str:
    return payload.replace("{outside}", str(site.root.parent / "outside")).replace("{name}", name)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:30])
def test_a_source_reads_no_file_outside(prison: SmallSite, payload: str) -> None:
    for set_, name, fetcher in (
        ("funds", "funds.csv", "file"),
        ("nav", "a.csv", "file"),
        ("calendars", "SSE.csv", "file"),
        ("nav", "a.csv", "eastmoney"),
    ):
        place = json.dumps(filled(payload, prison, name))
        codes = ", codes: ['990101']" if set_ == "nav" else ""
        prison.write("content/data/sources.yml", f"{set_}: {{fetcher: {fetcher}, from: {place}{codes}}}\n")
        problems = told(lambda: run(prison), prison)
        assert problems
        assert all(problem.path for problem in problems)


CODES = [
    "../x",
    "/x",
    "../../../../outside/calendars/x",
    "a/b",
    "..",
    ".",
    ".x",
    "a\\b",
    "\ue000",
    "x" * 300,
    "e\u0301",
    " ",
]


@pytest.mark.parametrize("set_", ["calendars", "nav", "funds"])
def test_a_code_names_no_file_outside(prison: SmallSite, set_: str) -> None:
    prison.write("exports/days.csv", "date,nav,code,name\n2024-02-20,1,990101,x\n")
    for code in CODES:
        declared = f'{set_}: {{fetcher: file, from: "exports/days.csv", codes: [{json.dumps(code)}]}}\n'
        prison.write("content/data/sources.yml", declared)
        problems = told(lambda: run(prison), prison)
        assert problems or code == " ", code
    folder = prison.root / "content/data"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    new = {name for name in names if name.partition("/")[0] not in ("nav", "index", "ledger")}
    assert new <= {
        *("funds.csv", "indexes.csv", "stocks.csv", "sources.yml", "status.csv", ".refresh.json", "calendars/SSE.csv")
    }


WORDS = {
    "an image": "![图]({path})\n",
    "a link": "[文]({path})\n",
    "an image of HTML": '<img src="{path}" alt="x">\n',
    "a video": '<video src="{path}"></video>\n',
    "a link reference": "![图][x]\n\n[x]: {path}\n",
}


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:30])
def test_words_and_front_matter_publish_no_file_outside(prison: SmallSite, payload: str) -> None:
    path = filled(payload, prison, "nav.csv")
    for number, words in enumerate(WORDS.values()):
        head = f"---\ntitle: 新{number}\ndate: 2024-02-22\n---\n\n"
        prison.write(f"content/briefings/2024/2024-02-22-new{number}.md", head + words.replace("{path}", path))
    told(prison.build, prison)
    for key in ("cover", "slug", "funds", "topics", "series", "template"):
        value = json.dumps(path)
        page = prison.read("content/briefings/2024/2024-02-21-b.md").replace(LINE, f"title: {key}\n{key}: {value}\n")
        prison.write("content/briefings/2024/2024-02-21-c.md", page)
        told(prison.build, prison)
    told(lambda: publish_record(prison.root / "mkdocs.yml", now=NOW, workers=1), prison)


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: ascii(payload)[:30])
def test_what_build_json_and_the_cache_name_is_not_removed(prison: SmallSite, payload: str) -> None:
    path = filled(payload, prison, "nav.csv")
    files = {path: "x", "../content/pages/about.md": "x", "../mkdocs.yml": "x"}
    prison.write("site/build.json", json.dumps({"files": files}))
    (memory,) = (prison.root / ".briefings").glob("written-*.json")
    record = json.loads(memory.read_bytes())
    record["files"] |= {name: ["x", 0, 0] for name in files}
    record["interrupted"] = True
    memory.write_text(json.dumps(record))
    prison.write("content/pages/about.md", "---\ntitle: 关于我们\n---\n\n本站。\n")
    (prison.root / "content/pages/about.md").write_text("---\ntitle: 关于\n---\n\n本站示例。\n", encoding="utf-8")
    told(prison.build, prison)
    verify(prison.root / "site")


DOORS = ["site/build.json", "site/.build.json.partial", "content/data/.refresh.json", "content/data/status.csv"]
SHAPES = [
    "[]",
    "5",
    '{"files": 5}',
    '{"files": ["a"]}',
    "null",
    "[" * 20_000,
    '{"successes": 5, "seals": {"nav": 5}}',
    "\x00",
]


@pytest.mark.parametrize("door", [*DOORS, ".briefings/settings.json", ".briefings/refresh.json", ".briefings/origin"])
def test_a_pipe_a_link_or_another_shape_is_no_traceback(prison: SmallSite, door: str) -> None:
    file = prison.root / door
    for shape in SHAPES:
        file.write_text(shape)
        told(prison.build, prison)
        told(lambda: run(prison), prison)
        verify(prison.root / "site")
    if not door.startswith(".briefings"):
        for make in (os.mkfifo, lambda path: path.symlink_to(prison.root.parent / "outside/nav.csv")):
            file.unlink(missing_ok=True)
            make(file)
            told(prison.build, prison)
            told(lambda: run(prison), prison)
            verify(prison.root / "site")


@pytest.mark.parametrize("folder", ["site/funds", "site/briefings/b", "site/assets", "site/search", "site/media"])
def test_a_linked_folder_of_the_site_is_not_written_through(prison: SmallSite, folder: str) -> None:
    target = prison.root / folder
    if target.is_dir():
        target.rename(prison.root / ".briefings-moved")
    target.symlink_to(prison.root.parent / "outside")
    prison.write("content/data/sources.yml", "nav: {origin: 新, synthetic: true}\n")
    problems = told(prison.build, prison)
    assert folder == "site/media" or {problem.id for problem in problems} == {"symlink"}


@pytest.mark.parametrize(
    "folder", ["content/data/nav", "content/data/ledger", "content/data/allocation", "content/media"]
)
def test_a_linked_folder_of_content_is_not_read(prison: SmallSite, folder: str) -> None:
    target = prison.root / folder
    if target.is_dir():
        target.rename(prison.root / ".briefings-moved")
    target.symlink_to(prison.root.parent / "outside")
    assert {problem.id for problem in told(prison.build, prison)} >= {"symlink"}
    assert told(lambda: publish_record(prison.root / "mkdocs.yml", now=NOW, workers=1), prison)


def test_a_cache_that_a_checkout_brings_is_not_used(prison: SmallSite) -> None:
    forged = json.loads((prison.root / ".briefings/settings.json").read_bytes())
    forged["values"]["options"]["trusted_code"] = True
    (prison.root / ".briefings/settings.json").write_text(json.dumps(forged))
    (prison.root / ".briefings/origin").write_text("0" * 32)
    (prison.root / ".briefings/templates-x").symlink_to(prison.root.parent / "outside")
    told(prison.build, prison)
    settings = json.loads((prison.root / ".briefings/settings.json").read_bytes())
    assert settings["values"]["options"]["trusted_code"] is False
