"""Reads what a sentence-transformers folder says of itself: prompts, vector size, token limit. No torch needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.errors import ModelDamaged, ModelRefused

_QUERY_NAMES = ("query",)
_PASSAGE_NAMES = ("passage", "document", "corpus")

# For a model that names no limit at all; far below what such models read.
_FALLBACK_TOKENS = 512
# Tokenizers without a limit state a huge number.
_NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class ModelConfig:
    """`query_prompt` and `passage_prompt` are put before a text ("" for a model without prompts).

    `dimension` is the length of the vectors, `max_tokens` the most tokens read at once, special tokens included.
    """

    query_prompt: str
    passage_prompt: str
    dimension: int
    max_tokens: int


def read_model_config(folder: Path) -> ModelConfig:
    """Raises `ModelDamaged` for unreadable JSON, `ModelRefused` where the vector size is not stated."""
    library = _json(folder / "config_sentence_transformers.json", {})
    prompts: Mapping[str, str] = library.get("prompts") or {}
    default = prompts.get(library.get("default_prompt_name") or "", "")
    modules: list[dict[str, Any]] = _json(folder / "modules.json", [])
    return ModelConfig(
        query_prompt=_prompt(prompts, _QUERY_NAMES, default),
        passage_prompt=_prompt(prompts, _PASSAGE_NAMES, default),
        dimension=_dimension(folder, modules),
        max_tokens=_max_tokens(folder),
    )


def _prompt(prompts: Mapping[str, str], names: Iterable[str], default: str) -> str:
    """The first prompt with content: a saved model often carries an empty "document" beside its real prompt."""
    named = [prompts[name] for name in names if name in prompts]
    return next((prompt for prompt in named if prompt), "" if named else default)


def _dimension(folder: Path, modules: list[dict[str, Any]]) -> int:
    """What the last module that changes the size gives; else the width of the network."""
    for module in reversed(modules):
        config = _json(folder / str(module.get("path", "")) / "config.json", {})
        for key in ("out_features", "embedding_dimension", "word_embedding_dimension", "hidden_size"):
            if isinstance(config.get(key), int):
                return int(config[key])
    raise ModelRefused(path=str(folder), reason="it does not say how long its vectors are")


def _max_tokens(folder: Path) -> int:
    """The smallest limit that the folder states."""
    stated = (
        _json(folder / "sentence_bert_config.json", {}).get("max_seq_length"),
        _json(folder / "tokenizer_config.json", {}).get("model_max_length"),
        _json(folder / "config.json", {}).get("max_position_embeddings"),
    )
    limits = [int(limit) for limit in stated if isinstance(limit, int | float) and 0 < limit < _NO_LIMIT]
    return min(limits, default=_FALLBACK_TOKENS)


def _json(path: Path, absent: Any) -> Any:
    if not path.is_file():
        return absent
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelDamaged(path=str(path.parent), file=path.name, problem=f"is not JSON ({error})") from error
