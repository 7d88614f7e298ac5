"""One door for paths: whatever leads outside its root, or through a symbolic link, is refused with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.safe_path import UnsafePathError, address_fault, link_in, path_below, path_fault, read_regular

SAFE = ["a", "nav/012733.csv", "图/海报 1.png", ".well-known/x", "a..b/c...d", "12:30", "x" * 255, "é/é"]
UNSAFE = {
    "": "is empty",
    "/etc/passwd": "is absolute",
    "C:/windows": "is absolute",
    "c:x": "is absolute",
    "..": "leads upwards",
    "../x": "leads upwards",
    "a/../../x": "leads upwards",
    "a/..": "leads upwards",
    "a//b": "is not written in its shortest form",
    "a/": "is not written in its shortest form",
    "./a": "is not written in its shortest form",
    "a/./b": "is not written in its shortest form",
    "a\\..\\b": "holds a backslash",
    "\\\\server\\share": "holds a backslash",
    "a\0b": "holds the character U+0000",
    "a\nb": "holds the character U+000A",
    "a\ue000b": "holds the character U+E000",
    "a\udcff": "holds the character U+DCFF",
    "e\u0301": "is not in Unicode's composed form (NFC)",
    "x" * 256: "is too long: 255 bytes are the limit of a name, 1,000 that of a path",
    "/".join(["x" * 200] * 6): "is too long: 255 bytes are the limit of a name, 1,000 that of a path",
    "字" * 86: "is too long: 255 bytes are the limit of a name, 1,000 that of a path",
}


@pytest.mark.parametrize("path", SAFE)
def test_a_path_below_its_root_passes(path: str, tmp_path: Path) -> None:
    assert path_fault(path) == ""
    assert path_below(tmp_path, path) == tmp_path / path


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_that_could_lead_elsewhere_is_refused_with_the_reason(path: str, tmp_path: Path) -> None:
    assert path_fault(path) == UNSAFE[path]
    with pytest.raises(UnsafePathError) as refused:
        path_below(tmp_path, path)
    assert str(refused.value) == UNSAFE[path]


def test_a_symbolic_link_in_any_part_is_refused_and_the_root_may_be_one(tmp_path: Path) -> None:
    (tmp_path / "outside/inner").mkdir(parents=True)
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to("real")
    root = tmp_path / "root"
    (root / "folder").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    (root / "folder/loop").symlink_to("loop")
    (root / "folder/dead").symlink_to("nowhere")
    (root / "file").write_text("")
    assert path_below(root, "folder/new/file") == root / "folder/new/file"
    assert path_below(root, "file/below") == root / "file/below"
    for path, reason in {
        "link": "is a symbolic link",
        "link/inner/x": "leads through link, a symbolic link",
        "folder/loop": "is a symbolic link",
        "folder/dead/x": "leads through folder/dead, a symbolic link",
    }.items():
        with pytest.raises(UnsafePathError, match=reason):
            path_below(root, path)
    assert link_in(root, "") == ""


def test_a_pipe_a_device_and_a_folder_are_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), Path("/dev/full")):
        with pytest.raises(OSError, match="not a file"):
            read_regular(path)
    (tmp_path / "a").write_text("一二")
    assert (read_regular(tmp_path / "a"), read_regular(tmp_path / "a", most=3)) == ("一二".encode(), "一".encode())


@pytest.mark.parametrize("address", ["briefings/sora/", "012733", "930713.CSI", "a" * 240, "/".join(["a" * 240] * 3)])
def test_what_names_a_folder_of_the_site_may_be_as_long_as_files_allow(address: str, tmp_path: Path) -> None:
    assert address_fault(address) == ""
    assert path_fault(f"api/funds/{address.strip('/')}/.feed.xml.partial") == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (
            "topics/" + "a" * 241 + "/",
            "is too long for an address: 240 bytes are the limit of a part, 800 of the whole",
        ),
        ("a/" * 500, "is too long for an address: 240 bytes are the limit of a part, 800 of the whole"),
        ("index.html", "ends like a file of the site: index.html would be a folder"),
        ("012733.JSON", "ends like a file of the site: 012733.JSON would be a folder"),
    ],
)
def test_what_no_folder_of_the_site_can_be_called_is_refused(address: str, fault: str) -> None:
    assert address_fault(address) == fault
