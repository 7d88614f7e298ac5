"""How pages look, as values."""

from __future__ import annotations

import json
from dataclasses import asdict

from builder.settings.theme_settings import FooterLink, ThemeSettings


def test_settings_come_back_from_json_as_they_were() -> None:
    link = FooterLink(icon="simple/wechat", link="https://example.org/", name="公众号")
    settings = ThemeSettings(primary="#123456", sheets=("a.css",), logo="a.svg", footer_links=(link,))
    assert ThemeSettings.from_json(json.loads(json.dumps(asdict(settings)))) == settings
    assert settings.frame_pictures == {"logo": "a.svg", "favicon": ""}
