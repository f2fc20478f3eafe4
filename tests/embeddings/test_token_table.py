from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from embeddings import BadIds, TokenTable, Vocabulary


def _rows(table: TokenTable, vocabulary: Vocabulary) -> dict[int, dict[str, int]]:
    """id -> {token: count}, read from the arrays."""
    return {
        int(key): {
            vocabulary.token(int(token)): int(count)
            for token, count in zip(
                table.tokens[table.indptr[row] : table.indptr[row + 1]],
                table.counts[table.indptr[row] : table.indptr[row + 1]],
                strict=True,
            )
        }
        for row, key in enumerate(table.ids)
    }


def test_the_arrays_hold_ids_rising_with_counts_lengths_and_frequencies() -> None:
    vocabulary = Vocabulary()
    table = TokenTable.build([7, 3, 5], [["a", "b", "a"], ["b"], []], vocabulary)
    assert table.ids.tolist() == [3, 5, 7]
    assert _rows(table, vocabulary) == {3: {"b": 1}, 5: {}, 7: {"a": 2, "b": 1}}
    assert table.lengths.tolist() == [1, 0, 3]
    frequency = {vocabulary.token(number): int(held) for number, held in enumerate(table.document_frequency)}
    assert frequency == {"a": 1, "b": 2}
    kinds = [(field.name, getattr(table, field.name).dtype.name) for field in dataclasses.fields(table)]
    assert kinds == [
        ("ids", "int64"),
        ("indptr", "int64"),
        ("tokens", "int32"),
        ("counts", "int32"),
        ("document_frequency", "int32"),
        ("lengths", "int32"),
    ]


def test_tokens_rise_within_a_row() -> None:
    vocabulary = Vocabulary(["z", "y", "x"])
    table = TokenTable.build([1], [["x", "z", "y", "x"]], vocabulary)
    assert (table.tokens.tolist(), table.counts.tolist()) == ([0, 1, 2], [1, 1, 2])


@pytest.mark.parametrize("removed", [[], [2], [1, 2, 3], [99]])
@pytest.mark.parametrize("added", [{}, {9: ["c", "a"]}, {0: ["c"], 4: ["a", "a"]}])
def test_a_change_gives_what_building_at_once_gives(removed: list[int], added: dict[int, list[str]]) -> None:
    first = {1: ["a", "b"], 2: ["b"], 3: []}
    vocabulary = Vocabulary()
    table = TokenTable.build(list(first), list(first.values()), vocabulary)
    changed = table.with_changes(TokenTable.build(list(added), list(added.values()), vocabulary), removed)
    now = {key: tokens for key, tokens in first.items() if key not in removed} | added
    expected = TokenTable.build(list(now), list(now.values()), vocabulary)
    for field in dataclasses.fields(TokenTable):
        np.testing.assert_array_equal(getattr(changed, field.name), getattr(expected, field.name), field.name)
        assert getattr(changed, field.name).dtype == getattr(expected, field.name).dtype


def test_a_present_id_is_refused_unless_removed() -> None:
    vocabulary = Vocabulary()
    table = TokenTable.build([1], [["a"]], vocabulary)
    added = TokenTable.build([1], [["b"]], vocabulary)
    with pytest.raises(BadIds, match=r"present already \(ids \[1\]\)"):
        table.with_changes(added, [])
    assert _rows(table.with_changes(added, [1]), vocabulary) == {1: {"b": 1}}


def test_ids_and_passages_must_be_as_many() -> None:
    with pytest.raises(BadIds, match="2 ids for 1 passages"):
        TokenTable.build([1, 2], [["a"]], Vocabulary())


def test_positions_are_rows_or_minus_one() -> None:
    table = TokenTable.build([4, 8], [["a"], ["b"]], Vocabulary())
    assert table.positions([8, 5, 4, 9, 0]).tolist() == [1, -1, 0, -1, -1]
    assert TokenTable.build([], [], Vocabulary()).positions([1]).tolist() == [-1]
