"""Each setting has a text, and its example differs from the default."""

from __future__ import annotations

from dataclasses import asdict

import yaml

from builder.settings.option_texts import OPTION_TEXTS
from builder.settings.options import Options


def test_each_setting_has_a_text_and_there_is_no_other() -> None:
    defaults = asdict(Options())
    inner = [f"refresh: {name}" for name in defaults.pop("refresh")]
    assert sorted(OPTION_TEXTS) == sorted([*defaults, *inner])


def test_an_example_differs_from_the_default_where_there_is_another_value() -> None:
    defaults = {
        **asdict(Options()),
        **{f"refresh: {name}": value for name, value in asdict(Options())["refresh"].items()},
    }
    same = [name for name, text in OPTION_TEXTS.items() if yaml.safe_load(text.example) == defaults[name]]
    assert same == ["profile"]
