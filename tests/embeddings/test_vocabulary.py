from __future__ import annotations

import threading

import pytest

from embeddings import Vocabulary


def test_tokens_get_the_next_numbers_and_keep_them() -> None:
    vocabulary = Vocabulary(["a"])
    assert vocabulary.intern(["b", "a", "b", "c"]).tolist() == [1, 0, 1, 2]
    assert vocabulary.intern(["c"]).tolist() == [2]
    assert vocabulary.tokens() == ["a", "b", "c"]
    assert [vocabulary.token(number) for number in range(3)] == ["a", "b", "c"]


def test_looking_up_adds_nothing() -> None:
    vocabulary = Vocabulary(["a"])
    assert vocabulary.lookup(["x", "a"]).tolist() == [-1, 0]
    assert len(vocabulary) == 1


@pytest.mark.parametrize("number", [-1, 1])
def test_a_number_never_given_is_an_error(number: int) -> None:
    with pytest.raises(IndexError):
        Vocabulary(["a"]).token(number)


def test_a_repeated_token_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Vocabulary(["a", "a"])


def test_threads_agree_on_the_numbers() -> None:
    vocabulary = Vocabulary()
    words = [f"w{number}" for number in range(2000)]
    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: found.append(vocabulary.intern(words).tolist())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [list(range(2000))] * 6
    assert vocabulary.tokens() == words
