"""Describes an XLM-RoBERTa style unigram tokenizer as the JSON that the `tokenizers` library reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

BEGIN, PAD, END, UNKNOWN, MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"

# The original normalisation is NFKC but for the full-width tilde, which Chinese writes in ranges (100～200℃).
# NFKC would make it a "~"; a private-use character carries it through.
_TILDE, _CARRIER = "～", "\ue000"


def tokenizer_json(pieces: Sequence[tuple[str, float]], *, unknown_id: int) -> dict[str, Any]:
    """The whole tokenizer: Nmt, NFKC, collapse and strip spaces; Metaspace with prefix; Unigram; `<s> text </s>`.

    No truncation is set: cutting long texts is the encoder's business.
    """
    ids = {piece: number for number, (piece, _score) in enumerate(pieces)}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(ids[token], token) for token in (BEGIN, PAD, END, UNKNOWN, MASK)],
        "normalizer": {"type": "Sequence", "normalizers": _normalizers()},
        "pre_tokenizer": _metaspace(),
        "post_processor": _template(ids),
        "decoder": _metaspace(),
        "model": {
            "type": "Unigram",
            "unk_id": unknown_id,
            "vocab": [[piece, score] for piece, score in pieces],
            "byte_fallback": False,
        },
    }


def _normalizers() -> list[dict[str, Any]]:
    return [
        {"type": "Nmt"},
        {"type": "Replace", "pattern": {"String": _TILDE}, "content": _CARRIER},
        {"type": "NFKC"},
        {"type": "Replace", "pattern": {"String": _CARRIER}, "content": _TILDE},
        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
        {"type": "Strip", "strip_left": True, "strip_right": True},
    ]


def _metaspace() -> dict[str, Any]:
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}


def _added(number: int, token: str) -> dict[str, Any]:
    flags = {"single_word": False, "lstrip": token == MASK, "rstrip": False, "normalized": False, "special": True}
    return {"id": number, "content": token, **flags}


def _template(ids: dict[str, int]) -> dict[str, Any]:
    begin, end = ({"SpecialToken": {"id": token, "type_id": 0}} for token in (BEGIN, END))
    first, second = ({"Sequence": {"id": name, "type_id": 0}} for name in ("A", "B"))
    return {
        "type": "TemplateProcessing",
        "single": [begin, first, end],
        "pair": [begin, first, end, end, second, end],
        "special_tokens": {token: {"id": token, "ids": [ids[token]], "tokens": [token]} for token in (BEGIN, END)},
    }
