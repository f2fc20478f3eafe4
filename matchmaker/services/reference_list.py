"""Reference lists for those who read them from outside: all of them, one by name, one term of one."""

from __future__ import annotations

from pathlib import Path

from matchmaker.errors import NotFound
from matchmaker.reference import Scheme, Term, UnknownScheme, load_scheme, scheme_names
from matchmaker.services.work import Work

__all__ = ["Scheme", "Term", "find_term", "get_scheme", "known_codes", "list_schemes"]


def list_schemes(*, overrides: Path | None) -> list[Scheme]:
    """Every reference list as the operator has it (`overrides` is the operator's folder), by name."""
    return [load_scheme(name, overrides) for name in scheme_names(overrides)]


def get_scheme(*, work: Work, name: str) -> Scheme:
    """The reference list with this name, or NotFound."""
    try:
        return work.schemes(name)
    except UnknownScheme as error:
        raise NotFound(kind="scheme", ref=name) from error


def find_term(*, work: Work, scheme: str, code: str) -> Term | None:
    """The term of a stored code; None where the list, or the code in it, is no longer there."""
    try:
        known = work.schemes(scheme)
    except UnknownScheme:
        return None
    return known.get(code) if code in known else None


def known_codes(*, work: Work, scheme: str, group: str | None = None) -> tuple[str, ...]:
    """The codes of a list, or of one group of it, in its order."""
    known = work.schemes(scheme)
    return known.codes if group is None else tuple(term.code for term in known.group(group))
