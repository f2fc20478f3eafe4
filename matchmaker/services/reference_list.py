"""Reference lists for those who read them from outside: all of them, or one by name."""

from __future__ import annotations

from pathlib import Path

from matchmaker.errors import NotFound
from matchmaker.reference import Scheme, UnknownScheme, load_scheme, scheme_names


def list_schemes(*, overrides: Path | None) -> list[Scheme]:
    """Every reference list as the operator has it (`overrides` is the operator's folder), by name."""
    return [load_scheme(name, overrides) for name in scheme_names(overrides)]


def get_scheme(*, name: str, overrides: Path | None) -> Scheme:
    """The reference list with this name, or NotFound."""
    try:
        return load_scheme(name, overrides)
    except UnknownScheme as error:
        raise NotFound(kind="scheme", ref=name) from error
