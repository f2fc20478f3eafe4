"""Pages of mapped files are let go of where nothing can be lost, and are there again when they are read."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import pytest

from embeddings.exported.mapped_pages import give_back

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets go of pages")

SIZE = 64 * mmap.PAGESIZE


def resident(file: Path) -> int:
    """Bytes of this file that count as the process's memory."""
    found, inside = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition(" ")
        if not key.endswith(":"):
            inside = rest.endswith(f" {file}")
        elif inside and key == "Rss:":
            found += int(rest.split()[0]) * 1024
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a folder" / "weights of 权重.bin"
    path.parent.mkdir()
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    return path.resolve()


@pytest.mark.parametrize("whole_folder", [False, True])
def test_pages_that_were_read_are_let_go_of_and_read_again(file: Path, whole_folder: bool) -> None:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ) as area:
        assert area[:] == file.read_bytes()
        assert resident(file) == SIZE
        give_back(file.parent if whole_folder else file)
        assert resident(file) == 0
        assert area[:] == file.read_bytes()


def test_other_files_keep_theirs(file: Path, tmp_path: Path) -> None:
    (tmp_path / "a fold").mkdir()
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ) as area:
        assert len(area[:]) == SIZE
        give_back(tmp_path / "a fold", file.with_suffix(".xml"))
        assert resident(file) == SIZE


def test_what_was_changed_in_memory_alone_stays(file: Path) -> None:
    write = mmap.PROT_READ | mmap.PROT_WRITE
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=write) as area:
        area[:4] = b"mine"
        give_back(file)
        assert area[:8] == b"mine\x04\x05\x06\x07"
