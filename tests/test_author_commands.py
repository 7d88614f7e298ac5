"""The commands that begin a text, as a user types them."""

from __future__ import annotations

from tests.site import SmallSite


def test_a_briefing_is_begun_and_an_event_of_another_form_is_wrong_usage(site: SmallSite) -> None:
    done = site.command("new", "【周报】一周", "--slug", "x")
    assert done.returncode == 0 and "content/briefings/2024/2024-03-01-x.md is begun" in done.stdout
    assert site.command("import", "saved", "--event", "x").returncode == 2
