"""Limits that all workers share: how often something may happen in a window of time, counted in the database.

The count slides: of the window before, the part that still lies within the period counts. So a period of any place
holds less than twice the limit, and a long time no more than the limit on average. All arithmetic is in whole seconds,
so that whoever waits as long as told is let in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from matchmaker.models import RateCount
from matchmaker.services.upsert import insert_into
from matchmaker.services.work import Work, token_hash
from matchmaker.services.work_source import WorkSource

_LONGEST_KEY = 64


@dataclass(frozen=True)
class Limit:
    """`count` times per `seconds` seconds. `name` keeps its counts apart from other limits'."""

    name: str
    count: int
    seconds: int


@dataclass(frozen=True)
class Quota:
    """A limit for one key: an account, an address, a client, or "" for everybody together."""

    limit: Limit
    key: str = ""

    @property
    def bucket(self) -> str:
        key = self.key if len(self.key) <= _LONGEST_KEY else token_hash(self.key)
        return f"{self.limit.name}:{key}"


def wait_for(*, work: Work, quotas: Sequence[Quota]) -> int:
    """Seconds until all of `quotas` have room; 0 if they have it now. Only reads."""
    second = _second(work.now())
    counts = [(quota, _count(work, quota, second // quota.limit.seconds)) for quota in quotas]
    return max((_wait(work, quota, second, count) for quota, count in counts), default=0)


def take(*, work: Work, quotas: Sequence[Quota]) -> int:
    """Count one act under each of `quotas`, all or none: 0 if it was counted, else the seconds to wait.

    Exact under concurrency: each count stays locked to the commit (PostgreSQL) or all of them do (SQLite), so commit
    soon, and name quotas in the same order everywhere. Do not raise in this transaction: what was counted would be
    forgotten.
    """
    now = work.now()
    second = _second(now)
    counts = [(quota, _add_one(work, quota, second) - 1) for quota in quotas]
    wait = max((_wait(work, quota, second, count) for quota, count in counts), default=0)
    if wait:
        give_back(work=work, quotas=quotas, at=now)
    return wait


def admit(*, works: WorkSource, quotas: Sequence[Quota]) -> int:
    """`take` in a transaction of its own. A flood that is refused anyway only reads."""
    with works.reading() as work:
        wait = wait_for(work=work, quotas=quotas)
    if wait:
        return wait
    with works.writing() as work:
        return take(work=work, quotas=quotas)


def give_back(*, work: Work, quotas: Sequence[Quota], at: datetime) -> None:
    """Undo what was counted at `at`: the attempt was a good one after all."""
    for quota in quotas:
        window = _second(at) // quota.limit.seconds
        same = (RateCount.bucket == quota.bucket) & (RateCount.window == window) & (RateCount.count > 0)
        work.session.execute(update(RateCount).where(same).values(count=RateCount.count - 1))


def forget(*, work: Work, quota: Quota) -> None:
    """Begin again at zero."""
    work.session.execute(delete(RateCount).where(RateCount.bucket == quota.bucket))


def purge_counts(*, work: Work) -> int:
    """Delete the counts that no limit looks at any more; how many."""
    old = delete(RateCount).where(RateCount.expires_at < work.now()).returning(RateCount.id)
    return len(work.session.scalars(old).all())


def _second(moment: datetime) -> int:
    return int(moment.timestamp())


def _count(work: Work, quota: Quota, window: int) -> int:
    counted = select(RateCount.count).where(RateCount.bucket == quota.bucket, RateCount.window == window)
    return work.session.scalar(counted) or 0


def _add_one(work: Work, quota: Quota, second: int) -> int:
    """The count of this window, after this act."""
    window = second // quota.limit.seconds
    first = insert_into(work.session, RateCount).values(
        bucket=quota.bucket,
        window=window,
        count=1,
        expires_at=datetime.fromtimestamp((window + 2) * quota.limit.seconds, UTC),
    )
    again = first.on_conflict_do_update(
        index_elements=[RateCount.bucket, RateCount.window], set_={"count": RateCount.count + 1}
    )
    return int(work.session.execute(again.returning(RateCount.count)).scalar_one())


def _wait(work: Work, quota: Quota, second: int, current: int) -> int:
    """Seconds until one more act fits, with `current` acts in this window so far."""
    period, most = quota.limit.seconds, quota.limit.count
    window, elapsed = divmod(second, period)
    previous = _count(work, quota, window - 1)
    if (current + 1) * period + previous * (period - elapsed) <= most * period:
        return 0
    if current + 1 <= most:  # room comes while the window before slides out
        return period - (most - current - 1) * period // previous - elapsed
    return period - elapsed + max(0, period - (most - 1) * period // current)
