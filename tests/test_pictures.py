"""A site with its pictures: what links show, what is left out and said, and what a refresh does not touch."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

import pytest

from tests.site import SETTINGS, SmallSite, history

pytestmark = pytest.mark.slow
ADDRESS = "https://example.org/some-repo"
WITH_ADDRESS = f"site_url: {ADDRESS}/\n{SETTINGS}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    site = SmallSite.make(tmp_path_factory.mktemp("pictured"))
    site.write("mkdocs.yml", WITH_ADDRESS)
    assert site.build().problems == ()
    return site


def _pngs(site: SmallSite) -> dict[str, bytes]:
    """All but the icons of the site."""
    pngs = {path: content for path, content in site.pages().items() if path.endswith(".png")}
    return {path: content for path, content in pngs.items() if not path.startswith("icon-")}


def test_a_briefing_with_a_chart_names_its_picture_by_its_whole_address(site: SmallSite) -> None:
    page = site.read("site/briefings/a/index.html")
    assert f'<meta property="og:image" content="{ADDRESS}/briefings/a/share.png">' in page
    assert f'<meta property="og:url" content="{ADDRESS}/briefings/a/">' in page
    pngs = _pngs(site)
    assert struct.unpack(">II", pngs["briefings/a/share.png"][16:24]) == (1200, 630)
    assert struct.unpack(">I", pngs["briefings/a/poster.png"][16:20]) == (1080,)
    assert 'href="../../briefings/a/poster.png"' in page
    assert f"{ADDRESS}/briefings/a/share.png" in site.read("site/feed.xml")
    items = {item["url"]: item for item in json.loads(site.read("site/feed.json"))["items"]}
    assert items[f"{ADDRESS}/briefings/a/"]["image"] == f"{ADDRESS}/briefings/a/share.png"


def test_a_briefing_without_a_chart_has_none(site: SmallSite) -> None:
    assert "og:image" not in site.read("site/briefings/b/index.html")
    assert not [path for path in _pngs(site) if path.startswith("briefings/b/")]


def test_each_chart_has_a_picture_of_its_own_to_take_away(site: SmallSite) -> None:
    page = site.read("site/briefings/a/index.html")
    (own,) = [path for path in _pngs(site) if path.startswith("charts/")]
    assert f'href="../../{own}"' in page


def test_another_day_of_data_touches_no_picture_and_all_is_as_if_made_anew(site: SmallSite, tmp_path: Path) -> None:
    before = {path: (site.root / "site" / path).stat().st_mtime_ns for path in _pngs(site)}
    assert len(before) == 3
    site.write("content/data/index/X90713.csv", history(3000, 0.0006, days=423, column="close"))
    result = site.build()
    assert result.problems == () and result.counts["written"] > 0
    assert {path: (site.root / "site" / path).stat().st_mtime_ns for path in _pngs(site)} == before
    warm = site.pages()
    assert site.build(cache=tmp_path / "cache", site=tmp_path / "cold").problems == ()
    cold = {
        path.relative_to(tmp_path / "cold").as_posix(): path.read_bytes()
        for path in (tmp_path / "cold").rglob("*")
        if path.is_file()
    }
    assert cold == warm


def test_without_an_address_links_get_no_picture_and_without_the_setting_nothing_does(tmp_path: Path) -> None:
    site = SmallSite.make(tmp_path)
    assert site.build().problems == ()
    assert [path.partition("/")[0] for path in _pngs(site)] == ["charts"]
    assert "og:image" not in site.read("site/briefings/a/index.html")
    site.write("mkdocs.yml", f"{WITH_ADDRESS}      pictures: false\n")
    assert site.build().problems == ()
    assert _pngs(site) == {} and "og:image" not in site.read("site/briefings/a/index.html")


def test_where_the_font_is_not_installed_pictures_are_left_out_and_that_is_said(tmp_path: Path) -> None:
    site = SmallSite.make(tmp_path)
    site.write("mkdocs.yml", WITH_ADDRESS)
    hidden = tmp_path / "hidden.py"
    hidden.write_text(
        "import sys, importlib.util as found\n"
        "real = found.find_spec\n"
        "found.find_spec = lambda name, *more: None if name == 'pylopdf_fonts_zh_cn' else real(name, *more)\n"
        "from builder.cli import main\n"
        "main()\n"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, str(hidden), "build"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "PATH": "/usr/bin:/bin",
            "SOURCE_DATE_EPOCH": "1709251200",
        },
    )
    assert done.returncode == 0, done.stderr
    assert "pip install 'fund-briefings[pictures]'" in done.stderr
    assert _pngs(site) == {} and "og:image" not in site.read("site/briefings/a/index.html")
