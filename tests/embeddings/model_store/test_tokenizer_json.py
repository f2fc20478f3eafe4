from __future__ import annotations

import json

import pytest
from tokenizers import Tokenizer

from embeddings.model_store.tokenizer_json import tokenizer_json

PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]
PIECES += [(piece, -1.0 - place / 10) for place, piece in enumerate(["▁", "a", "b", "ab", "～", "~", "2", "电池"])]
PIECES += [("<mask>", 0.0)]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_str(json.dumps(tokenizer_json(PIECES, unknown_id=3)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ab", ["<s>", "▁", "ab", "</s>"]),
        ("  a   b \n", ["<s>", "▁", "a", "▁", "b", "</s>"]),
        ("ａｂ", ["<s>", "▁", "ab", "</s>"]),
        ("²", ["<s>", "▁", "2", "</s>"]),
        ("a～b", ["<s>", "▁", "a", "～", "b", "</s>"]),
        ("a~b", ["<s>", "▁", "a", "~", "b", "</s>"]),
        ("电池", ["<s>", "▁", "电池", "</s>"]),
        ("矿", ["<s>", "▁", "矿", "</s>"]),
    ],
)
def test_texts_become_the_pieces_of_the_original(tokenizer: Tokenizer, text: str, pieces: list[str]) -> None:
    assert tokenizer.encode(text).tokens == pieces


def test_an_unknown_sign_has_the_unknown_id(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("矿").ids == [0, 4, 3, 2]


def test_nothing_is_truncated_or_padded(tokenizer: Tokenizer) -> None:
    assert tokenizer.truncation is None
    assert [len(found.ids) for found in tokenizer.encode_batch(["a", "a " * 3000])] == [4, 6002]
