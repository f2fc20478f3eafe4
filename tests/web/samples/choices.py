"""Lists to choose from, taken from the shipped reference data, and lists with their filters."""

from __future__ import annotations

from matchmaker.reference import load_scheme


def terms(scheme: str) -> list[tuple[str, str]]:
    return [(term.code, term.zh) for term in load_scheme(scheme)]


def group(scheme: str, name: str) -> list[tuple[str, str]]:
    return [(term.code, term.zh) for term in load_scheme(scheme).group(name)]


def counties() -> list[tuple[str, str]]:
    return [(term.code, term.zh) for term in load_scheme("divisions") if term.parent == "370900"]


GRADES = terms("grades")
FIELDS = terms("fields_form12")
