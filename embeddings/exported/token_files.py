"""Writes a Unigram vocabulary in the form that loads in a small part of the memory, and opens it again."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.exported.unigram import GROUPED, IDS, PIECES, SCORES, Special, UnigramShape, UnigramTokens

SHAPE, WORDS = "tokens.json", "words.json"

# Beside ASCII, letters of these scripts are what Chinese and English texts of engineers consist of.
_NEAR_SCRIPTS = ("CJK UNIFIED", "CJK COMPATIBILITY", "GREEK")
_SPACE = "▁"
# Piece, score, id.
_Row = tuple[str, float, int]


def write_unigram_files(tokenizer_json: Path, folder: Path) -> bool:
    """Write the vocabulary of a `tokenizer.json` to `folder`; False where it is of a kind that is not covered.

    Pieces of Chinese and ASCII letters come first, so that the others can be left on disk.
    """
    content = json.loads(tokenizer_json.read_text(encoding="utf-8"))
    if not _covered(content):
        return False
    vocabulary = [(piece, score, number) for number, (piece, score) in enumerate(content["model"]["vocab"])]
    core: list[_Row] = []
    grouped: list[_Row] = []
    far: list[_Row] = []
    for row in vocabulary:
        (far if not all(map(_is_near, row[0])) else grouped if _waits(row[0]) else core).append(row)
    rows = core + sorted(grouped, key=lambda row: row[0][:GROUPED]) + far
    offsets = list(accumulate((len(piece.encode()) + 1 for piece, _score, _number in rows), initial=0))
    near = len(core) + len(grouped)
    before, after = _frame(content["post_processor"])
    shape = {
        "core": len(core),
        "groups": _groups(rows, len(core), near, offsets),
        "near": near,
        "far": offsets[near],
        "rare": "".join(sorted({sign for row in far for sign in row[0] if not _is_near(sign)})),
        "unknown": content["model"]["unk_id"],
        "lowest": min(score for _piece, score, _number in vocabulary),
        "before": before,
        "after": after,
        "specials": [[row["content"], row["id"], row["lstrip"], row["rstrip"]] for row in content["added_tokens"]],
    }
    (folder / PIECES).write_text("\n".join(piece for piece, _score, _number in rows), encoding="utf-8")
    np.save(folder / SCORES, np.array([score for _piece, score, _number in rows], np.float64))
    np.save(folder / IDS, np.array([number for _piece, _score, number in rows], np.int32))
    (folder / SHAPE).write_text(json.dumps(shape, ensure_ascii=False), encoding="utf-8")
    content["model"] = {"type": "Unigram", "unk_id": 0, "vocab": [["?", 0.0]]}
    content |= {"added_tokens": [], "post_processor": None, "truncation": None, "padding": None}
    (folder / WORDS).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return True


def open_tokens(folder: Path, tokenizer_json: Path) -> Callable[..., list[list[int]]]:
    """The function `(texts, *, special=True) -> ids of each text` of an exported folder.

    Where the folder has no vocabulary of its own, the tokenizers library reads the model's `tokenizer.json`.
    """
    # Imported here: `import embeddings` stays light.
    from tokenizers import Tokenizer

    if (folder / SHAPE).is_file():
        content = json.loads((folder / SHAPE).read_text(encoding="utf-8"))
        shape = UnigramShape(
            core=content["core"],
            groups={start: (begin, end, offset) for start, begin, end, offset in content["groups"]},
            near=content["near"],
            far=content["far"],
            rare=frozenset(content["rare"]),
            unknown=content["unknown"],
            lowest=content["lowest"],
            before=tuple(content["before"]),
            after=tuple(content["after"]),
            specials=tuple(Special(*row) for row in content["specials"]),
        )
        return UnigramTokens(folder, shape, Tokenizer.from_file(str(folder / WORDS))).encode_all
    tokenizer = Tokenizer.from_file(str(tokenizer_json))
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def encode_all(texts: Sequence[str], *, special: bool = True) -> list[list[int]]:
        return [found.ids for found in tokenizer.encode_batch(list(texts), add_special_tokens=special)]

    return encode_all


def _covered(content: dict[str, Any]) -> bool:
    """Whether `UnigramTokens` does all that this tokenizer does."""
    model = content["model"]
    if model.get("type") != "Unigram" or model.get("unk_id") is None or model.get("byte_fallback"):
        return False
    pieces = [piece for piece, _score in model["vocab"]]
    cutter = content.get("pre_tokenizer")
    plain = all(pieces) and len(set(pieces)) == len(pieces) and not any("\n" in piece for piece in pieces)
    specials = content.get("added_tokens", [])
    return (
        plain
        and (cutter is None or (cutter["type"] == "Metaspace" and cutter.get("prepend_scheme") in ("always", "never")))
        and not any(row["single_word"] or row["normalized"] for row in specials)
        and (content.get("post_processor") or {}).get("type") in (None, "TemplateProcessing")
    )


def _frame(template: dict[str, Any] | None) -> tuple[list[int], list[int]]:
    """The ids that a template puts before and behind a single text."""
    before: list[int] = []
    after: list[int] = []
    side = before
    for item in (template or {}).get("single", []):
        if "Sequence" in item:
            side = after
        else:
            side += template["special_tokens"][item["SpecialToken"]["id"]]["ids"] if template else []
    return before, after


def _waits(piece: str) -> bool:
    """Whether a piece is loaded with its group only: it begins with Latin letters or other signs of ASCII."""
    return len(piece) >= GROUPED and piece[:GROUPED].replace(_SPACE, "").isascii()


def _groups(rows: Sequence[_Row], begin: int, end: int, offsets: Sequence[int]) -> list[tuple[str, int, int, int]]:
    """[(first characters, first row, row after the last, its place in the file)] of the rows from `begin` to `end`."""
    found = []
    for start, members in groupby(range(begin, end), key=lambda place: rows[place][0][:GROUPED]):
        places = list(members)
        found.append((start, places[0], places[-1] + 1, offsets[places[0]]))
    return found


def _is_near(sign: str) -> bool:
    if sign.isascii() or sign == _SPACE or unicodedata.category(sign)[0] not in "LM":
        return True
    return unicodedata.name(sign, "").startswith(_NEAR_SCRIPTS)
