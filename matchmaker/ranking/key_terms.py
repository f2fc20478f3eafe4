"""Which words of a text are its key terms: rare ones, whole, no counts and no everyday words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from matchmaker.matching.shared_terms import KEY_RARITY, Word, outermost
from matchmaker.ranking.corpus import Corpus

# Numbers and amounts (1.80克, 520万元, 67%): an indicator, not what a need is about; nor are 多项, 一系列 and 小时.
_COUNTED = r"[一二两三四五六七八九十百千万亿几多数]+[余多]?[项种个台套家级名次条位类件份年月天批系列]{1,2}$"
_UNITS = r"(?:[平立]方)?[千厘毫微]?米$|小时$|分钟$|公斤$|千克$|公里$|摄氏度$|毫升$|千瓦时?$|兆瓦$|千伏$"
_NUMBER = re.compile(rf"[\d.,+~～-]+\D{{0,3}}$|{_COUNTED}|{_UNITS}")


def is_count(term: str) -> bool:
    """Whether the term is a number, an amount, a count or a unit."""
    return bool(_NUMBER.match(term))


def word_rarity(words: Iterable[Word], corpus: Corpus) -> dict[str, float]:
    """Rarity of the names and terms of these words, everyday words and counts left out.

    What no passage holds is as rare as the background says. A compound is as rare as its rarest part; one
    of everyday words only (应用性) is left out.
    """
    given = list(words)
    terms = {term for word in given for term in (*word.terms, *word.names)}
    compounds = {word.names[0]: word.terms for word in given if word.names and word.names[0] not in word.terms}
    rarity = {
        **{term: corpus.background_rarity(term) for term in terms - corpus.everyday - set(compounds)},
        **term_rarity(terms - set(compounds), corpus),
    }
    rarity = {term: value for term, value in rarity.items() if not is_count(term)}
    return rarity | _compound_rarity(compounds, rarity)


def term_rarity(terms: Iterable[str], corpus: Corpus) -> dict[str, float]:
    """Rarity of the terms that some passage of the corpus holds, without everyday words and counts."""
    ordered = sorted(set(terms) - corpus.everyday)
    numbers = corpus.words.vocabulary.lookup(ordered)
    table = corpus.words.table
    frequency = corpus.words.tokens.document_frequency
    return {
        term: float(-np.log(table.share[number]))
        for term, number in zip(ordered, numbers.tolist(), strict=True)
        if 0 <= number < len(frequency) and frequency[number] > 0 and not is_count(term)
    }


def key_terms(terms: set[str], corpus: Corpus) -> list[str]:
    """The key terms among these tokens, rarest first; none inside another, no everyday word, no count."""
    terms = terms - corpus.everyday
    return _ordered({**{term: corpus.background_rarity(term) for term in terms}, **term_rarity(terms, corpus)})


def key_names(words: Sequence[Word], rarity: Mapping[str, float]) -> set[str]:
    """All names of the words of a text that are key terms, those inside of others too."""
    names = {name for word in words for name in word.names}
    return {name for name in names if rarity.get(name, 0.0) >= KEY_RARITY}


def key_words(words: Sequence[Word], corpus: Corpus) -> list[str]:
    """The key terms among the words of a text, by their own names, rarest first."""
    rarity = word_rarity(words, corpus)
    whole = {word.names[0] for word in words if word.names}
    return _ordered({term: rarity[term] for term in whole if term in rarity})


def named_often(title: Sequence[Word], text: Sequence[Word]) -> list[str]:
    """The words a need is about: those of its title, then longer ones that come again in its whole text, in order.

    Words of two characters that come again are mostly no subject (广泛, 缺点, 布置).
    """
    counts = Counter(word.names[0] for word in text if word.names)
    again = [term for term, count in counts.items() if count > 1 and len(term) > 2]
    return list(dict.fromkeys([*(word.names[0] for word in title if word.names), *again]))


def uncovered(terms: Iterable[str], corpus: Corpus) -> list[str]:
    """Those of the terms that no passage of the corpus holds, not even as a part of a word."""
    return [term for term in terms if term not in corpus.flat_text]


def surfaces(words: Iterable[Word], text: str) -> dict[str, str]:
    """Each name of the words as the text writes it the first time (RFID, not rfid)."""
    found: dict[str, str] = {}
    for word in words:
        for name in word.names:
            if name not in found:
                place = text[word.start : word.stop].casefold().find(name)
                found[name] = name if place < 0 else text[word.start + place : word.start + place + len(name)]
    return found


def _compound_rarity(compounds: Mapping[str, Sequence[str]], rarity: Mapping[str, float]) -> dict[str, float]:
    found = {}
    for name, parts in compounds.items():
        known = [rarity[part] for part in parts if part in rarity]
        if known:
            found[name] = max(known)
    return found


def _ordered(rarity: Mapping[str, float]) -> list[str]:
    kept = {t for t, value in rarity.items() if len(t) > 1 and value >= KEY_RARITY and not is_count(t)}
    return sorted(outermost(kept), key=lambda term: (-rarity[term], term))
