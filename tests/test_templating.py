"""Our templates: what they escape, which slots they ask for, and what their digest covers."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from builder import templating
from builder.model import ROOT, digest, hole
from builder.templating import Templates, template_files, vega_digest, vega_module_path


def test_what_is_put_into_a_template_is_escaped() -> None:
    text = Templates().render(
        "pages/plain.html", title="<甲> & 乙", body=Markup("<p>话</p>"), evidence="", languages=[]
    )
    assert "<h1>&lt;甲&gt; &amp; 乙</h1>" in text
    assert "<p>话</p>" in text


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        Templates().render("pages/plain.html", title="甲", languages=[])


def test_a_template_asks_for_slots_and_leaves_the_root_open() -> None:
    text, slots = Templates().render_with_slots("pages/funds.html", title="基金", series=["fund:990001"])
    assert [slot.block for slot in slots.values()] == ["through", "fund-rows"]
    assert all(hole(name) in text for name in slots)
    assert f'href="{ROOT}compare/"' in text


def test_compiled_templates_give_the_same_text(tmp_path: Path) -> None:
    first = Templates.with_cache(tmp_path).render("pages/plain.html", title="甲", body="", evidence="", languages=[])
    assert list((tmp_path / "templates").iterdir())
    assert (
        Templates.with_cache(tmp_path).render("pages/plain.html", title="甲", body="", evidence="", languages=[])
        == first
    )


def test_every_template_and_every_asset_counts() -> None:
    files = template_files()
    assert {"pages/home.html", "theme/main.html", "assets/site.css", "assets/finder.js", "feeds/atom.xml"} <= set(files)
    assert all(path.is_file() for path in files.values())


def test_no_script_for_vega_counts_but_the_one_that_is_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert vega_digest(tmp_path) == ""
    path = vega_module_path(tmp_path)
    path.parent.mkdir()
    path.write_text("alert(1)", "utf-8")
    assert vega_digest(tmp_path) == ""
    monkeypatch.setattr(templating, "pinned_vega_digest", lambda: digest("alert(1)"))
    assert vega_digest(tmp_path) == digest("alert(1)")


def test_templates_without_the_digest_of_that_script_are_no_site_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates" / "vega").mkdir(parents=True)
    monkeypatch.setattr(templating, "templates_folder", lambda: tmp_path / "templates")
    path = vega_module_path(tmp_path)
    path.parent.mkdir()
    path.write_text("alert(1)", "utf-8")
    with pytest.raises(FileNotFoundError, match=r"module\.digest"):
        vega_digest(tmp_path)
