"""Lets go of pages of mapped files that were read once: they count as the process's memory for as long as it lives.

OpenVINO maps its libraries and the weights of a graph. Compiling a graph touches some 80 MB of them, running it a few;
it works with packed copies of the weights and with code that it made. Given back, a page that is needed again comes
from the system's cache of the file.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from collections.abc import Iterator
from pathlib import Path

_SMAPS = Path("/proc/self/smaps")


def give_back(*places: Path) -> None:
    """Let go of the pages of these files, and of all files in these folders; nothing happens but on Linux.

    Only areas without a changed page are touched: a private change of one would be lost.
    """
    if sys.platform != "linux":
        return
    system = ctypes.CDLL(None, use_errno=True)
    for begin, end in _clean_areas([place.resolve() for place in places]):
        system.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), mmap.MADV_DONTNEED)


def _clean_areas(places: list[Path]) -> Iterator[tuple[int, int]]:
    """(begin, end) of mapped areas of these files that hold nothing but what the files hold."""
    area: tuple[int, int] | None = None
    for line in _SMAPS.read_text(encoding="utf-8", errors="replace").splitlines():
        key, _, rest = line.partition(" ")
        if not key.endswith(":"):
            area = _area(key, rest) if _is_in(rest, places) else None
        elif key == "Anonymous:" and area is not None and rest.split()[0] == "0":
            yield area


def _area(bounds: str, rest: str) -> tuple[int, int] | None:
    """Bounds of an area that cannot be written, so that no change can come between looking and letting go."""
    begin, end = (int(number, 16) for number in bounds.split("-"))
    return None if rest[1] == "w" else (begin, end)


def _is_in(rest: str, places: list[Path]) -> bool:
    """Whether a line of smaps, its bounds left out, is of one of these files or of a file in one of these folders."""
    path = Path(rest.split(None, 4)[4].strip()) if rest.count("/") else None
    return path is not None and any(path == place or place in path.parents for place in places)
