"""`briefings new` begins a draft that a check passes, from our archetypes, the site's own, or an earlier briefing."""

from __future__ import annotations

import pytest

from builder.desk.writing.new_briefing import archetypes, begin
from builder.problem import Failed
from builder.settings.settings import read_settings
from tests.site import NOW, SmallSite

SHIPPED = ["公告", "周报", "基金点评", "定期报告解读", "热点追踪", "简报"]


def test_every_archetype_begins_a_draft_without_problems(site: SmallSite) -> None:
    config = site.root / "mkdocs.yml"
    assert sorted(archetypes(read_settings(config))) == SHIPPED
    for number, name in enumerate(SHIPPED):
        lines = begin(config, f'【{name}】标题: "{name}" #1', now=NOW, name=f"n-{number}")
        assert f"templates/archetypes/{name}.md" in lines[0]
    assert site.problems() == []
    assert not (site.root / "site/briefings/n-0").exists()


def test_a_column_without_an_archetype_gets_the_usual_one(site: SmallSite) -> None:
    begin(site.root / "mkdocs.yml", "标题", now=NOW, series="别的", name="x")
    text = site.read("content/briefings/2024/2024-03-01-x.md")
    assert "series: 别的\n" in text and "## 一、发生了什么?" in text


def test_the_sites_own_archetype_comes_first(site: SmallSite) -> None:
    site.write("templates/archetypes/周报.md", "---\nauthors: [甲]\n---\n\n## 自家的周报\n")
    begin(site.root / "mkdocs.yml", "【周报】一周", now=NOW, name="x", day="2024-02-23 17:00")
    text = site.read("content/briefings/2024/2024-02-23-x.md")
    assert site.problems() == []  # an archetype is no template of pages
    assert "自家的周报" in text and "date: 2024-02-23 17:00\nseries: 周报\nauthors: [甲]\n" in text


def test_an_earlier_briefing_gives_its_words_but_not_its_own_dates(site: SmallSite) -> None:
    config = site.root / "mkdocs.yml"
    begin(config, "新的一篇", now=NOW, source="content/briefings/2024/2024-02-20-a.md", name="x", day="2025-01-02")
    text = site.read("content/briefings/2025/2025-01-02-x.md")
    assert text.startswith("---\ntitle: 新的一篇\ndate: 2025-01-02\ntopics: [人工智能]\ndraft: true\n---\n")
    assert "[另一篇](../2024/2024-02-21-b.md)" in text
    assert all(problem[3] == "no-answer" for problem in site.problems())  # the data end before its date


@pytest.mark.parametrize(
    ("wishes", "id"),
    [
        ({"source": "nowhere.md"}, "unreadable"),
        ({"day": "2024-13-01"}, "bad-date"),
        ({"name": "../x"}, "bad-value"),
        ({"name": "a", "day": "2024-02-20"}, "file-exists"),
    ],
)
def test_what_cannot_be_begun_is_told(site: SmallSite, wishes: dict[str, str], id: str) -> None:
    with pytest.raises(Failed) as failed:
        begin(site.root / "mkdocs.yml", "标题", now=NOW, **wishes)  # type: ignore[arg-type]
    assert [problem.id for problem in failed.value.problems] == [id]
