"""`briefings init`: a new site builds at once, whatever its data are to come from, and nothing is ever written over."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from builder.desk.new_site import DATA_CHOICES, create
from builder.problem import Failed
from tests.real_data import ROOT
from tests.site import SmallSite

TODAY = date(2024, 3, 1)  # the day of `SmallSite.command`


def new(folder: Path, data: str = "demo", name: str = "小站") -> SmallSite:
    create(folder, name=name, data=data, today=TODAY, version="0.1.0")
    return SmallSite(folder)


@pytest.mark.parametrize("data", DATA_CHOICES)
def test_a_new_site_builds_at_once(tmp_path: Path, data: str) -> None:
    site = new(tmp_path / "new/site", data)
    built = site.build()
    assert built.problems == ()
    assert "第一篇简报" in site.read("site/briefings/first/index.html")
    assert "小站" in site.read("site/about/index.html")


@pytest.mark.parametrize("data", [choice for choice in DATA_CHOICES if choice != "demo"])
def test_a_site_that_waits_for_its_data_declares_them_and_has_none_made_up(tmp_path: Path, data: str) -> None:
    site = new(tmp_path, data)
    assert f"fetcher: {'file' if data == 'files' else data}" in site.read("content/data/sources.yml")
    assert [path.name for path in (tmp_path / "content/data").iterdir()] == ["sources.yml"]


def test_made_up_data_say_so_on_every_page(tmp_path: Path) -> None:
    site = new(tmp_path)
    assert site.build().problems == ()
    assert all("模拟数据" in site.read(f"site/{page}/index.html") for page in ("about", "briefings/first", "funds"))


def test_the_example_in_the_template_works_once_it_is_no_comment(tmp_path: Path) -> None:
    site = new(tmp_path)
    assert site.build().problems == ()
    assert "由编辑部撰写" not in site.read("site/briefings/first/index.html")
    template = site.read("templates/pages/briefing.html")
    example = re.search(r"{% block .*{% endblock %}", template, re.DOTALL)
    assert example
    site.write("templates/pages/briefing.html", template.splitlines()[0] + "\n" + example[0])
    assert site.build().problems == ()
    assert "由编辑部撰写" in site.read("site/briefings/first/index.html")


def test_the_template_names_every_block_that_it_can_change(tmp_path: Path) -> None:
    new(tmp_path)
    named = re.search(r"能改的块：(.+?)。", (tmp_path / "templates/pages/briefing.html").read_text("utf-8"))
    ours = (ROOT / "templates/pages/briefing.html").read_text("utf-8")
    assert named
    assert named[1].split() == re.findall(r"{% block (\w+) %}", ours)


def test_what_the_page_for_authors_shows_is_what_the_builder_reads(tmp_path: Path) -> None:
    site = new(tmp_path)
    guide = site.read("AUTHORS.md").replace("012733", "990001").replace("930713", "X90001")
    guide = guide.replace("示例基金A", "示例成长指数A")
    marks = re.findall(r"`(\{\{.+?\}\}|\[.+?\]\{.+?\}|\$.+?\$)`", guide)
    chart = re.search(r"````markdown\n(.+?)````", guide, re.DOTALL)
    assert len(marks) == 8
    assert chart
    text = "\n\n".join(marks).replace("from 2023-01-01 to 2023-12-31", "from 2023-03-01 to 2023-12-29")
    site.write(
        "content/briefings/2024/2024-03-01-guide.md", f"---\ntitle: x\ndate: 2024-03-01\n---\n{text}\n\n{chart[1]}"
    )
    assert [problem for problem in site.build().problems if problem.id != "false-claim"] == []


@pytest.mark.parametrize("today", [date(2024, 1, 1), date(2024, 2, 29), date(2027, 10, 8)])
def test_the_same_day_gives_the_same_site(tmp_path: Path, today: date) -> None:
    for folder in ("a", "b"):
        create(tmp_path / folder, name="小站", data="demo", today=today, version="0.1.0")
    first, second = (
        {path.relative_to(tmp_path / folder): path.read_bytes() for path in (tmp_path / folder).rglob("*.*")}
        for folder in ("a", "b")
    )
    assert first == second
    rows = (tmp_path / "a/content/data/nav/990001.csv").read_text("utf-8").splitlines()
    assert rows[-1][:10] < today.isoformat()
    assert float(rows[-1].split(",")[1]) > 1.05  # the claim of the first briefing holds whenever it is made


def test_a_folder_with_anything_in_it_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    (tmp_path / ".git").mkdir()
    with pytest.raises(Failed, match="not-empty") as failed:
        new(tmp_path)
    assert "note.txt" in failed.value.problems[0].message
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "note.txt"]
    with pytest.raises(Failed, match="not-empty"):
        new(tmp_path / "note.txt")
    (tmp_path / "note.txt").unlink()
    assert new(tmp_path).read("mkdocs.yml")


@pytest.mark.parametrize("name", ['引号"和\\', "# 井号: 冒号", "'", "{{ x }} <b>&", "- a"])
def test_a_site_may_have_any_name(tmp_path: Path, name: str) -> None:
    site = new(tmp_path / "site", "files", name=name)
    assert site.build().problems == ()
    with pytest.raises(Failed, match="reserved-character"):
        new(tmp_path / "other", name="a\ue000b")


def test_packages_are_pinned_by_hash(tmp_path: Path) -> None:
    for data, package in (("demo", "mkdocs-material"), ("akshare", "akshare")):
        text = new(tmp_path / data, data).read("requirements.txt")
        pinned = re.findall(r"^([a-z0-9-]+)==.+?(?=^[a-z]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert package in pinned
        assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:])
        assert "fund-briefings==0.1.0" in text


def test_the_command_asks_little_or_nothing(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    told = site.command("init", "one", "--yes")
    assert told.returncode == 0, told.stderr
    assert "briefings build" in told.stdout
    assert 'site_name: "我的基金简报"' in site.read("one/mkdocs.yml")
    asked = subprocess.run(
        [sys.executable, "-m", "builder", "init", str(tmp_path / "two")],
        input="青松\ntushare\n", cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert asked.stdout.count("[") <= 3
    assert 'site_name: "青松"' in site.read("two/mkdocs.yml")
    assert "tushare" in site.read("two/content/data/sources.yml")
    again = site.command("init", "one", "--yes")
    assert again.returncode == 1
    assert "not-empty" in again.stderr


@pytest.mark.slow
def test_the_wheel_holds_all_that_a_new_site_needs(tmp_path: Path) -> None:
    """The checkout is out of reach: only what the wheel has can be read."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    site = SmallSite(tmp_path)
    for words in (("init", "site", "--yes"), ("build", "--config", "site/mkdocs.yml")):
        told = site.command(*words, PYTHONPATH=str(tmp_path / "installed"))
        assert told.returncode == 0, told.stderr
    assert "第一篇简报" in site.read("site/site/briefings/first/index.html")
    assert "--hash=sha256:" in site.read("site/requirements.txt")
