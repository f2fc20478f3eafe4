"""Mails of a person that a service without a mail server wrote as .eml files: erased with the person."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def remove_mail_files(folder: Path, refs: Iterable[str]) -> int:
    """Remove the files of the messages `refs` from the outbox folder, finished or half written; how many there were.

    OSError where a file cannot be removed: the caller's transaction must then not say that the person is erased.
    """
    paths = [folder / f"{ref}{ending}" for ref in refs for ending in (".eml", ".part")]
    there = [path for path in paths if path.is_file()]
    for path in there:
        path.unlink()
    return len(there)
