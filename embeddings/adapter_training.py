"""Trains an adapter: texts that belong together are drawn together, others of the same batch are pushed apart.

The loss is the contrastive one of van den Oord and others 2018 (InfoNCE), in both directions, over cosines. The lower
layers stay frozen and see every text once; only low-rank matrices in the upper ones are trained, so that a few hundred
steps on one core take minutes and not hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.model_config import read_model_config
from embeddings.runtime import import_sentence_transformers, import_torch

Positions = NDArray[np.int64]
Progress = Callable[[int, int, Mapping[str, float]], None]

_LINEAR = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_LARGEST_GRADIENT = 1.0
_WARM_UP = 0.1
_FROZEN_BATCH = 64
_STEP = 8


@dataclass(frozen=True)
class Task:
    """Pairs of texts that belong together, n of them.

    anchors      texts that ask (encoded as queries)
    positives    texts that answer (encoded as passages)
    groups       int64[n]: pairs of one group belong together, too; a pair's own positive always does
    distractors  further passages that belong to none, m of them
    draw         gives a batch: positions of pairs and positions of distractors
    weight       of its loss
    """

    name: str
    anchors: Sequence[str]
    positives: Sequence[str]
    groups: Positions
    draw: Callable[[np.random.Generator], tuple[Positions, Positions]]
    distractors: Sequence[str] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: layers from `first_layer` on, inner dimensions `rank`, that many steps."""

    first_layer: int = 6
    rank: int = 8
    strength: float = 16.0
    dropout: float = 0.1
    rate: float = 3e-4
    decay: float = 0.01
    temperature: float = 0.05
    steps: int = 150
    most_tokens: int = 80
    seed: int = 0


@dataclass
class _Frozen:
    """Outputs of the frozen layers by (prompt, text): bfloat16[tokens, width]."""

    states: dict[tuple[str, str], Any] = field(default_factory=dict)


def train_adapter(
    folder: Path, tasks: Sequence[Task], recipe: Recipe, progress: Progress
) -> tuple[dict[str, NDArray[np.float32]], dict[str, NDArray[np.float32]]]:
    """The matrices (down, up) by layer name for `write_adapter`, trained on the tasks' sum of losses.

    `progress(done, steps, losses)` after every step. The same input gives the same result on the same machine.
    """
    torch = import_torch()
    torch.manual_seed(recipe.seed)
    config = read_model_config(folder)
    model = import_sentence_transformers().SentenceTransformer(
        str(folder), device="cpu", trust_remote_code=False, local_files_only=True
    )
    network = next(module for module in model.modules() if hasattr(module, "encoder") and hasattr(module, "embeddings"))
    network.eval()
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    tokenizer = model.tokenizer
    frozen = _Frozen()
    for task in tasks:
        _freeze(torch, network, tokenizer, recipe, frozen, config.query_prompt, task.anchors)
        _freeze(torch, network, tokenizer, recipe, frozen, config.passage_prompt, [*task.positives, *task.distractors])
    layers = network.encoder.layer[recipe.first_layer :]
    trained = _insert(torch, layers, recipe)
    _train(torch, layers, trained, tasks, recipe, frozen, (config.query_prompt, config.passage_prompt), progress)
    scale = recipe.strength / recipe.rank
    names = {name: f"encoder.layer.{recipe.first_layer + place}.{part}" for (place, part), name in _places(layers)}
    down = {names[name]: module.down.detach().numpy().copy() for name, module in trained.items()}
    up = {names[name]: module.up.detach().numpy() * np.float32(scale) for name, module in trained.items()}
    return down, up


def _places(layers: Any) -> Iterator[tuple[tuple[int, str], str]]:
    for place in range(len(layers)):
        for part in _LINEAR:
            yield (place, part), f"{place}.{part}"


def _insert(torch: Any, layers: Any, recipe: Recipe) -> dict[str, Any]:
    """Put a trainable low-rank change beside each linear layer."""

    class Changed(torch.nn.Module):  # type: ignore[misc]  # torch is imported late and untyped here
        def __init__(self, inner: Any) -> None:
            super().__init__()
            self.inner = inner
            self.down = torch.nn.Parameter(torch.randn(recipe.rank, inner.in_features) / inner.in_features**0.5)
            self.up = torch.nn.Parameter(torch.zeros(inner.out_features, recipe.rank))
            self.scale = recipe.strength / recipe.rank
            self.dropout = torch.nn.Dropout(recipe.dropout)

        def forward(self, given: Any) -> Any:
            return self.inner(given) + (self.dropout(given) @ self.down.T) @ self.up.T * self.scale

    changed = {}
    for (place, part), name in _places(layers):
        parent = layers[place]
        *path, last = part.split(".")
        for step in path:
            parent = getattr(parent, step)
        module = Changed(getattr(parent, last))
        setattr(parent, last, module)
        changed[name] = module
    return changed


def _freeze(
    torch: Any, network: Any, tokenizer: Any, recipe: Recipe, frozen: _Frozen, prompt: str, texts: Sequence[str]
) -> None:
    """Run texts through the layers that are not trained; each once."""
    new = [text for text in dict.fromkeys(texts) if (prompt, text) not in frozen.states]
    new.sort(key=len)
    for start in range(0, len(new), _FROZEN_BATCH):
        batch = new[start : start + _FROZEN_BATCH]
        given = tokenizer(
            [prompt + text for text in batch],
            truncation=True,
            max_length=recipe.most_tokens,
            padding=True,
            pad_to_multiple_of=_STEP,
            return_tensors="pt",
        )
        mask = given["attention_mask"]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = network.embeddings(input_ids=given["input_ids"])
            hidden = _mask(torch, mask)
            for layer in network.encoder.layer[: recipe.first_layer]:
                states = _first(layer(states, hidden))
        for row, text in enumerate(batch):
            frozen.states[prompt, text] = states[row, : int(mask[row].sum())].to(torch.bfloat16).clone()


def _train(
    torch: Any,
    layers: Any,
    trained: Mapping[str, Any],
    tasks: Sequence[Task],
    recipe: Recipe,
    frozen: _Frozen,
    prompts: tuple[str, str],
    progress: Progress,
) -> None:
    parameters = [matrix for module in trained.values() for matrix in (module.down, module.up)]
    optimiser = torch.optim.AdamW(parameters, lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=recipe.steps, pct_start=_WARM_UP)
    random = np.random.default_rng(recipe.seed)
    query, passage = prompts
    layers.train()
    for step in range(recipe.steps):
        losses = {}
        optimiser.zero_grad()
        for task in tasks:
            pairs, distractors = task.draw(random)
            asked = _vectors(torch, layers, [frozen.states[query, task.anchors[p]] for p in pairs])
            answers = [task.positives[p] for p in pairs] + [task.distractors[p] for p in distractors]
            answering = _vectors(torch, layers, [frozen.states[passage, text] for text in answers])
            loss = _loss(torch, asked, answering, task.groups[pairs], recipe.temperature)
            (task.weight * loss).backward()
            losses[task.name] = float(loss.detach())
        torch.nn.utils.clip_grad_norm_(parameters, _LARGEST_GRADIENT)
        optimiser.step()
        schedule.step()
        progress(step + 1, recipe.steps, losses)


def _loss(torch: Any, asked: Any, answering: Any, groups: Positions, temperature: float) -> Any:
    """Cross-entropy of each pair's own answer among all, and the reverse; other answers of its group are left out."""
    count = len(groups)
    same = torch.from_numpy(groups[:, None] == groups[None, :]) & ~torch.eye(count, dtype=torch.bool)
    similar = asked @ answering.T / temperature
    inner = similar[:, :count].masked_fill(same, -1e9)
    wanted = torch.arange(count)
    forward = torch.nn.functional.cross_entropy(torch.cat([inner, similar[:, count:]], dim=1), wanted)
    return (forward + torch.nn.functional.cross_entropy(inner.T, wanted)) / 2


def _vectors(torch: Any, layers: Any, states: Sequence[Any]) -> Any:
    """Unit vectors [n, width]: mean over tokens of what the trained layers make of the frozen ones' output."""
    # Rounded up: the libraries keep machine code for every shape they meet, gigabytes over a training.
    longest = -(-max(len(state) for state in states) // _STEP) * _STEP
    given = torch.zeros(len(states), longest, states[0].shape[1], dtype=torch.bfloat16)
    mask = torch.zeros(len(states), longest)
    for row, state in enumerate(states):
        given[row, : len(state)] = state
        mask[row, : len(state)] = 1
    hidden = _mask(torch, mask)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        for layer in layers:
            given = _first(layer(given, hidden))
    summed = (given.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(summed, dim=-1)


def _mask(torch: Any, mask: Any) -> Any:
    """What attention adds to its scores: nothing where there is a token, minus a lot elsewhere."""
    return ((1.0 - mask.float()) * -1e9)[:, None, None, :].to(torch.bfloat16)


def _first(output: Any) -> Any:
    """Layers of some versions give a tuple."""
    return output[0] if isinstance(output, tuple) else output
