"""What excludes each other, as a JSON document."""

from __future__ import annotations

from typing import Any

from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.forms.meetings import meeting_lock_document
from matchmaker.planning.forms.trips import trip_lock_document
from matchmaker.planning.forms.visits import lock_document
from matchmaker.planning.rules import ALL_RULES
from matchmaker.planning.values.meetings import MeetingLock
from matchmaker.planning.values.trips import TripLock
from matchmaker.planning.values.visits import Lock


def conflict_document(error: LocksExcludeEachOther | LoadsExcludeEachOther) -> dict[str, Any]:
    """{conflict: [the locks, or the limits], limits: [names of rules that stand against the locks], text}.

    A limit is {code, number, limit}: demands and loads of a pairing problem by row and column.
    """
    if isinstance(error, LoadsExcludeEachOther):
        conflict = [{"code": code, "number": number, "limit": limit} for code, number, limit in error.conflict]
        return {"conflict": conflict, "limits": [], "text": str(error)}
    against = ", ".join(ALL_RULES[name].title for name in error.limits)
    return {
        "conflict": [_lock(lock) for lock in error.conflict],
        "limits": list(error.limits),
        "text": str(error) + (f" What stands against them: {against}." if against else ""),
    }


def _lock(lock: Lock | MeetingLock | TripLock | tuple[int, int]) -> Any:
    """Pairs stand as they are."""
    if isinstance(lock, Lock):
        return lock_document(lock)
    if isinstance(lock, MeetingLock):
        return meeting_lock_document(lock)
    return trip_lock_document(lock) if isinstance(lock, TripLock) else list(lock)
