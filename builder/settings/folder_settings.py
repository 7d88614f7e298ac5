"""The folders that mkdocs.yml names: why a site cannot have one. Used by `validation`."""

from __future__ import annotations

from pathlib import PurePosixPath

from builder.safe_path import address_fault, path_fault


def folder_fault(key: str, value: str, parent: str) -> str:
    """Why a setting cannot name this folder; "" if it can."""
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts:
        return f"{key} must be below {parent}"
    if not path.parts:
        return f"{key} cannot be {parent} itself"
    if key != "data" and path.parts[0] == "templates":
        return f"{key} cannot be in templates/, whose files are code"
    if any(part.startswith(".") for part in path.parts):
        return f"{key} cannot be {value!r}: hidden folders belong to the builder"
    if fault := path_fault(path.as_posix()) or address_fault(path.as_posix()):
        return f"{key} {fault}"
    return ""


def overlap(content: str, site: str) -> str:
    """Why a build would read what it writes; "" where the folders of content and site lie apart."""
    if f"{site}/".startswith(f"{content}/"):
        return "site_dir lies in docs_dir: a build would read what it writes"
    return (
        "docs_dir lies in site_dir: what is written would mix with content"
        if f"{content}/".startswith(f"{site}/")
        else ""
    )
