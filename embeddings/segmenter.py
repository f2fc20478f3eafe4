"""Cuts Chinese and English technical text into the tokens that lexical search compares."""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

from embeddings.technical_terms import find_terms, quantity_tokens, run_tokens, standard_tokens

# Raise it with any change of the rules: token tables made by other rules are then thrown away.
_RULES_VERSION = 1

_TERM_TOKENS = {"standard": standard_tokens, "quantity": quantity_tokens, "run": run_tokens}
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_RUNS = re.compile(rf"{_HAN.pattern}+|(?:(?!{_HAN.pattern})[^\W_])+")

# Words that were added -> what cuts; see `_dictionary`.
_dictionaries: dict[tuple[str, ...], Any] = {}
_dictionaries_lock = threading.Lock()


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of a list that ships with the library, one a line, `#` begins a comment."""
    lines = files("embeddings").joinpath("words", name).read_text(encoding="utf-8").splitlines()
    words = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(word for word in words if word)


class Segmenter:
    """rjieba with domain words; immutable, safe under threads. Those with the same words share one dictionary.

    `user_words` are further Chinese words to keep together (names of processes, products, chains); Latin letters and
    digits in a text are cut by rule and not by a dictionary, so they end a word. Loading the dictionary
    takes 0.1 s and happens at the first text.
    """

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        normal = {_normalise(word) for word in (*word_list("domain.txt"), *user_words)}
        self._words = tuple(sorted(word for word in normal if _HAN.search(word)))
        self._jieba: Any = None
        self._stop_words = frozenset(word_list("stop.txt"))
        text = "\n".join([str(_RULES_VERSION), *self._words, "", *sorted(self._stop_words)])
        self.fingerprint = hashlib.sha256(text.encode()).hexdigest()[:12]

    def tokens(self, text: str) -> list[str]:
        """The tokens in order of appearance: NFKC, casefolded, without punctuation and function words.

        A long Chinese word is preceded by the shorter words inside it (电解, 电解液), and unknown words stay single
        characters: measured on need-achievement pairs this ranks better (nDCG@10 0.609 against 0.559 for BM25 over
        titles) than the longest words alone with guessed ones.
        """
        found: list[str] = []
        cut = self._dictionary().cut_for_search
        for kind, piece in _pieces(_normalise(text), lambda rest: cut(rest, False)):
            found.extend(_TERM_TOKENS[kind](piece) if kind else _words_of(piece))
        return [token for token in found if token not in self._stop_words]

    def cut(self, text: str) -> list[str]:
        """All pieces of the raw text, nothing lost: their concatenation is `text`, no word or number is cut."""
        return [piece for _kind, piece in _pieces(text, self._dictionary().cut)]

    def _dictionary(self) -> Any:
        if self._jieba is None:
            self._jieba = _dictionary(self._words)
        return self._jieba


def _dictionary(words: tuple[str, ...]) -> Any:
    """What cuts Chinese by the dictionary and `words`: made once in a process, for it takes 25 MB."""
    with _dictionaries_lock:
        if words not in _dictionaries:
            # Imported here: the package carries a dictionary of several megabytes.
            package = import_module("rjieba")
            # The package makes a dictionary when it is imported. The first words are added to that one.
            dictionary = package.Jieba() if _dictionaries else package
            for word in words:
                dictionary.add_word(word, None, None)
            _dictionaries[words] = dictionary
        return _dictionaries[words]


def _pieces(text: str, cut: Callable[[str], list[str]]) -> Iterator[tuple[str, str]]:
    """(kind, piece) from left to right; kind is empty for what `cut` made of the text between the technical terms."""
    done = 0
    for kind, begin, end in find_terms(text):
        if begin > done:
            yield from (("", word) for word in cut(text[done:begin]))
        yield kind, text[begin:end]
        done = end
    if done < len(text):
        yield from (("", word) for word in cut(text[done:]))


def char_ngrams(text: str, sizes: Sequence[int] = (1, 2)) -> list[str]:
    """Character n-grams of the given sizes inside runs of Chinese, trigrams inside runs of other letters and digits.

    NFKC and casefolded; a shorter run of other letters gives itself. Sizes 1 and 2 together ranked best on
    need-achievement pairs (BM25 over titles: nDCG@10 0.651; 2 alone 0.602; 2 and 3 0.598).
    """
    grams: list[str] = []
    for run in _RUNS.findall(_normalise(text).casefold()):
        if not _HAN.match(run):
            grams.extend(_windows(run, 3) if len(run) > 3 else [run])
            continue
        for size in sizes:
            grams.extend(_windows(run, size))
    return grams


def _windows(run: str, size: int) -> list[str]:
    return [run[start : start + size] for start in range(len(run) - size + 1)]


def _normalise(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _words_of(piece: str) -> list[str]:
    """The piece as a token if it holds a letter or digit of any script."""
    return [piece.casefold()] if any(sign.isalnum() for sign in piece) else []
