"""Idempotency keys (S12): a request that is sent again is answered again, not done again.

How a request handler uses it: `begin` in a transaction of its own; then, if it is Fresh, the act and `finish` together
in one transaction; and if the act was refused, `release` in a transaction of its own. A process that dies in between
leaves a claim that is taken over after CLAIM_LIFE; if it was only slow, its `finish` fails and takes the act back with
it. So the act is committed once, or not at all.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import CursorResult, delete, select, update

from matchmaker.errors import Conflicting, Forbidden, InvalidInput
from matchmaker.locale import N_
from matchmaker.models import IdempotencyKey
from matchmaker.services.upsert import insert_into
from matchmaker.services.work import Work

KEY_LIFE = timedelta(hours=24)
# Longer than any request may take.
CLAIM_LIFE = timedelta(minutes=2)
_KEY = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True)
class Fresh:
    """Do the act. `row_id` and `claimed_at` prove to `finish` and `release` that the key is still ours."""

    row_id: int
    claimed_at: datetime


@dataclass(frozen=True)
class Replay:
    """Answer this; the act was done."""

    status: int
    headers: dict[str, Any]
    body: dict[str, Any]


@dataclass(frozen=True)
class Mismatch:
    """The key was used for another request: 422."""


@dataclass(frozen=True)
class InFlight:
    """The first request with this key is still at work: 409. `seconds`: when to ask again at the latest."""

    seconds: int


Beginning = Fresh | Replay | Mismatch | InFlight


def request_hash(*, method: str, path: str, body: bytes) -> str:
    """What has to be the same for a request to be the same one: SHA-256 of method, path with query, and body."""
    head = f"{method.upper()} {path}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(head + body).hexdigest()


def begin(*, work: Work, key: str, request: str) -> Beginning:
    """Claim `key` for the calling client's request with hash `request`, or tell what became of the earlier one.

    Commit at once: only then do others see the claim.
    """
    if not _KEY.fullmatch(key):
        problem = N_("An idempotency key has 1 to 128 visible ASCII characters.")
        raise InvalidInput(field="Idempotency-Key", problem=problem)
    client_id = _client_id(work)
    now = work.now()
    claimed = _claim_new(work, client_id, key, request, now)
    if claimed is not None:
        return Fresh(claimed, now)
    same = (IdempotencyKey.client_id == client_id) & (IdempotencyKey.key == key)
    row = work.session.scalars(select(IdempotencyKey).where(same).with_for_update()).one_or_none()
    if row is None:  # it was released a moment ago; whoever asks again gets it
        return InFlight(seconds=1)
    if row.expires_at <= now:
        return _claim_again(row, request, now)
    if row.request_hash != request:
        return Mismatch()
    if row.status is not None:
        return Replay(row.status, row.headers, row.body)
    left = row.created_at + CLAIM_LIFE - now
    if left > timedelta(0):
        return InFlight(seconds=ceil(left.total_seconds()))
    return _claim_again(row, request, now)


def finish(*, work: Work, claim: Fresh, status: int, headers: dict[str, Any], body: dict[str, Any]) -> None:
    """Keep the answer, in the transaction of the act. Conflicting if somebody else has taken the key over."""
    done = update(IdempotencyKey).where(*_still(claim)).values(status=status, headers=headers, body=body)
    if _rows(work.session.execute(done)) != 1:
        raise Conflicting(what="request")


def release(*, work: Work, claim: Fresh) -> None:
    """Give the key back: the act was refused, and the same key may be sent with a mended request."""
    work.session.execute(delete(IdempotencyKey).where(*_still(claim)))


def purge_keys(*, work: Work) -> int:
    """Delete the keys whose time is over; how many."""
    return _rows(work.session.execute(delete(IdempotencyKey).where(IdempotencyKey.expires_at < work.now())))


def _client_id(work: Work) -> int:
    if work.actor.client_id is None:
        raise Forbidden(action="idempotency key")
    return work.actor.client_id


def _claim_new(work: Work, client_id: int, key: str, request: str, now: datetime) -> int | None:
    """The new row's id, or None if there is one of this key. Waits for a transaction that is just writing one."""
    claim = insert_into(work.session, IdempotencyKey).values(
        client_id=client_id,
        key=key,
        request_hash=request,
        headers={},
        body={},
        created_at=now,
        expires_at=now + KEY_LIFE,
    )
    unless_there = claim.on_conflict_do_nothing(index_elements=[IdempotencyKey.client_id, IdempotencyKey.key])
    row_id: int | None = work.session.execute(unless_there.returning(IdempotencyKey.id)).scalar_one_or_none()
    return row_id


def _claim_again(row: IdempotencyKey, request: str, now: datetime) -> Fresh:
    """Take over an abandoned or expired row, which is locked."""
    row.request_hash, row.status, row.headers, row.body = request, None, {}, {}
    row.created_at, row.expires_at = now, now + KEY_LIFE
    return Fresh(row.id, now)


def _still(claim: Fresh) -> tuple[Any, ...]:
    return (
        IdempotencyKey.id == claim.row_id,
        IdempotencyKey.created_at == claim.claimed_at,
        IdempotencyKey.status.is_(None),
    )


def _rows(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
