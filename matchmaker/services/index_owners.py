"""Whose each searchable passage is, as arrays: a change of some passages costs a copy, not a walk over all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.services.passage_rows import Owner, PassageRow

# A kind is stored as its place in this list: numbers of one byte are compared eight times as fast as words.
KINDS = ("expert", "achievement", "need")


@dataclass(frozen=True, eq=False)
class OwnerTable(Mapping[int, Owner]):
    """Passage -> owner. `passages` int64[n], rising; `kinds` int8[n], places in KINDS; `owners` int64[n], their keys.

    Never changed once made. It is a mapping for single passages; filters over many use the arrays.
    """

    passages: NDArray[np.int64]
    kinds: NDArray[np.int8]
    owners: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[PassageRow]) -> OwnerTable:
        """The owners of `rows`, each passage once, in any order."""
        ordered = sorted(rows, key=lambda row: row.id)
        return cls(
            np.array([row.id for row in ordered], np.int64),
            np.array([KINDS.index(row.owner.kind) for row in ordered], np.int8),
            np.array([row.owner.id for row in ordered], np.int64),
        )

    def with_changes(self, rows: Sequence[PassageRow], removed: Sequence[int]) -> OwnerTable:
        """The table without the passages `removed` (absent ones count for nothing) and then with those of `rows`."""
        added = OwnerTable.of(rows)
        kept = ~np.isin(self.passages, np.array([*removed, *added], np.int64))
        passages = self.passages[kept]
        at = np.searchsorted(passages, added.passages)
        return OwnerTable(
            np.insert(passages, at, added.passages),
            np.insert(self.kinds[kept], at, added.kinds),
            np.insert(self.owners[kept], at, added.owners),
        )

    def passages_of(self, kind: str) -> NDArray[np.int64]:
        """int64[m], rising: the passages of all owners of a kind."""
        found: NDArray[np.int64] = self.passages[self.kinds == KINDS.index(kind)]
        return found

    def passages_with(self, kind: str, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64[m], rising: the passages of the owners of a kind whose key is in `ids`."""
        own = self.kinds == KINDS.index(kind)
        found: NDArray[np.int64] = self.passages[own][np.isin(self.owners[own], ids)]
        return found

    def passages_without(self, kind: str, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """int64[m], rising: the passages of the owners of a kind whose key is not in `ids`."""
        own = self.kinds == KINDS.index(kind)
        found: NDArray[np.int64] = self.passages[own][np.isin(self.owners[own], ids, invert=True)]
        return found

    def __getitem__(self, passage: int) -> Owner:
        at = int(np.searchsorted(self.passages, passage))
        if at == len(self.passages) or self.passages[at] != passage:
            raise KeyError(passage)
        return Owner(KINDS[self.kinds[at]], int(self.owners[at]))

    def __iter__(self) -> Iterator[int]:
        return iter(self.passages.tolist())

    def __len__(self) -> int:
        return len(self.passages)
