"""Whose each passage is: the same after changes as made anew, and cheap to change however many there are."""

from __future__ import annotations

import random
from time import thread_time

import numpy as np
import pytest

from matchmaker.services.index_owners import KINDS, OwnerTable
from matchmaker.services.passage_rows import Owner, PassageRow


def row(passage: int, kind: str, owner: int) -> PassageRow:
    return PassageRow(passage, Owner(kind, owner), "title", "", None)


def table(count: int) -> OwnerTable:
    rows = np.arange(1, count + 1, dtype=np.int64)
    return OwnerTable(rows, (rows % len(KINDS)).astype(np.int8), rows // 2)


def test_a_passage_has_its_owner_and_an_absent_one_has_none() -> None:
    made = OwnerTable.of([row(7, "need", 3), row(2, "expert", 3), row(5, "achievement", 1)])
    assert dict(made) == {2: Owner("expert", 3), 5: Owner("achievement", 1), 7: Owner("need", 3)}
    assert [number in made for number in (1, 2, 6, 7, 8)] == [False, True, False, True, False]
    with pytest.raises(KeyError):
        made[8]


def test_changes_give_what_is_made_anew() -> None:
    chance = random.Random(3)
    made, wanted = OwnerTable.of([]), dict[int, Owner]()
    for _ in range(60):
        changed = chance.sample(range(1, 40), chance.randrange(1, 8))
        rows = [row(number, chance.choice(KINDS), chance.randrange(9)) for number in changed if chance.random() < 0.6]
        made = made.with_changes(rows, changed)
        wanted = {number: owner for number, owner in wanted.items() if number not in changed}
        wanted |= {one.id: one.owner for one in rows}
        assert dict(made) == wanted
        assert made == OwnerTable.of([PassageRow(number, owner, "", "", None) for number, owner in wanted.items()])


def test_what_is_written_replaces_what_was_there() -> None:
    made = OwnerTable.of([row(1, "need", 1)])
    assert dict(made.with_changes([row(1, "expert", 9)], [])) == {1: Owner("expert", 9)}
    assert dict(made) == {1: Owner("need", 1)}  # whoever holds the old one is undisturbed


def test_filters_take_the_passages_of_owners_in_and_out() -> None:
    made = OwnerTable.of([row(1, "need", 1), row(2, "need", 1), row(3, "need", 2), row(4, "expert", 1)])
    assert made.passages_of("need").tolist() == [1, 2, 3]
    assert made.passages_with("need", np.array([1, 8])).tolist() == [1, 2]
    assert made.passages_without("need", np.array([1, 8])).tolist() == [3]
    assert made.passages_without("need", np.array([], np.int64)).tolist() == [1, 2, 3]
    assert made.passages_of("achievement").tolist() == []


def test_a_change_walks_over_no_passage_in_python() -> None:
    """Compared with one walk over as many on the same machine at the same time."""
    large = table(200_000)

    def changing() -> None:
        large.with_changes([row(200_001, "need", 1)], [17])

    def walking() -> None:
        {number: number for number in range(200_000)}

    assert least(changing) < least(walking)


def least(act) -> float:
    taken = []
    for _ in range(5):
        began = thread_time()
        act()
        taken.append(thread_time() - began)
    return min(taken)
