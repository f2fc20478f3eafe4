"""How much of a limit is left: for those who want to slow down before they are refused."""

from __future__ import annotations

from sqlalchemy import select

from matchmaker.models import RateCount
from matchmaker.services.rate import Quota
from matchmaker.services.work import Work


def room(*, work: Work, quota: Quota) -> int:
    """How many more acts fit under `quota` at this moment, by the same sliding count as `rate.take`. Only reads."""
    period = quota.limit.seconds
    window, elapsed = divmod(int(work.now().timestamp()), period)
    rows = work.session.execute(
        select(RateCount.window, RateCount.count).where(
            RateCount.bucket == quota.bucket, RateCount.window.in_([window - 1, window])
        )
    )
    counts = {number: count for number, count in rows}
    used = counts.get(window, 0) * period + counts.get(window - 1, 0) * (period - elapsed)
    return max(0, (quota.limit.count * period - used) // period)
