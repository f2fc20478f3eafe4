"""Numbers the tokens: append-only, so that an id means the same token for ever and old tables stay valid."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray


class Vocabulary:
    """Token <-> id. Shared by all versions of a table; new tokens get the next numbers. Safe under threads."""

    def __init__(self, tokens: Sequence[str] = ()) -> None:
        """`tokens` in the order of their ids. Raises ValueError when one is repeated."""
        self._tokens = list(tokens)
        self._ids = {token: number for number, token in enumerate(self._tokens)}
        if len(self._ids) != len(self._tokens):
            raise ValueError("a token comes twice in the vocabulary")
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._tokens)

    def intern(self, tokens: Iterable[str]) -> NDArray[np.int32]:
        """int32[n]: the ids of `tokens` in their order; unknown ones are added."""
        tokens = list(tokens)
        with self._lock:
            for token in tokens:
                if token not in self._ids:
                    self._tokens.append(token)
                    self._ids[token] = len(self._tokens) - 1
        return self.lookup(tokens)

    def lookup(self, tokens: Iterable[str]) -> NDArray[np.int32]:
        """int32[n]: the ids of `tokens` in their order, -1 where unknown."""
        return np.array([self._ids.get(token, -1) for token in tokens], np.int32)

    def token(self, number: int) -> str:
        """The token of an id. Raises IndexError for a number never given."""
        if number < 0:
            raise IndexError(f"no token has the id {number}")
        return self._tokens[number]

    def tokens(self) -> list[str]:
        """A copy of all tokens in the order of their ids."""
        return list(self._tokens)
