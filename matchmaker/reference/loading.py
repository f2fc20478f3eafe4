"""Reads reference lists by name from TOML files, with an operator's own files laid over them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from matchmaker.reference.errors import BadReferenceFile, UnknownScheme
from matchmaker.reference.scheme import Scheme, Term, folded

DATA = Path(__file__).parent / "data"

SCHEME_KEYS = {"zh", "en", "source", "official", "to_check", "parent_scheme", "replace", "remove", "term"}
TERM_TYPES: dict[str, type] = {
    "code": str,
    "zh": str,
    "en": str,
    "parent": str,
    "group": str,
    "aliases": list,
    "official": bool,
    "to_check": bool,
    "source": str,
    "valid_from": date,
    "valid_to": date,
}


def scheme_names(overrides: Path | None = None) -> tuple[str, ...]:
    """Names of all reference lists: those that ship and those an operator has added, sorted."""
    folders = [DATA] if overrides is None else [DATA, overrides]
    return tuple(sorted({file.stem for folder in folders for file in folder.glob("*.toml")}))


def load_scheme(name: str, overrides: Path | None = None) -> Scheme:
    """Read one reference list.

    `overrides` is a folder; its `NAME.toml` changes the shipped list: a term with a known code replaces the keys it
    gives, a new code is appended, `remove = [codes]` takes terms out, `replace = true` starts from nothing. A file
    with a new name is a new list. Raises `UnknownScheme` (which names the known ones) and `BadReferenceFile`.
    """
    override = None if overrides is None else overrides / f"{name}.toml"
    if override is not None and not override.exists():
        override = None
    # A name is never a path: only what is an identifier is looked for.
    if not name.isidentifier() or (override is None and not (DATA / f"{name}.toml").exists()):
        raise UnknownScheme(name=name, known=", ".join(scheme_names(overrides)))
    if override is None:
        scheme = _load(name, None, 0, 0)
    else:
        state = override.stat()
        scheme = _load(name, override, state.st_mtime_ns, state.st_size)
    _check_parents(scheme, overrides)
    return scheme


def load_all(overrides: Path | None = None) -> dict[str, Scheme]:
    """Every reference list by name; for a check at the start, so that a bad file is found before it is needed."""
    return {name: load_scheme(name, overrides) for name in scheme_names(overrides)}


@lru_cache(maxsize=256)
def _load(name: str, override: Path | None, mtime_ns: int, size: int) -> Scheme:
    """Read and build; `mtime_ns` and `size` are part of the key, so that an edited override is read again."""
    shipped = DATA / f"{name}.toml"
    layers = [path for path in (shipped, override) if path is not None and path.exists()]
    head: dict[str, Any] = {}
    terms: dict[str, dict[str, Any]] = {}
    for path in layers:
        raw = _read(path)
        if raw.get("replace"):
            head, terms = {}, {}
        head |= {key: value for key, value in raw.items() if key not in ("term", "replace", "remove")}
        _lay_over(terms, raw, path)
    return _scheme(name, head, terms, layers[-1])


def _read(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadReferenceFile(file=str(path), reason=str(error)) from error
    unknown = sorted(set(raw) - SCHEME_KEYS)
    if unknown:
        raise BadReferenceFile(file=str(path), reason=f"unknown key {unknown[0]!r}, known: {sorted(SCHEME_KEYS)}")
    return raw


def _lay_over(terms: dict[str, dict[str, Any]], raw: Mapping[str, Any], path: Path) -> None:
    """Change `terms` (code -> keys) by one file."""
    for code in raw.get("remove", []):
        if terms.pop(code, None) is None:
            raise BadReferenceFile(file=str(path), reason=f"remove names the unknown code {code!r}")
    seen: set[str] = set()
    for given in raw.get("term", []):
        _check_term(given, path)
        code = given["code"]
        if code in seen:
            raise BadReferenceFile(file=str(path), reason=f"the code {code!r} appears twice")
        seen.add(code)
        terms[code] = terms.get(code, {}) | given


def _check_term(given: Mapping[str, Any], path: Path) -> None:
    for key, value in given.items():
        wanted = TERM_TYPES.get(key)
        if wanted is None:
            raise BadReferenceFile(file=str(path), reason=f"unknown term key {key!r}, known: {sorted(TERM_TYPES)}")
        if not isinstance(value, wanted):
            raise BadReferenceFile(file=str(path), reason=f"{key!r} must be of type {wanted.__name__}")
    if not given.get("code"):
        raise BadReferenceFile(file=str(path), reason="a term has no code")


def _scheme(name: str, head: Mapping[str, Any], terms: Mapping[str, Mapping[str, Any]], path: Path) -> Scheme:
    for key in ("zh", "en"):
        if not head.get(key):
            raise BadReferenceFile(file=str(path), reason=f"the list has no {key} name")
    built = tuple(_term(name, head, given, path) for given in terms.values())
    scheme = Scheme(
        name=name,
        zh=head["zh"],
        en=head["en"],
        terms=built,
        source=head.get("source", ""),
        official=head.get("official", False),
        to_check=head.get("to_check", False),
        parent_scheme=head.get("parent_scheme"),
    )
    _check_labels(scheme, path)
    return scheme


def _term(name: str, head: Mapping[str, Any], given: Mapping[str, Any], path: Path) -> Term:
    for key in ("zh", "en"):
        if not given.get(key):
            raise BadReferenceFile(file=str(path), reason=f"the term {given['code']!r} has no {key} label")
    defaults = {key: head[key] for key in ("official", "to_check", "source") if key in head}
    values = defaults | dict(given)
    values["aliases"] = tuple(values.get("aliases", ()))
    return Term(scheme=name, **values)


def _check_parents(scheme: Scheme, overrides: Path | None) -> None:
    """Every parent must exist, in the list itself or in its parent list as the operator has it."""
    above = load_scheme(scheme.parent_scheme, overrides) if scheme.parent_scheme else scheme
    for term in scheme:
        if term.parent is not None and term.parent not in above and term.parent not in scheme:
            reason = f"{term.code!r} names the unknown parent {term.parent!r}"
            raise BadReferenceFile(file=f"{scheme.name}.toml", reason=reason)


def _check_labels(scheme: Scheme, path: Path) -> None:
    """A spelling must mean one thing within a list."""
    owner: dict[str, str] = {}
    for term in scheme:
        for text in (term.zh, *term.aliases):
            other = owner.setdefault(folded(text), term.code)
            if other != term.code:
                raise BadReferenceFile(file=str(path), reason=f"{text!r} names both {other!r} and {term.code!r}")
