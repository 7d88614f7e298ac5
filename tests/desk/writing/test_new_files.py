"""New files never replace others, and lead nowhere else."""

from __future__ import annotations

import pytest

from builder.desk.writing.new_files import briefing_slug, write_new
from builder.problem import Failed
from builder.settings.settings import read_settings
from tests.site import SmallSite


def ids(site: SmallSite, files: dict[str, bytes], *, force: bool = False) -> list[str]:
    with pytest.raises(Failed) as failed:
        write_new(read_settings(site.root / "mkdocs.yml"), files, force=force)
    return [problem.id for problem in failed.value.problems]


def test_all_are_written_or_none(site: SmallSite) -> None:
    taken = "briefings/2024/2024-02-20-a.md"
    before = site.read(f"content/{taken}")
    assert ids(site, {"briefings/2024/new.md": b"x", taken: b"x"}) == ["file-exists"]
    assert not (site.root / "content/briefings/2024/new.md").exists() and site.read(f"content/{taken}") == before
    write_new(read_settings(site.root / "mkdocs.yml"), {taken: b"x"}, force=True)
    assert site.read(f"content/{taken}") == "x"


def test_no_path_leads_elsewhere(site: SmallSite) -> None:
    (site.root / "content/briefings/2025").symlink_to(site.root)
    assert ids(site, {"../x.md": b"x", "briefings/2025/x.md": b"x"}, force=True) == ["unsafe-path"] * 2


def test_an_address_is_the_one_that_is_wanted_or_the_title_cut_behind_a_syllable() -> None:
    assert briefing_slug("sora", "标题") == "sora" and briefing_slug("", "", "文件") == "wen-jian"
    long = briefing_slug("", "很长的标题" * 10)
    assert len(long) <= 48 and not long.endswith("-") and long.startswith("hen-")
    with pytest.raises(Failed):
        briefing_slug("../x", "标题")
