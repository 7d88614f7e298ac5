"""The site's own templates: what they replace, that they are part of every key, and what is told of those that change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed, Problem
from builder.settings.settings import read_settings
from builder.site_build.inputs import Inputs
from builder.site_templates import site_templates_digest
from builder.templating import template_files
from tests.site import BRIEFING_WITHOUT_CHART, FILES, SmallSite

CARD = "templates/blocks/card.html"
HEAD = """{% extends "builder:pages/briefing.html" %}
{% block head %}
<p class="desk">研究部</p>
{{ super() }}
{% endblock %}
"""
FRAME = """{% extends "builder:theme/main.html" %}
{% block footer %}
<footer class="own-foot">{{ config.extra.office }}</footer>
{% endblock %}
"""


@pytest.fixture
def plain_site(tmp_path: Path) -> SmallSite:
    files = {**FILES, "content/briefings/2024/2024-02-20-a.md": BRIEFING_WITHOUT_CHART}
    return SmallSite.make(tmp_path / "plain", files)


def problems_of(site: SmallSite) -> list[Problem]:
    """What is wrong with the site's own templates."""
    with pytest.raises(Failed) as failed:
        site_templates_digest(site.root)
    return list(failed.value.problems)


def test_a_block_of_the_site_s_own_replaces_ours_and_can_show_ours_too(plain_site: SmallSite) -> None:
    plain_site.write("templates/pages/briefing.html", HEAD)
    plain_site.write("templates/theme/main.html", FRAME)
    plain_site.write("mkdocs.yml", FILES["mkdocs.yml"] + "extra: {office: 示例大厦}\n")
    assert plain_site.build().problems == ()
    page = plain_site.read("site/briefings/a/index.html")
    assert page.index('<p class="desk">研究部</p>') < page.index("<h1>一篇简报</h1>")
    assert '<footer class="own-foot">示例大厦</footer>' in page
    assert '<footer class="fb-footer">' not in page
    assert "own-foot" in plain_site.read("site/about/index.html")
    assert "研究部" not in plain_site.read("site/about/index.html")


def test_each_change_of_a_template_reaches_the_site_and_its_removal_too(plain_site: SmallSite) -> None:
    """Warm equals cold: the folder is part of every key."""
    assert plain_site.build().problems == ()
    without = plain_site.pages()
    looks = {Inputs.read(read_settings(plain_site.root / "mkdocs.yml")).appearance}
    for word in ("甲组", "乙组"):
        plain_site.write("templates/pages/briefing.html", HEAD.replace("研究部", word))
        plain_site.write("templates/blocks/_mark.html", "")
        looks.add(Inputs.read(read_settings(plain_site.root / "mkdocs.yml")).appearance)
        assert plain_site.build().problems == ()
        assert word in plain_site.read("site/briefings/a/index.html")
        assert plain_site.pages() == plain_site.cold_pages()
    assert len(looks) == 3
    (plain_site.root / "templates/pages/briefing.html").unlink()
    (plain_site.root / "templates/blocks/_mark.html").unlink()
    assert plain_site.build().problems == ()
    assert plain_site.pages() == without


def test_a_block_of_numbers_can_be_replaced_whole(plain_site: SmallSite) -> None:
    ours = template_files()["blocks/card.html"].read_text("utf-8")
    plain_site.write(CARD, ours.replace("card-name", "own-name card-name"))
    assert plain_site.build().problems == ()
    assert 'class="own-name card-name' in plain_site.read("site/briefings/a/index.html")


PLAIN = "pages/plain.html"
EXTENDS = '{% extends "builder:pages/plain.html" %}'


@pytest.mark.parametrize(
    ("name", "text", "line", "id", "told"),
    [
        ("pages/breifing.html", "x", 0, "unused-template", "did you mean pages/briefing.html?"),
        ("assets/site.css", "x", 0, "unused-template", "extra_css"),
        ("note.txt", "x", 0, "unused-template", "_NAME.html"),
        (PLAIN, EXTENDS + "\n{% block haed %}{% endblock %}", 2, "unused-template", "did you mean head?"),
        (PLAIN, "\n{% block head %}", 2, "bad-template", "endblock"),
        (PLAIN, EXTENDS.replace("plain", "plane"), 1, "bad-template", "did you mean pages/plain.html?"),
        (PLAIN, EXTENDS.replace("builder:", ""), 1, "bad-template", "builder:pages/plain.html"),
        ("theme/main.html", '{% include "nothing.html" %}', 1, "bad-template", "there is no template nothing.html"),
        (PLAIN, "a\ue000b", 1, "reserved-character", ""),
    ],
)
def test_a_file_that_would_change_nothing_or_cannot_be_read_is_told(
    tmp_path: Path, name: str, text: str, line: int, id: str, told: str
) -> None:
    site = SmallSite(tmp_path)
    site.write(f"templates/{name}", text)
    (problem,) = problems_of(site)
    assert (problem.path, problem.line, problem.id) == (f"templates/{name}", line, id)
    assert told in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ nothing_of_this_name }}", "nothing_of_this_name"),
        ("{{ 1 // 0 }}", "zero"),
        ("{{ title | no_such_filter }}", "no_such_filter"),
        ("{{ title.x.y }}", "x"),
    ],
)
@pytest.mark.parametrize("name", ["pages/plain.html", "pages/archive.html", "theme/main.html", "blocks/card.html"])
def test_a_mistake_that_shows_only_when_a_page_is_made_is_told_at_its_line(
    plain_site: SmallSite, name: str, text: str, message: str
) -> None:
    if name == "theme/main.html" and "of_this_name" in text:
        text = "{{ nothing_of_this_name.x }}"  # the theme's own environment forgives a name
    plain_site.write(f"templates/{name}", f"\n{text.replace('title.', 'root.').replace('{{ title |', '{{ root |')}\n")
    told = plain_site.command("check")
    assert told.returncode == 1
    assert "Traceback" not in told.stderr
    assert "bad-template" in told.stderr
    assert f"templates/{name}:2" in told.stderr
    assert message in told.stderr


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.write("secret.html", "x")
    site.write("templates/pages/_x.html", "x")
    (tmp_path / "templates/pages/plain.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "templates/blocks").symlink_to(tmp_path)
    assert [(problem.path, problem.id) for problem in problems_of(site)] == [
        ("templates/blocks", "symlink"),
        ("templates/pages/plain.html", "symlink"),
    ]


@pytest.mark.parametrize("folder", ["templates", "templates/x"])
@pytest.mark.parametrize("key", ["docs_dir", "site_dir"])
def test_content_and_site_lie_outside_the_templates(tmp_path: Path, key: str, folder: str) -> None:
    """What a briefing says is never a template."""
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{key}: {folder}\n", "utf-8")
    with pytest.raises(Failed, match=r"mkdocs\.yml:2: bad-settings"):
        read_settings(tmp_path / "mkdocs.yml")
