"""The shipped space as an .npz file of plain arrays."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.errors import BadWeights
from matchmaker.matching.space import LANGUAGES, Common, Space


def write_space(space: Space, path: Path) -> None:
    """In the form of `numpy.savez`. Reference vectors as float16: a mean must be exact, a sample need not."""
    arrays: dict[str, NDArray[Any]] = {}
    for name in LANGUAGES:
        for kind, common in (("need", space.needs[name]), ("passage", space.passages[name])):
            arrays[f"{kind}_base_{name}"], arrays[f"{kind}_slope_{name}"] = common.base, common.slope
    arrays["encoder"] = np.array(space.encoder)
    arrays["reference_needs"] = space.reference_needs.astype(np.float16)
    arrays["reference_passages"] = space.reference_passages.astype(np.float16)
    if space.need_field is not None:
        arrays["need_field"] = space.need_field
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in sorted(arrays.items()):
            # A fixed date: the same numbers give the same file.
            with archive.open(zipfile.ZipInfo(f"{name}.npy", (2023, 1, 1, 0, 0, 0)), "w") as member:
                np.save(member, array, allow_pickle=False)


def read_space(path: Path) -> Space:
    """Raises `BadWeights` for a damaged or foreign file; nothing in it is ever executed."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        return Space(
            encoder=str(arrays["encoder"]),
            needs=_common(arrays, "need"),
            passages=_common(arrays, "passage"),
            reference_needs=arrays["reference_needs"].astype(np.float32),
            reference_passages=arrays["reference_passages"].astype(np.float32),
            need_field=arrays.get("need_field"),
        )
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadWeights(path=str(path), reason=str(error)) from error


def _common(arrays: dict[str, NDArray[Any]], kind: str) -> dict[str, Common]:
    return {name: Common(arrays[f"{kind}_base_{name}"], arrays[f"{kind}_slope_{name}"]) for name in LANGUAGES}
