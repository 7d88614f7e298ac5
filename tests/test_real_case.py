"""The real case: examples/sora over real histories. Its claims hold, and its pages show the known answers."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import html5lib
import pytest

from builder.problem import Failed
from tests.real_data import prepared, shared
from tests.site import SmallSite

AFTER = datetime(2024, 12, 1, tzinfo=UTC)  # the day on which all of it is out

ROOT = Path(__file__).parent.parent
BRIEFING = "content/briefings/2024/2024-02-20-sora.md"
QUESTIONS = "content/briefings/2024/2024-11-23-questions.md"

# What an author writes, and what readers must see of the real data.
ANSWERS = [
    ("012733 change as of 2024-11-22", "-2.96%"),
    ("012733 return 1w as of 2024-11-22", "-2.88%"),
    ("012733 return ytd as of 2024-11-22", "+18.26%"),
    ("012733 return launch as of 2024-11-22", "+6.17%"),
    ("012733 return 1w as of 2024-02-20", "+5.04%"),
    ("012733 return 1m as of 2024-02-20", "+4.16%"),
    ("012733 return 3m as of 2024-02-20", "-12.64%"),
    ("012733 return 6m as of 2024-02-20", "-13.56%"),
    ("012733 return 1y as of 2024-02-20", "-13.70%"),
    ("012733 return ytd as of 2024-02-20", "-8.28%"),
    ("012733 drawdown launch as of 2024-02-20", "-42.75%"),
    ("012733 calendar-year 2023", "+11.65%"),
    ("NVDA return from 2022-11-30 to 2024-02-16", "+329.27%"),
    ("NVDA price-return from 2022-11-30 to 2024-02-16", "+329.08%"),
    ("AVGO return from 2022-11-30 to 2024-02-16", "+133.10%"),
    ("AVGO price-return from 2022-11-30 to 2024-02-16", "+126.03%"),
    ("MSFT return from 2022-11-30 to 2024-02-16", "+60.07%"),
    ("MSFT price-return from 2022-11-30 to 2024-02-16", "+58.37%"),
    ("ADBE change as of 2024-02-16", "-7.41%"),
    ("U change as of 2024-02-16", "-3.20%"),
    ("930713 return from 2022-11-30 to 2024-02-08", "-6.61%"),
    ("930713 return from 2022-11-30 to 2024-02-19", "-1.39%"),
    ("930713 return from 2022-11-30 to 2024-02-20", "-1.63%"),
]


def copied(root: Path) -> SmallSite:
    """The example as a fresh clone has it: without histories."""
    ignored = shutil.ignore_patterns("site", ".briefings", "nav", "index", "stock")
    shutil.copytree(ROOT / "examples/sora", root, ignore=ignored, dirs_exist_ok=True)
    return SmallSite(root)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    source = shared()
    site = copied(tmp_path_factory.mktemp("sora"))
    prepared(source, site.root / "content/data")
    asked = "\n\n".join(f"答:{{{{ {question} }}}}" for question, _ in ANSWERS)
    site.write(QUESTIONS, f"---\ntitle: 问答\ndate: 2024-11-23\n---\n\n{asked}\n")
    assert site.build(workers=2, now=AFTER).problems == ()
    return site


@pytest.mark.real
def test_the_pages_show_the_known_answers(built: SmallSite) -> None:
    page = html5lib.parse(built.read("site/briefings/questions/index.html"), namespaceHTMLElements=False)
    paragraphs = ["".join(one.itertext()).strip() for one in page.iter("p")]
    shown = [text.removeprefix("答:") for text in paragraphs if text.startswith("答:")]
    assert list(zip([question for question, _ in ANSWERS], shown, strict=True)) == ANSWERS


@pytest.mark.real
def test_every_claim_of_the_briefing_holds(built: SmallSite) -> None:
    page = built.read("site/briefings/sora/index.html")
    written = len(re.findall(r"\]\{[^}]+\}", built.read(BRIEFING)))
    assert written >= 3
    assert page.count('class="claim" data-holds="true"') == written


@pytest.mark.real
def test_on_raw_closes_a_claim_is_false_and_the_build_says_what_is_true(built: SmallSite, tmp_path: Path) -> None:
    site = built.copy(tmp_path / "site")
    before = site.pages()
    site.write(BRIEFING, re.sub(r"(\{(?:stock:)?AVGO) return", r"\1 price-return", site.read(BRIEFING)))
    done = site.command("build")
    assert done.returncode == 1
    assert "false-claim" in done.stderr
    assert "+126.03%" in done.stderr
    assert "Nothing was published" in done.stderr
    assert site.pages() == before


@pytest.mark.real
def test_funds_without_a_history_show_their_facts_and_no_number(built: SmallSite) -> None:
    for code in ("012734", "017853", "017854", "018411", "018412", "019061", "019062"):
        page = built.read(f"site/funds/{code}/index.html")
        assert code in page
        assert "--" in page
        assert f'data-series="fund:{code}" data-measure="return"' not in page
    assert '<article class="fund-card' in built.read("site/briefings/sora/index.html")


def test_a_fresh_clone_says_which_histories_are_missing(tmp_path: Path) -> None:
    """Claims cannot be checked without data: each is a problem that says what to bring, and nothing is published."""
    site = copied(tmp_path)
    try:
        found = site.build().problems
    except Failed as failed:
        found = failed.problems
    assert found
    assert {one.id for one in found} <= {"no-answer", "bad-fence"}
    assert all(one.line and one.hint for one in found)
    assert any("add the history of NVDA" in one.hint for one in found)
    assert not (site.root / "site").exists()
