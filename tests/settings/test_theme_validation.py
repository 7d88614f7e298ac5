"""What mkdocs.yml says of how pages look: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed, Problem
from builder.settings.settings import read_settings
from builder.settings.theme_settings import FooterLink, ThemeSettings


def settings_of(tmp_path: Path, more: str) -> ThemeSettings:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{more}\n", "utf-8")
    read_settings(tmp_path / "mkdocs.yml")
    return read_settings(tmp_path / "mkdocs.yml").theme  # now from the cache


def problems_of(tmp_path: Path, more: str) -> list[Problem]:
    with pytest.raises(Failed) as failed:
        settings_of(tmp_path, more)
    return list(failed.value.problems)


def test_what_is_set_is_read_also_from_the_cache(tmp_path: Path) -> None:
    more = """\
theme:
  logo: assets/logo.svg
  favicon: assets/icon.png
  palette:
    - {scheme: default, primary: Teal, accent: "#FFF"}
    - {scheme: slate, primary: black}
extra_css: [assets/a.css, assets/b.css]
repo_url: https://example.org/repo
extra:
  social:
    - {icon: simple/wechat, link: "https://example.org/wx", name: 公众号}
    - {icon: material/email, link: "mailto:a@example.org"}
"""
    links = (
        FooterLink(icon="fontawesome/brands/git-alt", link="https://example.org/repo", name="example.org"),
        FooterLink(icon="simple/wechat", link="https://example.org/wx", name="公众号"),
        FooterLink(icon="material/email", link="mailto:a@example.org", name="mailto:a@example.org"),
    )
    assert settings_of(tmp_path, more) == ThemeSettings(
        primary="#009485",
        accent="#ffffff",
        dark_primary="#000000",
        dark_accent="#ffffff",
        logo="assets/logo.svg",
        favicon="assets/icon.png",
        sheets=("assets/a.css", "assets/b.css"),
        footer_links=links,
    )


def test_a_site_that_says_nothing_looks_like_all_others(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "not_in_nav: x\nstrict: true") == ThemeSettings()


@pytest.mark.parametrize(
    ("more", "line", "told"),
    [
        ("exclude_docs: drafts/", 2, "draft: true"),
        ("hooks: [a.py]", 2, "templates/"),
        ("extra_javascript: [a.js]", 2, "no scripts"),
        ("markdown_extensions: [toc]", 2, "authoring.md"),
        ("use_directory_urls: false", 2, "folder"),
        ("extra_css: assets/a.css", 2, "list"),
        ("extra_css: [https://example.org/a.css]", 2, "not a file of this site"),
        ("extra_css: [../a.css]", 2, "leads upwards"),
        ("extra_css: [a.scss]", 2, ".css"),
        ("theme:\n  custom_dir: overrides", 3, "templates/theme/main.html".removeprefix("templates/")),
        ("theme:\n  features: [navigation.tabs]", 3, "switches"),
        ("theme:\n  font: {text: Roboto}", 3, "extra_css"),
        ("theme:\n  logo: /etc/passwd", 3, "is absolute"),
        ("theme:\n  favicon: a.txt", 3, ".png"),
        ("theme:\n  palette:\n    primary: tael", 4, "did you mean teal?"),
        ("theme:\n  palette:\n    accent: custom", 4, "#14508c"),
        ("theme:\n  palette:\n    scheme: youtube", 4, "default or slate"),
        ("theme:\n  palette: [red]", 3, "not a map"),
        ("extra:\n  social: [x]", 3, "no link"),
        ("extra:\n  social:\n    - {icon: simple/wechat, link: 'javascript:alert(1)'}", 3, "no link"),
        ("extra:\n  social:\n    - {icon: ../x, link: 'https://example.org'}", 3, "no icon"),
    ],
)
def test_what_no_page_heeds_is_refused_at_its_line(tmp_path: Path, more: str, line: int, told: str) -> None:
    (problem,) = problems_of(tmp_path, more)
    assert (problem.id, problem.path, problem.line) == ("bad-settings", "mkdocs.yml", line)
    assert told in f"{problem.message} {problem.hint}"


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    assert len(problems_of(tmp_path, "hooks: [a]\nexclude_docs: x\ntheme:\n  logo: a.txt\n  features: [a]")) == 4
