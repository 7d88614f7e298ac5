"""A page in the frame of the theme."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest

from builder.model import ROOT, Heading, ShellInput, hole
from builder.output.fill import cut_at_holes
from builder.problem import Failed
from builder.theme.shell import ShellRenderer
from tests.theme.renderer import renderer

ATTACK = '</title><script>alert("1")</script>'


def shell_input(**changed: object) -> ShellInput:
    values: dict[str, object] = {"depth": 2, "kind": "briefing", "title": "一文看懂", "html": "<h1>一文看懂</h1>"}
    return ShellInput(**{**values, **changed})  # type: ignore[arg-type]


def filled(shell: str, **values: str) -> str:
    for name in cut_at_holes(shell.encode(), depth=0).holes:
        shell = shell.replace(hole(name), values.get(name, ""))
    return shell


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcset", "poster")]


def addresses(text: str) -> list[str]:
    parser = _Addresses()
    parser.feed(text)
    return parser.found


def test_equal_inputs_have_equal_shells_in_any_order(written: Callable[..., Path]) -> None:
    inputs = [
        shell_input(title="甲"),
        shell_input(title="乙", depth=0, kind="home"),
        shell_input(title="丙", kind="fund"),
    ]
    forth, back = renderer(written()), renderer(written())
    assert [forth.render(page) for page in inputs] == [back.render(page) for page in reversed(inputs)][::-1]


def test_a_shell_is_the_same_for_any_hash_seed_time_zone_and_folder(
    written: Callable[..., Path], tmp_path: Path
) -> None:
    code = """
import sys
from pathlib import Path
from builder.cache.codec import to_json
from builder.model import ShellInput, digest
from builder.templating import templates_digest
from builder.theme.shell import ShellRenderer
from tests.theme.renderer import renderer
path = Path(sys.argv[1])
shell = ShellRenderer(path, sheet="", scripts={"zh": ""}).render(ShellInput(depth=1, kind="page", title="x", html="y"))
print(digest(to_json(shell)), templates_digest())
"""
    config = written()
    root = Path(__file__).parents[2]

    def run(**environment: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8", **environment}
        command = [sys.executable, "-c", code, str(config)]
        return subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert run(PYTHONHASHSEED="1", TZ="UTC") == run(PYTHONHASHSEED="77", TZ="Asia/Shanghai", LC_ALL="C")


def test_what_an_author_writes_in_a_title_stays_text(frame: ShellRenderer) -> None:
    heading = Heading(id="a", title=ATTACK, level=2)
    text = filled(frame.render(shell_input(title=ATTACK, headings=(heading,))))
    assert "<script>alert" not in text
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    assert tree.find(".//title").text == f"{ATTACK} - 示例 <简报>"
    assert any(ATTACK in "".join(link.itertext()) for link in tree.iter("a"))


def test_holes_survive_in_titles_metadata_and_bodies(frame: ShellRenderer) -> None:
    shell = frame.render(shell_input(title=hole("title"), metadata=hole("about"), html=f"<p>{hole(0)}</p>"))
    assert set(cut_at_holes(shell.encode(), depth=0).holes) == {"title", "about", "0"}
    tree = html5lib.parse(filled(shell, title="示例基金", about="说明", **{"0": "+5.18%"}), namespaceHTMLElements=False)
    assert tree.find(".//title").text.startswith("示例基金 - ")
    assert "说明" in "".join(tree.itertext())


@pytest.mark.parametrize(("depth", "root"), [(0, "./"), (1, "../"), (2, "../../"), (3, "../../../")])
def test_every_address_is_relative_and_leads_to_the_root(frame: ShellRenderer, depth: int, root: str) -> None:
    shell = frame.render(shell_input(depth=depth, html=f'<a href="{ROOT}funds/">基金</a>'))
    targets = [target for target in addresses(filled(shell)) if not target.startswith("#")]
    assert f"{root}funds/" in targets
    assert not any("feed" in target for target in targets), "without site_url there is none"
    assert all(target.startswith(root) and not urlsplit(target).netloc for target in targets)


def test_a_site_that_knows_its_address_links_its_feeds(written: Callable[..., Path]) -> None:
    frame = renderer(written(url="https://example.org/repo/"))
    assert {"../feed.xml", "../feed.json"} <= set(addresses(filled(frame.render(shell_input(depth=1)))))


def test_nothing_of_a_third_party_is_asked_for(frame: ShellRenderer) -> None:
    text = filled(frame.render(shell_input()))
    namespaces = ("http://www.w3.org/2000/svg",)
    assert [url for url in re.findall(r"https?://[^\s\"'<)]+", text) if url not in namespaces] == []


def test_the_page_for_missing_addresses_links_from_the_sites_base(written: Callable[..., Path]) -> None:
    missing = shell_input(depth=0, kind="missing", html=f'<a href="{ROOT}archive/">简报</a>')
    below = addresses(filled(renderer(written(url="https://example.org/repo/")).render(missing)))
    assert "/repo/archive/" in below
    assert all(target.startswith(("/repo/", "#")) for target in below)
    assert "/archive/" in addresses(filled(renderer(written()).render(missing)))


def test_the_page_says_its_language_and_which_colour_rises(frame: ShellRenderer) -> None:
    tree = html5lib.parse(filled(frame.render(shell_input())), namespaceHTMLElements=False)
    assert tree.get("lang") == "zh-CN"
    assert tree.find("body").get("data-rising") == "green"
    assert tree.find("body").get("data-kind") == "briefing"


def test_a_page_is_html_that_needs_no_repair(frame: ShellRenderer) -> None:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    headings = tuple(Heading(id=f"h{n}", title=f"第{n}节", level=2 + n % 2) for n in range(6))
    parser.parse(filled(frame.render(shell_input(headings=headings))))
    assert parser.errors == []


def test_only_synthetic_data_put_a_banner_on_the_page(written: Callable[..., Path], frame: ShellRenderer) -> None:
    assert "本站数据为模拟数据" in filled(renderer(written(), notice="本站数据为模拟数据。").render(shell_input()))
    assert "模拟数据" not in filled(frame.render(shell_input()))


def test_headings_stand_in_the_table_of_contents_below_each_other(frame: ShellRenderer) -> None:
    headings = (
        Heading(id="yi", title="一、新在哪里？", level=2),
        Heading(id="xi", title="细节", level=3),
        Heading(id="er", title="二、谁受益？", level=2),
    )
    tree = html5lib.parse(filled(frame.render(shell_input(headings=headings))), namespaceHTMLElements=False)
    top = tree.find(".//nav[@class='fb-toc']/ol")
    assert [item.find("a").get("href") for item in top.findall("li")] == ["#yi", "#er"]
    assert top.find("li").find("ol").find(".//a").get("href") == "#xi"


def test_the_link_of_a_pages_section_is_marked(frame: ShellRenderer) -> None:
    tree = html5lib.parse(filled(frame.render(shell_input(kind="fund", section="funds/"))), namespaceHTMLElements=False)
    assert {link.get("href") for link in tree.iter("a") if link.get("aria-current")} == {"../../funds/"}


def test_the_navigation_is_what_mkdocs_yml_says(written: Callable[..., Path]) -> None:
    nav = "nav:\n  - 首页: /\n  - 更多:\n      - 关于 & 我们: pages/about.md\n      - 基金: funds/\n"
    tree = html5lib.parse(filled(renderer(written(nav)).render(shell_input())), namespaceHTMLElements=False)
    links = tree.find(".//nav[@id='menu']").iter("a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("首页", "../../"),
        ("关于 & 我们", "../../about/"),
        ("基金", "../../funds/"),
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("extra_javascript: [mine.js]\n", "extra_javascript"),
        ("nav: 3\n", "nav"),
    ],
)
def test_settings_that_mkdocs_or_our_pages_refuse_are_problems(
    written: Callable[..., Path], more: str, message: str
) -> None:
    with pytest.raises(Failed) as caught:
        renderer(written(more))
    assert message in caught.value.problems[0].message
    assert caught.value.problems[0].id == "bad-settings"


def test_what_mkdocs_says_of_a_setting_stands_at_its_line(written: Callable[..., Path]) -> None:
    config = written("repo_url: nowhere\n")
    with pytest.raises(Failed) as caught:
        renderer(config)
    (problem,) = caught.value.problems
    line = config.read_text("utf-8").split("\n").index("repo_url: nowhere") + 1
    assert (problem.line, problem.column, problem.message.partition(":")[0]) == (line, 1, "repo_url")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("watch: [nowhere]\n", "watch: The path 'nowhere' isn't an existing file or directory."),
    ],
)
def test_what_mkdocs_says_names_no_place_of_this_machine(written: Callable[..., Path], more: str, message: str) -> None:
    config = written(more)
    with pytest.raises(Failed) as caught:
        renderer(config)
    (problem,) = caught.value.problems
    assert problem.message.endswith(message)
    assert str(config.parent) not in problem.message and "File" not in problem.message


def test_another_theme_is_a_problem(written: Callable[..., Path]) -> None:
    config = written()
    config.write_text("site_name: x\ndocs_dir: content\ntheme: readthedocs\nplugins: [briefings]\n", "utf-8")
    with pytest.raises(Failed, match="bad-settings"):
        renderer(config)


def test_compiled_templates_are_kept_and_give_the_same_page(written: Callable[..., Path], tmp_path: Path) -> None:
    config, kept = written(), tmp_path / "kept"
    first = renderer(config, bytecode=kept).render(shell_input())
    assert list(kept.iterdir())
    assert renderer(config, bytecode=kept).render(shell_input()) == first


def test_templates_that_another_version_compiled_are_not_taken(written: Callable[..., Path], tmp_path: Path) -> None:
    config, kept = written(), tmp_path / "kept"
    renderer(config, bytecode=kept)
    ours = {path.name for path in kept.iterdir()}
    for path in kept.iterdir():
        kind, _, template = path.name.split("-")
        path.rename(path.with_name(f"{kind}-000000000000-{template}"))
    renderer(config, bytecode=kept)
    assert ours < {path.name for path in kept.iterdir()}


def test_only_links_with_an_icon_are_in_a_phones_bar(written: Callable[..., Path]) -> None:
    links = (("首页", ""), ("主题", "topics/"), ("基金", "funds/"))
    text = renderer(written(), default_links=lambda: links, icons={"funds/": "chart-line"}).render(
        shell_input(section="funds/")
    )
    bar = text[text.index('<nav class="fb-bar"') :]
    assert re.findall(r'<a href="\.\./\.\./([^"]*)"( aria-current="true")?', bar) == [
        ("funds/", ' aria-current="true"'),
        ("search/", ""),
    ]
