"""The manifest of a model folder: which files count, their SHA-256, and one SHA-256 of the folder as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.errors import ModelDamaged

MANIFEST_NAME = "manifest.json"

# What a sentence-transformers folder is loaded from. Documents, pictures and graphs exported beside the weights are
# not part of a model's identity.
_LOADED_SUFFIXES = {".safetensors", ".json", ".txt", ".model", ".jinja"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class FileEntry:
    """One file: its size in bytes and its SHA-256 in hex."""

    bytes: int
    sha256: str


def loaded_files(folder: Path) -> list[str]:
    """Relative POSIX paths, sorted, of the files a model is loaded from; the manifest and hidden files left out."""
    names = []
    for path in folder.rglob("*"):
        relative = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in relative.parts)
        if path.suffix in _LOADED_SUFFIXES and not hidden and path.is_file() and str(relative) != MANIFEST_NAME:
            names.append(relative.as_posix())
    return sorted(names)


def hash_files(folder: Path, *, progress: Progress | None = None) -> dict[str, FileEntry]:
    """Hash every loaded file; `progress(bytes done, bytes in all)` after each file."""
    names = loaded_files(folder)
    total = sum((folder / name).stat().st_size for name in names)
    entries: dict[str, FileEntry] = {}
    done = 0
    for name in names:
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
        entries[name] = FileEntry(size, digest)
        done += size
        if progress is not None:
            progress(done, total)
    return entries


def folder_sha256(entries: Mapping[str, FileEntry]) -> str:
    """The SHA-256 of the folder: of the lines `<sha256>  <path>`, sorted by path, as `sha256sum` prints them."""
    lines = "".join(f"{entries[name].sha256}  {name}\n" for name in sorted(entries))
    return hashlib.sha256(lines.encode()).hexdigest()


def write_manifest(folder: Path, entries: Mapping[str, FileEntry], *, name: str, origin: Mapping[str, str]) -> None:
    """Write the manifest; `origin` tells where the weights came from, for people."""
    content = {
        "format": 1,
        "name": name,
        "origin": dict(origin),
        "sha256": folder_sha256(entries),
        "files": {path: {"bytes": entry.bytes, "sha256": entry.sha256} for path, entry in sorted(entries.items())},
    }
    (folder / MANIFEST_NAME).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, FileEntry] | None:
    """The files that the manifest lists, or None where the folder has no manifest.

    Raises `ModelDamaged` when the manifest cannot be read or does not agree with its own folder hash.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        return None
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        entries = {name: FileEntry(int(row["bytes"]), str(row["sha256"])) for name, row in content["files"].items()}
        agrees = content["sha256"] == folder_sha256(entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelDamaged(path=str(folder), file=MANIFEST_NAME, problem=f"cannot be read ({error})") from error
    if not agrees:
        raise ModelDamaged(path=str(folder), file=MANIFEST_NAME, problem="does not agree with itself")
    return entries


def check_files(
    folder: Path, *, manifest_needed: bool = False, progress: Progress | None = None
) -> dict[str, FileEntry]:
    """Hash the folder and compare it with its manifest, if it has one; returns the entries, none for no folder.

    Raises `ModelDamaged` naming the first file that is missing, changed, or was added.
    """
    listed = read_manifest(folder)
    found = hash_files(folder, progress=progress)
    if listed is None:
        if found and manifest_needed:
            raise ModelDamaged(path=str(folder), file=MANIFEST_NAME, problem="is missing")
        return found
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            raise ModelDamaged(path=str(folder), file=name, problem=_problem(listed.get(name), found.get(name)))
    return found


def _problem(listed: FileEntry | None, found: FileEntry | None) -> str:
    if found is None:
        return "is missing"
    if listed is None:
        return "does not belong there"
    if listed.bytes != found.bytes:
        return f"has {found.bytes} bytes instead of {listed.bytes}"
    return "has other content than when it was installed"
