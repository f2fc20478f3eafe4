"""Refuses a model folder that would need code of its own or that holds its weights in an unsafe format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from embeddings.errors import ModelDamaged, ModelRefused

_LIBRARY = "sentence_transformers."


def check_safety(folder: Path) -> None:
    """Raises `ModelRefused` (or `ModelDamaged` for unreadable JSON) before anything of the folder is loaded.

    Pickled weights run code when they are read, and a module type outside the library is code of the folder. Where
    a folder holds both safetensors and pickles, only the safetensors are read.
    """
    modules = _read_json(folder, "modules.json")
    if not isinstance(modules, list):
        raise ModelRefused(path=str(folder), reason="it is no sentence-transformers folder (modules.json is missing)")
    for module in modules:
        kind = str(module.get("type", ""))
        if not kind.startswith(_LIBRARY):
            raise ModelRefused(path=str(folder), reason=f"its module {kind or 'without a type'} is code of its own")
        part = folder / str(module.get("path", ""))
        if not part.resolve().is_relative_to(folder.resolve()):
            raise ModelRefused(path=str(folder), reason=f"its module {kind} points outside the folder")
        if not any(part.glob("*.safetensors")) and (any(part.glob("*.bin")) or any(part.glob("*.pt"))):
            raise ModelRefused(path=str(folder), reason=f"the weights of {kind} are not in safetensors")
    if not any(folder.glob("*.safetensors")):
        raise ModelRefused(path=str(folder), reason="it holds no weights in safetensors")


def _read_json(folder: Path, name: str) -> Any:
    path = folder / name
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelDamaged(path=str(folder), file=name, problem=f"is not JSON ({error})") from error
