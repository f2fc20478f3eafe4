"""The folder of an exported graph: what it was made from, how exact it is, and the hashes of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.adapter import Adapter
from embeddings.errors import ExportDamaged, ExportMissing
from embeddings.identity import encoder_id
from embeddings.model_store import ModelFolder

MANIFEST, GRAPH, WEIGHTS = "manifest.json", "graph.xml", "graph.bin"
_FORMAT = 2


@dataclass(frozen=True)
class Precision:
    """How near the reference a graph that computes in this precision must come, and how its vectors are told apart.

    cosine      least cosine between a vector and the reference's
    difference  greatest difference of any of their numbers
    mark        put behind the reference's id
    """

    cosine: float
    difference: float
    mark: str


# float32 differs from the reference by rounding alone, as two versions of torch do: either may go on where the other
# stopped, under one id. bfloat16 gives other vectors (99 of 100 neighbours in the top ten stay): they get their own.
PRECISIONS: Mapping[str, Precision] = {
    "f32": Precision(cosine=0.99999, difference=1e-5, mark=""),
    "bf16": Precision(cosine=0.9995, difference=0.02, mark="~bf16"),
}


@dataclass(frozen=True)
class ExportedFolder:
    """An exported graph whose files were found to be what they should be.

    reference_id  id of the vectors of the encoder it stands for, its adapter included
    precision     one of `PRECISIONS`
    words         file and tensor of the word table in the model's folder
    contract      what was measured against the reference when it was made
    """

    path: Path
    reference_id: str
    precision: str
    words: tuple[str, str]
    contract: Mapping[str, float]
    bytes: int

    @property
    def model_id(self) -> str:
        """Names the vectors that the graph makes; see `PRECISIONS`."""
        return self.reference_id + PRECISIONS[self.precision].mark


def graphs_dir(cache_dir: Path) -> Path:
    """The folder of all exported graphs, beside that of the models."""
    return cache_dir / "graphs"


def graph_place(reference: str, *, cache_dir: Path) -> Path:
    """Where the graph of an encoder lies, whether it is there or not; the adapter is part of the name."""
    return graphs_dir(cache_dir) / reference.replace("/", "--")


def locate_export(
    model: ModelFolder, adapter: Adapter | None, *, cache_dir: Path, progress: Callable[[int, int], None] | None = None
) -> ExportedFolder:
    """The graph of this model with this adapter (or None), every file checked.

    Raises `ExportMissing`, which names graphs of the same model that were made for another adapter or version, or
    `ExportDamaged`.
    """
    reference = encoder_id(model, adapter)
    path = graph_place(reference, cache_dir=cache_dir)
    if not path.is_dir():
        others = [found.name for found in _graphs(cache_dir) if found.name.startswith(_stem(model.name))]
        raise ExportMissing(model=reference, path=str(path), others=", ".join(others))
    found = _read(path)
    if (found["model_sha256"], found["adapter_sha256"]) != (model.sha256, adapter.sha256 if adapter else None):
        raise ExportDamaged(path=str(path), reason="it was made from another model or adapter")
    _check_files(path, found["files"], progress)
    return _folder(path, found)


def read_export(path: Path) -> ExportedFolder:
    """What the manifest of a folder says, nothing hashed. Raises `ExportDamaged`."""
    return _folder(path, _read(path))


def list_exports(*, cache_dir: Path) -> list[ExportedFolder | Path]:
    """All graphs by name, nothing hashed; the bare path of one whose manifest cannot be read."""
    found: list[ExportedFolder | Path] = []
    for path in _graphs(cache_dir):
        try:
            found.append(read_export(path))
        except ExportDamaged:
            found.append(path)
    return found


def write_export_manifest(path: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest of a finished folder: `about` and the hash of each file."""
    files = {
        file.name: {"bytes": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for file in sorted(path.iterdir())
        if file.name != MANIFEST
    }
    content = {"format": _FORMAT, **about, "files": files}
    (path / MANIFEST).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _graphs(cache_dir: Path) -> list[Path]:
    folders = graphs_dir(cache_dir).glob("*")
    return sorted(path for path in folders if path.is_dir() and not path.name.startswith("."))


def _stem(name: str) -> str:
    return f"{name.replace('/', '--')}@"


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if content["format"] != _FORMAT or content["precision"] not in PRECISIONS:
            raise ExportDamaged(path=str(path), reason="it was made by another version of this program")
        _folder(path, content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ExportDamaged(path=str(path), reason=f"{MANIFEST} cannot be read ({error})") from error
    return content


def _folder(path: Path, content: Mapping[str, Any]) -> ExportedFolder:
    file, tensor = content["words"]
    size = sum(int(row["bytes"]) for row in content["files"].values())
    return ExportedFolder(path, content["encoder"], content["precision"], (file, tensor), content["contract"], size)


def _check_files(path: Path, files: Mapping[str, Any], progress: Callable[[int, int], None] | None) -> None:
    total, done = sum(int(row["bytes"]) for row in files.values()), 0
    for name, row in files.items():
        try:
            with (path / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ExportDamaged(path=str(path), reason=f"{name} cannot be read ({error.strerror})") from error
        if digest != row["sha256"]:
            raise ExportDamaged(path=str(path), reason=f"{name} has other content than when it was made")
        done += int(row["bytes"])
        if progress is not None:
            progress(done, total)
