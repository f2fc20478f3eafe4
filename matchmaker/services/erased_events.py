"""Events whose details were erased at a person's request: which they are, and that the chain still holds over them.

Erasing leaves who did what on which record and when, and the digest of what was said; an event `person.erase` names the
numbers of those erased with it. An event without its details that no such event names was tampered with.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.models import Event

ERASE = "person.erase"
MARK: dict[str, Any] = {"erased": True}
# Numbers in one statement: databases bound the number of their parameters.
_AT_ONCE = 500


def erase_details(session: Session, numbers: Iterable[int]) -> None:
    """Take before, after and reason off these events; the caller notes their numbers in an event of its own."""
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _AT_ONCE):
        some = Event.id.in_(wanted[start : start + _AT_ONCE])
        session.execute(update(Event).where(some).values(before={}, after=MARK, why=""))


def erased_numbers(session: Session) -> set[int]:
    """The numbers that events of erasure name."""
    afters = session.scalars(select(Event.after).where(Event.action == ERASE))
    return {int(number) for after in afters for number in after.get("events", ())}


def is_erased(event: Event) -> bool:
    return event.before == {} and event.after == MARK and event.why == ""
