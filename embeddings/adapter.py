"""A small trained change to a model: low-rank matrices that are added to its linear layers when it is loaded.

Hu and others 2021, "LoRA": the change of a weight matrix is up @ down with few inner dimensions, so that an adapter of
a megabyte serves a model of half a gigabyte. The model's own files stay as they were fetched and checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import AdapterDamaged
from embeddings.runtime import import_torch

_DOWN, _UP = ".down", ".up"


@dataclass(frozen=True)
class Adapter:
    """The change to each linear layer by its name in the model's state, e.g. `encoder.layer.6.output.dense`.

    base    SHA-256 of the model folder it was trained on; it fits no other
    sha256  of the adapter's file, part of the identity of the vectors
    down    float32[r, inputs] and `up` float32[outputs, r] by layer: the weight grows by up @ down
    """

    base: str
    sha256: str
    down: Mapping[str, NDArray[np.float32]]
    up: Mapping[str, NDArray[np.float32]]

    @property
    def short_id(self) -> str:
        """Eight characters that name it."""
        return self.sha256[:8]


def read_adapter(path: Path) -> Adapter:
    """Read a safetensors file; nothing in it is ever executed. Raises `AdapterDamaged`."""
    # Imported here: `import embeddings` stays light.
    from safetensors import SafetensorError, safe_open

    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with safe_open(path, framework="numpy") as file:
            base = (file.metadata() or {})["base"]
            tensors = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
    except (OSError, KeyError, SafetensorError) as error:
        raise AdapterDamaged(path=str(path), reason=f"{type(error).__name__}: {error}") from error
    down = {name.removesuffix(_DOWN): tensor for name, tensor in tensors.items() if name.endswith(_DOWN)}
    up = {name.removesuffix(_UP): tensor for name, tensor in tensors.items() if name.endswith(_UP)}
    if set(down) != set(up) or len(down) + len(up) != len(tensors) or not down:
        raise AdapterDamaged(path=str(path), reason="its matrices do not come in pairs")
    for name, matrix in down.items():
        if matrix.ndim != 2 or up[name].ndim != 2 or up[name].shape[1] != matrix.shape[0]:
            raise AdapterDamaged(path=str(path), reason=f"the pair of {name} does not fit together")
        if not (np.isfinite(matrix).all() and np.isfinite(up[name]).all()):
            raise AdapterDamaged(path=str(path), reason=f"the pair of {name} holds a number that is not finite")
    return Adapter(base, digest, down, up)


def write_adapter(
    path: Path, base: str, down: Mapping[str, NDArray[np.float32]], up: Mapping[str, NDArray[np.float32]]
) -> None:
    """Write the pairs as float16: a change of some percent of a weight needs no more."""
    # Imported here: only training writes adapters.
    from safetensors.numpy import save_file

    tensors = {f"{name}{_DOWN}": matrix.astype(np.float16) for name, matrix in down.items()}
    tensors |= {f"{name}{_UP}": matrix.astype(np.float16) for name, matrix in up.items()}
    save_file(dict(sorted(tensors.items())), path, metadata={"base": base})


def apply_adapter(model: Any, adapter: Adapter) -> None:
    """Add the adapter to the linear layers of a loaded torch model; each name must end exactly one layer's name.

    Raises ValueError where a layer is missing or of another shape.
    """
    torch = import_torch()
    layers = {name: layer for name, layer in model.named_modules() if hasattr(layer, "weight")}
    for ending, down in adapter.down.items():
        found = [layer for name, layer in layers.items() if name == ending or name.endswith(f".{ending}")]
        if len(found) != 1:
            raise ValueError(f"the model has {len(found)} layers called {ending}")
        change = adapter.up[ending] @ down
        if tuple(found[0].weight.shape) != change.shape:
            raise ValueError(f"the layer {ending} has the shape {tuple(found[0].weight.shape)}, not {change.shape}")
        with torch.no_grad():
            found[0].weight += torch.from_numpy(change)
