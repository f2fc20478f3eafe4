"""Planning problems as the JSON documents that `matchmaker.planning.forms` reads: the way back from the values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from matchmaker.planning.forms.visits import lock_document
from matchmaker.planning.values.meetings import MeetingProblem
from matchmaker.planning.values.pairs import PairProblem
from matchmaker.planning.values.trips import TripProblem
from matchmaker.planning.values.visits import VisitProblem

RENAMED = {"experts": "expert", "enterprises": "enterprise", "needs": "need"}


def visit_problem_document(problem: VisitProblem) -> dict[str, Any]:
    """The document; `read_visit_problem` makes the same problem of it."""
    found: dict[str, Any] = {RENAMED.get(name, name): _listed(value) for name, value in asdict(problem).items()}
    found["locks"] = [lock_document(lock) for lock in problem.locks]
    return found


def plain_document(problem: TripProblem | PairProblem | MeetingProblem) -> dict[str, Any]:
    """The document of a problem whose form has the names of the value's fields."""
    document: dict[str, Any] = _listed(asdict(problem))
    return document


def _listed(value: Any) -> Any:
    """Tuples as lists, as they come back from the database."""
    if isinstance(value, dict):
        return {name: _listed(one) for name, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value
