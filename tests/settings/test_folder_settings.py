"""The folders that mkdocs.yml may name."""

from __future__ import annotations

import pytest

from builder.settings.folder_settings import folder_fault, overlap


@pytest.mark.parametrize("folder", ["content", "a/b", "网站"])
def test_a_folder_below_is_right(folder: str) -> None:
    assert folder_fault("docs_dir", folder, "x") == ""


@pytest.mark.parametrize("folder", ["/a", "../a", ".", ".cache", "templates", "templates/a", "a\\b", "x.html"])
def test_other_folders_are_refused(folder: str) -> None:
    assert folder_fault("docs_dir", folder, "x").startswith("docs_dir ")


def test_the_data_may_be_in_a_folder_of_any_name() -> None:
    assert folder_fault("data", "templates", "docs_dir") == ""


def test_neither_content_nor_site_lies_in_the_other() -> None:
    assert "site_dir lies in docs_dir" in overlap("a", "a/b")
    assert "docs_dir lies in site_dir" in overlap("a/b", "a")
    assert overlap("ab", "a") == ""
