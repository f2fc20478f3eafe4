from __future__ import annotations

from pathlib import Path

import pytest

from embeddings import ENCODERS, LEXICAL_INDEXES, VECTOR_INDEXES, Encoder, ModelFolder, UnknownBackend, look_up


def test_a_name_gives_its_entry() -> None:
    assert look_up("vector index", VECTOR_INDEXES, "flat") is VECTOR_INDEXES["flat"]


@pytest.mark.parametrize("table", [ENCODERS, VECTOR_INDEXES, LEXICAL_INDEXES])
def test_an_unknown_name_fails_with_the_known_ones(table: dict[str, object]) -> None:
    with pytest.raises(UnknownBackend) as caught:
        look_up("back-end", table, "hnsw")
    assert caught.value.params == {"kind": "back-end", "name": "hnsw", "known": ", ".join(sorted(table))}


@pytest.mark.parametrize("name", sorted(ENCODERS))
def test_every_encoder_keeps_to_the_protocol(name: str, exported_tiny: tuple[ModelFolder, Path]) -> None:
    folder, cache = exported_tiny
    encoder = ENCODERS[name](folder, cache, 1)
    assert isinstance(encoder, Encoder)
    assert encoder.dimension > 0
    assert encoder.max_tokens > 0
    assert encoder.model_id
