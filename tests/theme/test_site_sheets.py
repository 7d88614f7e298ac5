"""Style sheets of a site's own, and what the frame shows of its settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.problem import Failed
from builder.settings.settings import Settings
from builder.settings.theme_settings import ThemeSettings
from builder.theme.site_sheets import site_rules
from tests.site import BRIEFING_WITHOUT_CHART, FILES, SmallSite

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>x</script><path d="M0 0h9"/></svg>'
SAFE_LOGO = LOGO.replace("<script>x</script>", "")
SETTINGS = """\
extra_css: [assets/own.css]
copyright: 示例版权
repo_url: https://example.org/repo
extra:
  social:
    - {icon: simple/wechat, link: "https://example.org/<wx>&", name: "公众号 & 社"}
""".replace("<wx>", "wx")


def rules_of(tmp_path: Path, css: str | bytes) -> str:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.css").write_bytes(css if isinstance(css, bytes) else css.encode())
    theme = ThemeSettings(sheets=("a.css",))
    return site_rules(Settings(root=tmp_path, config=tmp_path / "mkdocs.yml", site_name="x", theme=theme))


def test_rules_stand_as_they_were_written_but_for_comments(tmp_path: Path) -> None:
    css = "/* x */ .a { color: red; & .b { color: var(--fb-ink) } }\n@media print { .a { display: none } }"
    rules = rules_of(tmp_path, css)
    assert ".a { color: red; & .b { color: var(--fb-ink) } }" in rules
    assert "@media print" in rules


def test_a_block_that_is_left_open_ends_with_its_sheet(tmp_path: Path) -> None:
    assert rules_of(tmp_path, ".a { color: red").endswith("}")


@pytest.mark.parametrize(
    ("css", "id", "line"),
    [
        ("\n.a { background: url(https://example.org/x.png) }", "bad-style-sheet", 2),
        (".a {}\n.b { x: y;\n background: URL('x.png') }", "bad-style-sheet", 3),
        ("@font-face {\n src: url(x.woff2) }", "bad-style-sheet", 2),
        ("@media screen { .a { background: image-set('x.png' 1x) } }", "bad-style-sheet", 1),
        (".a {} @import 'b.css';", "bad-style-sheet", 1),
        (".a {} } .b", "bad-style-sheet", 1),
        (b"\xff", "not-text", 0),
    ],
)
def test_what_loads_something_or_is_no_css_is_told_at_its_place(
    tmp_path: Path, css: str | bytes, id: str, line: int
) -> None:
    with pytest.raises(Failed) as failed:
        rules_of(tmp_path, css)
    assert [(problem.path, problem.id, problem.line) for problem in failed.value.problems] == [("a.css", id, line)]


@pytest.fixture
def plain_site(tmp_path: Path) -> SmallSite:
    own = SETTINGS + FILES["mkdocs.yml"].replace(
        "  font: false\n", "  logo: assets/标志.svg\n  favicon: assets/标志.svg\n"
    )
    files = {
        **FILES,
        "mkdocs.yml": own,
        "content/briefings/2024/2024-02-20-a.md": BRIEFING_WITHOUT_CHART,
        "content/assets/own.css": ".own { color: red }",
        "content/assets/标志.svg": SAFE_LOGO,
    }
    return SmallSite.make(tmp_path / "plain", files)


def test_what_the_settings_say_is_on_every_page(plain_site: SmallSite) -> None:
    assert plain_site.build().problems == ()
    for path, root in (("site/index.html", "./"), ("site/briefings/a/index.html", "../../")):
        page = plain_site.read(path)
        assert f'<img class="fb-logo" src="{root}media/assets/%E6%A0%87%E5%BF%97.svg" alt="">' in page
        assert f'<link rel="icon" href="{root}media/assets/%E6%A0%87%E5%BF%97.svg">' in page
        assert "示例版权" in page
        assert 'href="https://example.org/wx&amp;"' in page
        assert "公众号 &amp; 社" in page
        assert "<span>example.org</span>" in page
    assert plain_site.read("site/media/assets/标志.svg")
    (sheet,) = [content for path, content in plain_site.pages().items() if "/site." in path and path.endswith(".css")]
    assert sheet.endswith(b".own { color: red }")


def test_a_sheet_that_changes_changes_its_name_and_the_pages(plain_site: SmallSite) -> None:
    assert plain_site.build().problems == ()
    before = plain_site.pages()
    plain_site.write("content/assets/own.css", ".own { color: blue }")
    assert plain_site.build().problems == ()
    after = plain_site.pages()
    assert (
        len(set(before) - set(after)) == len(set(after) - set(before)) == 2
    )  # sheet and script have the same name of inputs
    assert after == plain_site.cold_pages()


@pytest.mark.parametrize(
    ("path", "text", "problem"),
    [
        ("content/assets/own.css", "", "content/assets/own.css: bad-style-sheet: there is no such file"),
        ("content/assets/own.css", "}", "content/assets/own.css:1:1: bad-style-sheet"),
        ("content/assets/标志.svg", "", "content/assets/标志.svg: missing-image: there is no such file"),
        ("content/assets/标志.svg", "no picture", "content/assets/标志.svg:1: bad-picture"),
    ],
)
def test_a_file_that_is_missing_or_wrong_is_told(plain_site: SmallSite, path: str, text: str, problem: str) -> None:
    if text:
        plain_site.write(path, text)
    else:
        (plain_site.root / path).unlink()
    told = plain_site.command("check")
    assert told.returncode == 1
    assert problem in told.stderr
    assert "1 problem in 1 file" in told.stderr


def test_an_icon_that_material_does_not_have_is_told(plain_site: SmallSite) -> None:
    plain_site.write("mkdocs.yml", plain_site.read("mkdocs.yml").replace("simple/wechat", "simple/wechatt"))
    told = plain_site.command("check")
    assert "did you mean simple/wechat?" in told.stderr
    assert "Traceback" not in told.stderr
