from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import ModelDamaged, ModelRefused
from embeddings.model_config import read_model_config
from embeddings.model_store import ModelFolder

MODULES = [{"path": ""}, {"path": "1_Pooling"}]


def _folder(path: Path, **files: Any) -> Path:
    content = {"modules": MODULES, "1_Pooling/config": {"word_embedding_dimension": 8}, **files}
    for name, value in content.items():
        file = path / f"{name}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(value))
    return path


def test_the_installed_model_states_everything(tiny_folder: ModelFolder) -> None:
    config = read_model_config(tiny_folder.path)
    assert (config.query_prompt, config.passage_prompt) == ("query: ", "passage: ")
    assert (config.dimension, config.max_tokens) == (32, 48)


@pytest.mark.parametrize(
    ("library", "prompts"),
    [
        ({}, ("", "")),
        ({"prompts": {}}, ("", "")),
        ({"prompts": {"query": "q: ", "passage": "p: "}}, ("q: ", "p: ")),
        ({"prompts": {"query": "q: ", "document": "d: "}}, ("q: ", "d: ")),
        ({"prompts": {"query": "q: ", "document": "", "passage": "p: "}}, ("q: ", "p: ")),
        ({"prompts": {"query": "q: ", "document": ""}, "default_prompt_name": "query"}, ("q: ", "")),
        ({"prompts": {"sts": "s: "}, "default_prompt_name": "sts"}, ("s: ", "s: ")),
        ({"prompts": {"sts": "s: "}}, ("", "")),
    ],
)
def test_prompts_are_the_models_own(tmp_path: Path, library: dict[str, Any], prompts: tuple[str, str]) -> None:
    config = read_model_config(_folder(tmp_path, config_sentence_transformers=library))
    assert (config.query_prompt, config.passage_prompt) == prompts


@pytest.mark.parametrize(
    ("files", "dimension"),
    [
        ({}, 8),
        ({"1_Pooling/config": {"embedding_dimension": 9}}, 9),
        ({"1_Pooling/config": {}, "config": {"hidden_size": 10}}, 10),
        ({"modules": [*MODULES, {"path": "2_Dense"}], "2_Dense/config": {"in_features": 8, "out_features": 4}}, 4),
        ({"modules": [*MODULES, {"path": "2_Normalize"}]}, 8),
    ],
)
def test_the_last_module_decides_the_vector_size(tmp_path: Path, files: dict[str, Any], dimension: int) -> None:
    assert read_model_config(_folder(tmp_path, **files)).dimension == dimension


def test_a_model_without_a_vector_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="how long its vectors are"):
        read_model_config(_folder(tmp_path, **{"1_Pooling/config": {}}))


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        ({}, 512),
        ({"sentence_bert_config": {"max_seq_length": 128}, "config": {"max_position_embeddings": 514}}, 128),
        ({"tokenizer_config": {"model_max_length": 1e30}, "config": {"max_position_embeddings": 2048}}, 2048),
        ({"sentence_bert_config": {"max_seq_length": None}, "tokenizer_config": {"model_max_length": 256}}, 256),
    ],
)
def test_the_smallest_stated_limit_counts(tmp_path: Path, files: dict[str, Any], limit: int) -> None:
    assert read_model_config(_folder(tmp_path, **files)).max_tokens == limit


def test_unreadable_files_are_damage(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "config_sentence_transformers.json").write_text("{")
    with pytest.raises(ModelDamaged, match=r"config_sentence_transformers.json is not JSON"):
        read_model_config(folder)
