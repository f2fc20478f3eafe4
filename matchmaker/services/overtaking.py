"""Writers that overtake each other: what the database says of it becomes a typed error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.errors import Conflicting

_POSTGRES_UNIQUE_VIOLATION = "23505"


class Overtaken(Conflicting):
    """Somebody else changed the same record between our reading and our writing."""


class KeyTaken(Conflicting):
    """Somebody else stored a record under the same key (an external id, a credit code)."""


@contextmanager
def telling_of_overtaking(what: str) -> Iterator[None]:
    """Around a whole transaction on a record of kind `what`: raises Overtaken or KeyTaken for the loser of a race."""
    try:
        yield
    except StaleDataError as error:
        raise Overtaken(what=what) from error
    except IntegrityError as error:
        if not _is_unique_violation(error):
            raise
        raise KeyTaken(what=what) from error


def _is_unique_violation(error: IntegrityError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state == _POSTGRES_UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error.orig)
