"""The phrases of the interface in the language of a page; and that each stands in the catalogue of every language."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import jinja2
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import nodes

from builder.language import LANGUAGES, Note, by_language, current, language_tag, speaking, translate, translated
from builder.numbers import measures_by_name
from builder.theme.script_phrases import literals

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "builder/language/translations"
HAN = re.compile("[\u4e00-\u9fff]")
# Signs that only Chinese has: they are phrases of their own where text is put together.
SIGNS = re.compile("[\u3001\u3002\u3010\u3011\uff08\uff09\uff0c\uff1a\uff1b]")
PLACE = re.compile(r"\{(\w+)\}")
# Rooms whose words readers see. Words that they read or compare, and that no reader sees, are named below.
ROOMS = (
    "blocks",
    "pages",
    "theme",
    "numbers/measures",
    "numbers/series",
    "numbers/snapshot.py",
    "numbers/source_status.py",
)
NOT_SEEN = {
    # Messages to authors and owners.
    "blocks/charts/chart_block.py", "blocks/charts/chart_fence.py", "blocks/funds_fence.py", "blocks/measure_fit.py",
    "numbers/series/money_fund.py",
    # Patterns and words of data.
    "blocks/share_classes.py", "blocks/charts/kinds/rolling.py", "blocks/images/picture_svg.py",
    "numbers/series/benchmark_words.py", "pages/page_dates.py", "pages/site_content.py",
}  # fmt: skip
PATTERN = re.compile(r"\(\?|\[\(\]|\w\|\w.*\|")  # a text that is a pattern
TRANSLATES = {"translate", "translated", "Note"}


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(BytesIO((FOLDER / "en.po").read_bytes()))


def documentation(tree: ast.AST) -> set[int]:
    """The texts of a module that are no values."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def chosen(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*chosen(node.body), *chosen(node.orelse))


def phrases_of_code() -> Iterator[tuple[str, str]]:
    """Each phrase that code translates by name, and each Chinese text of the rooms whose words readers see; with its module."""
    formulas = {text for text, _ in phrases_of_measures()}
    for path in sorted((ROOT / "builder").rglob("*.py")):
        name = path.relative_to(ROOT / "builder").as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in TRANSLATES and call.args:
                yield from ((text, name) for text in chosen(call.args[0]))
        if not name.startswith(ROOMS) or name in NOT_SEEN:
            continue
        pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
        told = documentation(tree)
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        inner = {id(node) for function in functions for node in ast.walk(function)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in told:
                continue
            is_outside = name.startswith("numbers/measures") and id(node) not in inner
            if id(node) in pieces or (is_outside and any(node.value in text for text in formulas)):
                continue  # a piece of a formula, which `phrases_of_measures` has whole
            if HAN.search(node.value) and not PATTERN.search(node.value) and not set(node.value) <= set("近年度风险"):
                yield node.value, name


def phrases_of_measures() -> Iterator[tuple[str, str]]:
    for measure in measures_by_name().values():
        yield from ((text, "measures") for text in (measure.label, measure.formula, measure.source) if text)


def phrases_of_templates() -> Iterator[tuple[str, str]]:
    environment = jinja2.Environment()

    def texts(node: nodes.Node) -> Iterator[str]:
        if isinstance(node, nodes.Const):
            yield node.value
        elif isinstance(node, nodes.CondExpr) and node.expr2:
            yield from (*texts(node.expr1), *texts(node.expr2))

    for path in template_paths():
        for call in environment.parse(path.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "_":
                yield from ((text, path.name) for text in texts(call.args[0]))


def template_paths() -> list[Path]:
    """The templates that readers see; archetypes are what an author's own text begins with."""
    paths = (path for path in sorted((ROOT / "templates").rglob("*")) if path.parent.name != "archetypes")
    return [path for path in paths if path.suffix in (".html", ".xml", ".md", ".xsl")]


def phrases_of_scripts() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates/assets").glob("*.js")):
        if path.name != "finder.js":
            found_texts = literals(path.read_text("utf-8"))
            yield from ((text, path.name) for text in found_texts if HAN.search(text) or SIGNS.search(text))


def phrases_of_schemas() -> Iterator[tuple[str, str]]:
    def texts(value: object) -> Iterator[str]:
        for name, item in (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        ):
            if name in ("title", "description") and isinstance(item, str):
                yield item
            else:
                yield from texts(item)

    for path in sorted((ROOT / "templates/api").glob("*.json")):
        yield from ((text, path.name) for text in texts(json.loads(path.read_text("utf-8"))))


def all_phrases() -> dict[str, str]:
    """Every phrase, and where it stands."""
    sources = (phrases_of_code, phrases_of_measures, phrases_of_templates, phrases_of_scripts, phrases_of_schemas)
    return {text: place for source in sources for text, place in source()}


def test_every_phrase_stands_in_the_catalogue(english: Catalog) -> None:
    missing = {
        text: place for text, place in all_phrases().items() if not english.get(text) or not english.get(text).string
    }
    assert missing == {}


def test_the_catalogue_has_no_phrase_that_nothing_says(english: Catalog) -> None:
    tables = ("vocabulary.py", "words/syntax/boxes.py", "numbers/files/allocation_csv.py", "blocks/share_classes.py")
    said = set(all_phrases())
    for name in tables:
        for node in ast.walk(ast.parse((ROOT / "builder" / name).read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said |= {node.value, *re.split(r"\W+", node.value)}
    ids = {message.id[0] if isinstance(message.id, tuple) else message.id for message in english}
    assert ids - {""} - said == set()


def test_no_template_says_chinese_beside_its_phrases() -> None:
    for path in template_paths():
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        beside = re.sub(r"""_\(\s*("[^"]*"|'[^']*')""", "", text)
        beside = re.sub(r'if [^%}]*? else _\("[^"]*"', "", beside)
        beside = re.sub(r"""("[^"]*"|'[^']*') if [^%}]* else ("[^"]*"|'[^']*')""", "", beside)
        assert not HAN.search(beside) and not SIGNS.search(beside), f"{path.name}: {HAN.findall(beside)[:20]}"


def test_no_text_that_is_put_together_has_chinese_pieces() -> None:
    """A sentence of pieces cannot be translated."""
    for path in sorted((ROOT / "builder").rglob("*.py")):
        name = path.relative_to(ROOT / "builder").as_posix()
        if not name.startswith(("blocks", "pages", "theme")) or name in NOT_SEEN:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            pieces = node.values if isinstance(node, ast.JoinedStr) else ()
            texts = [
                piece.value for piece in pieces if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
            ]
            assert not any(HAN.search(text) or SIGNS.search(text) for text in texts), f"{name}:{node.lineno}"  # type: ignore[attr-defined]


def test_a_translation_has_the_places_of_its_phrase_and_nothing_that_html_would_read(english: Catalog) -> None:
    scripts = {text for text, _ in phrases_of_scripts()}
    for message in english:
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        if not singular or singular in scripts:
            continue
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            if singular.startswith(("1e8", "api/")) or (
                {*"年月"} & {*singular} and "{" in singular
            ):  # other units, names of months
                continue
            assert set(PLACE.findall(text)) == set(PLACE.findall(singular)), singular
            assert not set('<>&"') & set(text), singular
            assert not HAN.search(text), singular


def test_a_phrase_with_a_count_has_a_singular_and_a_plural(english: Catalog) -> None:
    for message in english:
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        if "{count}" in singular and "$" not in singular:
            assert isinstance(message.id, tuple) and len(message.string) == 2, singular


def test_the_compiled_catalogue_is_that_of_its_source(english: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, english)
    assert (FOLDER / "en.mo").read_bytes() == compiled.getvalue(), "run `make translations`"


# ------------------------------------------------------------------------------------------------------- the language


def test_chinese_is_what_is_written_and_english_what_the_catalogue_has() -> None:
    assert (current(), language_tag(), translate("首页")) == ("zh", "zh-CN", "首页")
    with speaking("en"):
        assert (language_tag(), translate("首页"), translate("{name}（{code}）", name="A", code=1)) == (
            "en",
            "Home",
            "A (1)",
        )
        with speaking("zh-TW"):
            assert (translate("默认设置的软件"), language_tag()) == ("預設設定的軟體", "zh-TW")
        with speaking(""):
            assert current() == "en"
    assert current() == "zh"


def test_a_count_chooses_singular_or_plural() -> None:
    with speaking("en"):
        assert [translate("{count} 篇简报", count=count) for count in (0, 1, 2)] == [
            "0 briefings",
            "1 briefing",
            "2 briefings",
        ]
    assert translate("{count} 篇简报", count=1) == "1 篇简报"


def test_what_no_catalogue_has_stays_as_it_is() -> None:
    with speaking("en"):
        assert (translate("某基金"), translated("api/funds/{代码}.json")) == ("某基金", "api/funds/{code}.json")


def test_a_note_is_chinese_text_that_can_be_put_into_words_again() -> None:
    note = Note("{what}止于 {last_day}", what="净值", last_day="2022-06-30")
    assert note == "净值止于 2022-06-30"
    with speaking("en"):
        assert translate(note) == translate(pickle.loads(pickle.dumps(note))) == "Last NAV of 2022-06-30"
    nested = Note("{subject}为模拟数据，仅作演示。", subject=Note("本站的{what}", what="净值"))
    assert translate(nested) == "本站的净值为模拟数据，仅作演示。"
    with speaking("en"):
        assert translate(nested) == "On this site, NAV are simulated and serve as a demonstration only."


def test_every_language_is_a_choice_of_its_own_or_chinese() -> None:
    choices = {"zh": 1, "en": 2}
    for language in LANGUAGES:
        with speaking(language):
            assert by_language(choices) == (2 if language == "en" else 1)
