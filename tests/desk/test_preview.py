"""`briefings serve`, run as an author runs it: every change shows; a mistake is reported and the last good page stays."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import ROOT, preview
from tests.site import BRIEFING, OTHER, SmallSite, history

pytestmark = pytest.mark.slow
A = "content/briefings/2024/2024-02-20-a.md"
B = "content/briefings/2024/2024-02-21-b.md"


@dataclass
class Served:
    """A preview that runs, and the folder that it shows."""

    site: SmallSite
    package: Path  # the builder's own copy, whose templates a test may edit
    port: int

    def get(self, path: str) -> tuple[int, str]:
        """A request with the path exactly as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest("GET", path, skip_accept_encoding=True)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def shows(self, path: str, text: str) -> bool:
        return text in self.get(path)[1]

    def problems(self) -> str:
        """What the event stream of an open page tells first: the problems there are now."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/.briefings/events")
            answer = connection.getresponse()
            assert answer.getheader("Content-Type") == "text/event-stream"
            assert answer.readline() == b"event: problems\n"
            return str(json.loads(answer.readline().removeprefix(b"data: ")))
        finally:
            connection.close()


def eventually(condition: Callable[[], bool], *, seconds: float = 40) -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = SmallSite.make(tmp_path_factory.mktemp("site"))
    package = tmp_path_factory.mktemp("package")
    for name in ("builder", "templates"):
        shutil.copytree(ROOT / name, package / name, ignore=shutil.ignore_patterns("__pycache__"))
    with preview(site.root, package) as address:
        yield Served(site, package, int(address.rstrip("/").rpartition(":")[2]))


@pytest.fixture(autouse=True)
def as_it_was(served: Served) -> Iterator[None]:
    """Puts the files back after each test, and waits until the preview shows them."""
    yield
    served.site.write(A, BRIEFING)
    served.site.write(B, OTHER)
    eventually(lambda: served.problems() == "" and served.shows("/briefings/a/", "近一年"))


def test_pages_are_served_with_the_script_that_reloads_them(served: Served) -> None:
    status, page = served.get("/briefings/a/")
    assert status == 200
    assert page.count('<script src="/.briefings/preview.js"></script></body>') == 1
    assert served.get("/.briefings/preview.js")[0] == 200
    assert served.get("/")[0] == served.get("/funds/990101/index.html")[0] == 200
    assert served.get("/robots.txt")[0] == 200
    assert served.get("/nowhere/")[0] == 404


def test_an_edit_of_words_shows(served: Served) -> None:
    served.site.write(A, BRIEFING.replace("近一年", "过去一年"))
    eventually(lambda: served.shows("/briefings/a/", "过去一年"))


def test_an_edit_of_data_shows(served: Served) -> None:
    before = served.get("/funds/990201/")[1]
    served.site.write("content/data/nav/990201.csv", history(1.0, -0.0003))
    eventually(lambda: served.get("/funds/990201/")[1] != before)
    served.site.write("content/data/nav/990201.csv", history(1.0, -0.0002))
    eventually(lambda: served.get("/funds/990201/")[1] == before)


def test_an_edit_of_a_template_shows(served: Served) -> None:
    template = served.package / "templates/blocks/card.html"
    text = template.read_text("utf-8")
    template.write_text(text.replace('<article class="', '<article class="edited '), "utf-8")
    assert template.read_text("utf-8") != text
    eventually(lambda: served.shows("/briefings/a/", '<article class="edited '))
    template.write_text(text, "utf-8")
    eventually(lambda: not served.shows("/briefings/a/", '<article class="edited '))


def test_an_edit_of_the_settings_shows(served: Served) -> None:
    settings = served.site.read("mkdocs.yml")
    served.site.write("mkdocs.yml", settings.replace("小站", "大站"))
    eventually(lambda: served.shows("/briefings/a/", "大站"))
    served.site.write("mkdocs.yml", settings)
    eventually(lambda: not served.shows("/briefings/a/", "大站"))


def test_settings_saved_in_place_of_the_old_file_show(served: Served) -> None:
    """Editors may move a new file over the old one; a watch of the old file would then see no further change."""
    settings = served.site.read("mkdocs.yml")
    for name in ("中站", "大站"):
        served.site.write("mkdocs.yml.new", settings.replace("小站", name))
        (served.site.root / "mkdocs.yml.new").replace(served.site.root / "mkdocs.yml")
        eventually(lambda name=name: served.shows("/briefings/a/", name), seconds=10)  # type: ignore[misc]
    served.site.write("mkdocs.yml", settings)
    eventually(lambda: served.shows("/briefings/a/", "小站"), seconds=10)


def test_a_mistake_is_reported_and_the_last_good_page_stays_until_it_is_corrected(served: Served) -> None:
    before = served.get("/briefings/b/")[1]
    served.site.write(B, OTHER.replace("nav live", "navv live"))
    eventually(lambda: "unknown-measure: no measure is called navv" in served.problems())
    assert served.get("/briefings/b/")[1] == before
    settings = served.site.read("mkdocs.yml")
    served.site.write("mkdocs.yml", "site_name: [\n")
    eventually(lambda: "mkdocs.yml:2:1: bad-settings" in served.problems())
    assert served.get("/briefings/b/")[1] == before
    served.site.write("mkdocs.yml", settings)
    served.site.write(B, OTHER.replace("净值", "单位净值"))
    eventually(lambda: served.problems() == "" and served.shows("/briefings/b/", "单位净值"))


def test_the_built_site_is_not_touched(served: Served) -> None:
    assert not (served.site.root / "site").exists()


@pytest.mark.parametrize(
    "path",
    [
        "/../cache.sqlite",
        "/../../mkdocs.yml",
        "/%2e%2e/cache.sqlite",
        "/%2e%2e/%2e%2e/mkdocs.yml",
        "/briefings/..%2f..%2f..%2fmkdocs.yml",
        "/..%5c..%5cmkdocs.yml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/briefings/%00",
        "/%ff%fe",
    ],
)
def test_nothing_outside_of_the_preview_is_served(served: Served, path: str) -> None:
    status, text = served.get(path)
    assert status in (301, 400, 404), text
    assert "site_name" not in text
    assert "root:" not in text


def test_a_folder_without_a_page_is_not_listed(served: Served) -> None:
    status, text = served.get("/assets/")
    assert status == 404, text


def test_many_open_pages_do_not_stop_the_preview(served: Served) -> None:
    lines = [http.client.HTTPConnection("127.0.0.1", served.port, timeout=20) for _ in range(20)]
    for line in lines:
        line.request("GET", "/.briefings/events")
    assert served.get("/")[0] == 200
    for line in lines:
        line.close()
    assert served.get("/")[0] == 200


@pytest.mark.parametrize(
    ("host", "said"), [("203.0.113.9", "choose an address of this machine"), ("no such host", "choose an address")]
)
def test_an_address_that_the_machine_lacks_is_told_as_one(site: SmallSite, host: str, said: str) -> None:
    command = [sys.executable, "-m", "builder", "serve", "--config", str(site.root / "mkdocs.yml"), "--host", host]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 1
    assert result.stderr.startswith("cannot-listen: ") and said in result.stderr
