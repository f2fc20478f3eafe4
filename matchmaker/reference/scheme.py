"""A reference list as values: a scheme of coded terms with labels in Chinese and English."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from matchmaker.reference.errors import UnknownCode


@dataclass(frozen=True, slots=True)
class Term:
    """One coded value.

    `official`: published by a competent body. `to_check`: general knowledge that the operator has to check before
    use. `parent` is a code of the same scheme or of the scheme's `parent_scheme`. `valid_from` and `valid_to` are
    inclusive; None means open. `aliases` are other spellings that people write for the same thing.
    """

    scheme: str
    code: str
    zh: str
    en: str
    parent: str | None = None
    group: str | None = None
    aliases: tuple[str, ...] = ()
    official: bool = False
    to_check: bool = False
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def label(self, locale: str = "zh_Hans_CN") -> str:
        """The label for a locale: English for `en...`, Chinese for everything else."""
        return self.en if locale.lower().startswith("en") else self.zh

    def active(self, on: date) -> bool:
        """Whether the term may be used on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


def folded(text: str) -> str:
    """`text` as labels are compared: NFKC, lower case, no white space, brackets in one form."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class Scheme:
    """A named list of terms in the order in which pages show them."""

    name: str
    zh: str
    en: str
    terms: tuple[Term, ...]
    source: str = ""
    official: bool = False
    to_check: bool = False
    parent_scheme: str | None = None

    @cached_property
    def _by_code(self) -> dict[str, Term]:
        return {term.code: term for term in self.terms}

    @cached_property
    def _by_text(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for term in self.terms:
            for text in (term.zh, term.en, *term.aliases, term.code):
                found.setdefault(folded(text), term)
        return found

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes in order."""
        return tuple(self._by_code)

    def get(self, code: str) -> Term:
        """The term of a code. Raises `UnknownCode`, which names the known ones."""
        term = self._by_code.get(code)
        if term is None:
            raise UnknownCode(scheme=self.name, code_given=code, known=", ".join(self.codes))
        return term

    def label(self, locale: str = "zh_Hans_CN") -> str:
        """The scheme's own name for a locale."""
        return self.en if locale.lower().startswith("en") else self.zh

    def find(self, text: str) -> Term | None:
        """The term whose label, alias or code is exactly `text` (see `folded`), or None."""
        return self._by_text.get(folded(text))

    def group(self, name: str) -> tuple[Term, ...]:
        """The terms of one group, in order."""
        return tuple(term for term in self.terms if term.group == name)

    def children(self, code: str) -> tuple[Term, ...]:
        """The terms directly below a code, in order."""
        return tuple(term for term in self.terms if term.parent == code)

    def active(self, on: date) -> tuple[Term, ...]:
        """The terms that may be used on that day, in order."""
        return tuple(term for term in self.terms if term.active(on))
