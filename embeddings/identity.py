"""The ids of encoders: equal ids mean that vectors may lie in one index.

`name@weights`, `name@weights+adapter`, and behind either `~precision` where an exported graph gives other vectors.
"""

from __future__ import annotations

from embeddings.adapter import Adapter
from embeddings.model_store import ModelFolder

_ADAPTER_MARK, _PRECISION_MARK = "+", "~"


def encoder_id(model: ModelFolder, adapter: Adapter | None) -> str:
    """The id of the vectors of the reference encoder: other weights or another adapter are another id."""
    return model.model_id if adapter is None else f"{model.model_id}{_ADAPTER_MARK}{adapter.short_id}"


def reference_id(model_id: str) -> str:
    """The id of the encoder that stands behind vectors of `model_id`: what weights are trained with."""
    return model_id.partition(_PRECISION_MARK)[0]
