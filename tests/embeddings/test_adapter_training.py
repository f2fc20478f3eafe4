"""Training draws together what belongs together, the same every time, and the written adapter has that effect."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import ModelFolder, open_encoder
from embeddings.adapter import write_adapter
from embeddings.adapter_training import Recipe, Task, train_adapter

ANCHORS = ["battery", "mine", "water", "tunnel", "waste", "lithium"]
POSITIVES = ["电池", "矿山", "水", "隧道", "废", "锂"]
RECIPE = Recipe(first_layer=0, rank=4, rate=0.01, steps=25, dropout=0.0)


def task(groups: list[int] | None = None, distractors: tuple[str, ...] = ()) -> Task:
    everything = np.arange(len(ANCHORS)), np.arange(len(distractors))
    given = np.array(groups) if groups else np.arange(len(ANCHORS))
    return Task("pairs", ANCHORS, POSITIVES, given, lambda _random: everything, distractors)


def train(folder: ModelFolder, trained: Task, recipe: Recipe = RECIPE) -> tuple[dict, dict, list[dict[str, float]]]:
    losses: list[dict[str, float]] = []
    down, up = train_adapter(folder.path, [trained], recipe, lambda _done, _steps, loss: losses.append(dict(loss)))
    return down, up, losses


def test_pairs_are_drawn_together_and_others_apart(tiny_folder: ModelFolder, tmp_path: Path) -> None:
    down, up, losses = train(tiny_folder, task())
    assert [len(losses), set(losses[0])] == [RECIPE.steps, {"pairs"}]
    assert losses[-1]["pairs"] < 0.8 * losses[0]["pairs"]
    write_adapter(tmp_path / "adapter.safetensors", tiny_folder.sha256, down, up)

    def margin(adapter: Path | None) -> float:
        encoder = open_encoder(str(tiny_folder.path), cache_dir=tmp_path, threads=1, adapter=adapter)
        similar = encoder.encode_queries(ANCHORS) @ encoder.encode_passages(POSITIVES).T
        own = np.eye(len(ANCHORS), dtype=bool)
        return float(similar[own].mean() - similar[~own].mean())

    assert margin(tmp_path / "adapter.safetensors") > margin(None) + 0.02


def test_layers_are_named_as_the_model_names_them(tiny_folder: ModelFolder) -> None:
    down, up, _ = train(tiny_folder, task(), Recipe(first_layer=0, rank=4, steps=1))
    assert set(down) == set(up)
    assert sorted(name.removeprefix("encoder.layer.0.") for name in down) == [
        "attention.output.dense",
        "attention.self.key",
        "attention.self.query",
        "attention.self.value",
        "intermediate.dense",
        "output.dense",
    ]
    assert {matrix.shape[0] for matrix in down.values()} == {matrix.shape[1] for matrix in up.values()} == {4}


def test_the_same_seed_gives_the_same_adapter(tiny_folder: ModelFolder) -> None:
    recipe = Recipe(first_layer=0, rank=2, steps=3, seed=5)
    first, second = train(tiny_folder, task(), recipe), train(tiny_folder, task(), recipe)
    for name in first[0]:
        assert (first[1][name] == second[1][name]).all()


@pytest.mark.parametrize(
    ("changed", "harder"), [(task(distractors=("电", "料")), True), (task(groups=[0, 0, 0, 1, 1, 1]), False)]
)
def test_distractors_make_it_harder_and_groups_easier(tiny_folder: ModelFolder, changed: Task, harder: bool) -> None:
    once = Recipe(first_layer=0, rank=2, steps=1)
    plain, other = train(tiny_folder, task(), once)[2][0]["pairs"], train(tiny_folder, changed, once)[2][0]["pairs"]
    assert (other > plain) is harder
