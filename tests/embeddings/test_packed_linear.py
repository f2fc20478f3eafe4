from __future__ import annotations

from typing import Any

import pytest

from embeddings.packed_linear import pack_linear_layers

# Sizes so small that a random model of each kind is made in milliseconds.
SMALL = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48, "vocab_size": 60}
KINDS: dict[str, dict[str, Any]] = {
    "bert": SMALL,
    "xlm-roberta": SMALL,
    "mpnet": SMALL,
    "modernbert": {
        **SMALL,
        "pad_token_id": 0,
        "cls_token_id": 1,
        "sep_token_id": 2,
        "bos_token_id": 1,
        "eos_token_id": 2,
    },
    "qwen3": {**SMALL, "num_key_value_heads": 2, "head_dim": 8},
    "t5": {"d_model": 32, "d_kv": 8, "d_ff": 48, "num_layers": 2, "num_heads": 4, "vocab_size": 60},
}


def _model(kind: str) -> Any:
    import torch
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(1)
    model = AutoModel.from_config(AutoConfig.for_model(kind, **KINDS[kind])).eval()
    return model.encoder if kind == "t5" else model


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_packed_models_of_every_kind_give_the_same(kind: str) -> None:
    import torch

    model = _model(kind)
    batch = {"input_ids": torch.tensor([[5, 6, 7, 8, 2], [9, 2, 1, 1, 1]]), "attention_mask": torch.ones(2, 5).long()}
    with torch.inference_mode():
        expected = model(**batch).last_hidden_state
        layers = sum(type(module) is torch.nn.Linear for module in model.modules())
        assert pack_linear_layers(model) is True
        found = model(**batch).last_hidden_state
    assert layers > 4
    assert sum(type(module) is torch.nn.Linear for module in model.modules()) == 0
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)


def test_without_onednn_the_model_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    model = _model("bert")
    before = list(model.named_parameters())
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert pack_linear_layers(model) is False
    assert [name for name, _ in model.named_parameters()] == [name for name, _ in before]


def test_half_precision_layers_are_left_alone() -> None:
    import torch

    model = torch.nn.Sequential(torch.nn.Linear(4, 4).half(), torch.nn.Linear(4, 4))
    pack_linear_layers(model)
    assert [type(layer) is torch.nn.Linear for layer in model] == [True, False]


def test_the_original_weights_are_let_go() -> None:
    import gc
    import weakref

    import torch

    model = torch.nn.Sequential(torch.nn.Linear(4, 4))
    weight = weakref.ref(model[0].weight)
    pack_linear_layers(model)
    gc.collect()
    assert weight() is None
