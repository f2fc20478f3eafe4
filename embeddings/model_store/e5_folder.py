"""Writes the sentence-transformers folder of multilingual-e5-small from its 4-bit file."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.model_store.q4_file import Q4File, Shape
from embeddings.model_store.safetensors_file import LazyTensor, write_safetensors
from embeddings.model_store.tokenizer_json import BEGIN, END, MASK, PAD, UNKNOWN, tokenizer_json

# sentence-transformers asks for "document" before "passage" and takes it as empty where it is not named.
PROMPTS = {"query": "query: ", "passage": "passage: ", "document": "passage: "}

# Module types of the older path: both the newest and older sentence-transformers load them.
_MODULES = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}


def write_e5_folder(source: Q4File, folder: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
    """Write a BertModel with mean pooling, normalisation and prompts into the empty `folder`."""
    tensors = _tensors(source)
    write_safetensors(folder / "model.safetensors", tensors, progress=progress)
    _write_json(folder / "tokenizer.json", tokenizer_json(source.pieces, unknown_id=source.unknown_id), indent=None)
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(source.shape))
    _write_json(folder / "config.json", _bert_config(source.shape))
    _write_json(folder / "modules.json", _modules())
    _write_json(
        folder / "sentence_bert_config.json", {"max_seq_length": source.shape.positions, "do_lower_case": False}
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
    (folder / "1_Pooling").mkdir()
    _write_json(folder / "1_Pooling" / "config.json", _pooling(source.shape))


def _write_json(path: Path, content: Any, *, indent: int | None = 2) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


def _tensors(source: Q4File) -> dict[str, LazyTensor]:
    shape = source.shape
    hidden = shape.hidden
    tensors = {
        "embeddings.word_embeddings.weight": _lazy(source, "emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": _lazy(source, "emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": _lazy(source, "emb.type", shape.types, hidden),
        **_layer_norm(source, "embeddings.LayerNorm", "emb.ln", hidden),
    }
    for number in range(shape.layers):
        tensors |= _layer(source, number)
    # Mean pooling never asks BERT's own pooler; zeros keep loaders from inventing random weights for it.
    tensors["pooler.dense.weight"] = LazyTensor((hidden, hidden), partial(_zeros, hidden * hidden))
    tensors["pooler.dense.bias"] = LazyTensor((hidden,), partial(_zeros, hidden))
    return tensors


def _layer(source: Q4File, number: int) -> dict[str, LazyTensor]:
    hidden, wide = source.shape.hidden, source.shape.feed_forward
    here, there = f"l{number}", f"encoder.layer.{number}"
    tensors: dict[str, LazyTensor] = {}
    for long, short, rows, columns in (
        ("attention.self.query", "q", hidden, hidden),
        ("attention.self.key", "k", hidden, hidden),
        ("attention.self.value", "v", hidden, hidden),
        ("attention.output.dense", "ao", hidden, hidden),
        ("intermediate.dense", "fi", wide, hidden),
        ("output.dense", "fo", hidden, wide),
    ):
        tensors[f"{there}.{long}.weight"] = _lazy(source, f"{here}.{short}.w", rows, columns)
        tensors[f"{there}.{long}.bias"] = _lazy(source, f"{here}.{short}.b", rows)
    tensors |= _layer_norm(source, f"{there}.attention.output.LayerNorm", f"{here}.aln", hidden)
    tensors |= _layer_norm(source, f"{there}.output.LayerNorm", f"{here}.oln", hidden)
    return tensors


def _layer_norm(source: Q4File, long: str, short: str, hidden: int) -> dict[str, LazyTensor]:
    return {
        f"{long}.weight": _lazy(source, f"{short}.w", hidden),
        f"{long}.bias": _lazy(source, f"{short}.b", hidden),
    }


def _lazy(source: Q4File, name: str, *shape: int) -> LazyTensor:
    return LazyTensor(shape, partial(source.tensor, name))


def _zeros(count: int) -> NDArray[np.float32]:
    return np.zeros(count, np.float32)


def _bert_config(shape: Shape) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "initializer_range": 0.02,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "vocab_size": shape.vocabulary,
        "pad_token_id": 1,
        "dtype": "float32",
    }


def _tokenizer_config(shape: Shape) -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": shape.positions,
        "model_input_names": ["input_ids", "attention_mask"],
        "padding_side": "right",
        "truncation_side": "right",
        "clean_up_tokenization_spaces": False,
        "bos_token": BEGIN,
        "eos_token": END,
        "unk_token": UNKNOWN,
        "pad_token": PAD,
        "cls_token": BEGIN,
        "sep_token": END,
        "mask_token": MASK,
    }


def _modules() -> list[dict[str, Any]]:
    return [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate(_MODULES.items())
    ]


def _pooling(shape: Shape) -> dict[str, Any]:
    return {
        "word_embedding_dimension": shape.hidden,
        "pooling_mode_cls_token": False,
        "pooling_mode_mean_tokens": True,
        "pooling_mode_max_tokens": False,
        "pooling_mode_mean_sqrt_len_tokens": False,
        "include_prompt": True,
    }
