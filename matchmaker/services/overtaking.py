"""Writers that overtake each other, and a database that is not there: what SQLAlchemy says becomes a typed error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.errors import Conflicting, MatchmakerError
from matchmaker.locale import N_

_POSTGRES_UNIQUE_VIOLATION = "23505"


class Overtaken(Conflicting):
    """Somebody else changed the same record between our reading and our writing."""


class KeyTaken(Conflicting):
    """There is a record under the same key (an external id, a credit code) already."""

    code = "key_taken"
    message = N_("Another record has this external id or credit code already. Change that one, or choose another key.")


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


class Busy(MatchmakerError):
    """The database cannot be reached, gives no connection or no lock in time, or its disk is full."""

    code = "busy"
    message = N_("The service cannot answer just now. Please try again in half a minute.")


@contextmanager
def telling_of_outage() -> Iterator[None]:
    """Around everything that asks the database: raises Busy where it is the database that fails, not the request."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise Busy from error
