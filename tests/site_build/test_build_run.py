"""A run: its helper begins only where a large site has new data and known words, and nothing of it is left at the end."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from builder.cache.store import Store
from builder.settings.settings import read_settings
from builder.site_build import build_run
from builder.site_build.build_run import new_run
from builder.site_build.inputs import Inputs
from tests.site import BRIEFING, NOW, SmallSite, history
from tests.site_build.opened_run import opened

LATER, OTHER_WORDS = ("content/data/nav/990101.csv", history(1.0, 0.0005, days=430)), BRIEFING.replace("一句", "两句")
EDITED = ("content/briefings/2024/2024-02-20-a.md", OTHER_WORDS)


@pytest.mark.parametrize(
    ("edits", "workers", "large", "has_helper"),
    [
        ([LATER], 2, 0, True),
        ([LATER], 1, 0, False),
        ([LATER], 2, 400, False),
        ([], 2, 0, False),
        ([LATER, EDITED], 2, 0, False),
    ],
)
def test_a_helper_begins_for_new_data_of_a_large_site_with_known_words(
    site: SmallSite,
    monkeypatch: pytest.MonkeyPatch,
    edits: list[tuple[str, str]],
    workers: int,
    large: int,
    has_helper: bool,
) -> None:
    monkeypatch.setattr(build_run, "_LARGE", large)
    for path, text in edits:
        site.write(path, text)
    settings = read_settings(site.root / "mkdocs.yml")
    with Store(settings.cache_dir) as store:
        inputs = Inputs.read(settings)
        with closing(new_run(settings, inputs, store, now=NOW, workers=workers)) as run:
            run.start_helper()
            assert (run.helper is not None) == has_helper
            assert run.data.directory.instruments.keys() >= {"fund:990101", "index:X90713"}
    if run.helper:
        with pytest.raises(RuntimeError, match="after shutdown"):
            run.helper.executor.submit(print)


def test_what_a_command_put_into_the_store_is_written_at_its_end(site: SmallSite) -> None:
    with opened(site) as run:
        run.store.put("key", "value")
    with opened(site) as run:
        assert run.store.get("key") == "value"


def test_fragments_are_shaped_by_the_colour_of_a_gain_and_the_folder_of_the_cache(site: SmallSite) -> None:
    with opened(site) as run:
        assert (run.render_options.rising, run.render_options.cache) == ("red", site.root / ".briefings")
        run.settings = replace(run.settings, options=replace(run.settings.options, rising="green"))
        assert run.render_options.rising == "green"
