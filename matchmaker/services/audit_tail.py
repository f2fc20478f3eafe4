"""A quick look at the end of the audit chain, for a page; `matchmaker audit verify` looks at all of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import AuditBroken
from matchmaker.ledger import GENESIS, digest_of, note_of
from matchmaker.models import Event, Ledger
from matchmaker.services.erased_events import erased_numbers, is_erased

TAIL = 200


def verify_tail(session: Session, count: int = TAIL) -> int:
    """Recompute the digests of the newest `count` events; how many held, else AuditBroken names the first that did not.

    The oldest of them is taken to follow what the event before it says of itself.
    """
    events = list(session.scalars(select(Event).order_by(Event.id.desc()).limit(count + 1)))[::-1]
    ledger = session.get_one(Ledger, 1)
    last = events[-1] if events else None
    if (ledger.event_number, ledger.event_digest or GENESIS) != ((last.id, last.digest) if last else (0, GENESIS)):
        raise AuditBroken(number=(last.id if last else 0) + 1, problem="the end of the log is missing")
    before = events.pop(0) if len(events) > count else None
    erased = erased_numbers(session)
    number, previous = (before.id, before.digest) if before else (0, GENESIS)
    for event in events:
        number += 1
        if event.id != number:
            raise AuditBroken(number=number, problem="the event is missing")
        unchanged = digest_of(previous, event.id, note_of(event)) == event.digest
        if event.previous_digest != previous or not (unchanged or (event.id in erased and is_erased(event))):
            raise AuditBroken(number=event.id, problem="its content was changed")
        previous = event.digest
    return len(events)
