"""Puts a finished folder in the place of another one, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def replace_folder(staged: Path, target: Path) -> None:
    """Put the staged folder (in the target's own parent) in its place, with everything on disk before the rename."""
    for path in (*staged.rglob("*"), staged):
        _sync(path)
    staged.chmod(0o755)
    if target.exists():
        old = Path(tempfile.mkdtemp(dir=target.parent, prefix=".old-"))
        target.rename(old / target.name)
        staged.rename(target)
        shutil.rmtree(old)
    else:
        staged.rename(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
