"""Coded values in a cell: one of a list, or several, by label, alias or code."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.normal import is_blank, parts
from matchmaker.interchange.values.read import Coded, Read
from matchmaker.reference import Scheme, Term, folded

# Words by which people leave a choice open.
OPEN_CHOICES = frozenset({"不限", "均可", "都可以", "待定", "面议", "其他均可", "不限制", "待商定"})


def coded(term: Term, text: str) -> Coded:
    """A term as the value that was read from `text`."""
    return Coded(term.scheme, term.code, text)


def parse_codes(text: str, scheme: Scheme) -> Read[tuple[Coded, ...]]:
    """All values of a list that a cell names, in its order; what is not in the list comes as a warning."""
    if is_blank(text) or text.strip() in OPEN_CHOICES:
        return Read(())
    whole = scheme.find(text)
    if whole is not None:
        return Read((coded(whole, text),))
    found: dict[str, Coded] = {}
    warnings: list[Message] = []
    for part in parts(text, slashes=True):
        term = scheme.find(part)
        if term is not None:
            found.setdefault(term.code, coded(term, part))
        elif part not in OPEN_CHOICES:
            warnings.append(message("code.unknown", text=part[:60], scheme=scheme.zh))
    return Read(tuple(found.values()), tuple(warnings))


def parse_code(text: str, scheme: Scheme) -> Read[Coded | None]:
    """The one value of a list that a cell names; of several the first, with a warning that names them all."""
    read = parse_codes(text, scheme)
    if len(read.value) <= 1:
        return Read(read.value[0] if read.value else None, read.warnings)
    kept = scheme.get(read.value[0].code).zh
    several = message("code.several", text=_joined(read.value), kept=kept)
    return Read(read.value[0], (several, *read.warnings))


def _joined(values: Iterable[Coded]) -> str:
    return "、".join(value.text for value in values)


def parse_within(text: str, scheme: Scheme) -> Read[Coded | None]:
    """The one value whose label or alias is the cell, or stands in it (发明专利已授权); the longest name counts."""
    if is_blank(text) or text.strip() in OPEN_CHOICES:
        return Read(None)
    whole = scheme.find(text)
    if whole is not None:
        return Read(coded(whole, text))
    flat = folded(text)
    inside = [
        (len(name), term) for term in scheme for name in map(folded, (term.zh, *term.aliases)) if _says(flat, name)
    ]
    if not inside:
        return Read(None, (message("code.unknown", text=text[:60], scheme=scheme.zh),))
    return Read(coded(max(inside, key=lambda item: item[0])[1], text))


def _says(flat: str, name: str) -> bool:
    """Whether a name of two signs or more stands in a text, and not behind a “not” (未授权)."""
    at = flat.find(name)
    return len(name) >= 2 and at >= 0 and flat[at - 1 : at] not in ("未", "无", "非", "不", "待")
