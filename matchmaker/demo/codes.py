"""Labels of the demo data turned into codes of the reference lists."""

from __future__ import annotations

from collections.abc import Iterable

from matchmaker.demo.data import Row, discipline_codes
from matchmaker.reference import Scheme, UnknownCode
from matchmaker.services.classification import Code
from matchmaker.services.work import Work

FIELDS = "fields_form12"


def code_of(work: Work, scheme: str, label: str) -> str:
    """The code of the term that `label` names; UnknownCode if there is none."""
    return _find(work.schemes(scheme), label)


def code_or_none(work: Work, scheme: str, label: str) -> str | None:
    """The same, None for an empty label."""
    return code_of(work, scheme, label) if label else None


def codes_of(work: Work, scheme: str, labels: Iterable[str]) -> tuple[Code, ...]:
    """The codes of several labels of one list."""
    return tuple(Code(scheme, code_of(work, scheme, label)) for label in labels)


def expert_codes(work: Work, row: Row) -> tuple[Code, ...]:
    """Fields and discipline of an expert; a discipline below the first level keeps its own name as text."""
    label = row["discipline"]
    disciplines = work.schemes("disciplines")
    term = disciplines.find(label)
    discipline = term.code if term is not None else disciplines.get(discipline_codes()[label]).code
    return (*codes_of(work, FIELDS, row["fields"]), Code("disciplines", discipline, label))


def zone_code(work: Work, row: Row) -> str | None:
    """The code of an enterprise's zone, if it lies in one."""
    return code_or_none(work, "zones", row.get("zone", ""))


def _find(scheme: Scheme, label: str) -> str:
    term = scheme.find(label)
    if term is None:
        raise UnknownCode(scheme=scheme.name, code_given=label, known=", ".join(term.zh for term in scheme))
    return term.code
