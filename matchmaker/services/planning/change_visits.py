"""Change the visits of a plan as rows: take away, add, give other needs. The caller has the checker look after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from matchmaker.errors import Conflicting
from matchmaker.models import Plan, Visit
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import CANCELLED as CANCELLED_STATE
from matchmaker.services.planning.access import PLANNED, PUBLISHED
from matchmaker.services.planning.store_visits import next_start
from matchmaker.services.work import Work

_LONGEST_WHY = 300


@dataclass(frozen=True)
class Change:
    """`remove`: reference of a visit -> why; `add`: (expert, enterprise, date, needs) by keys; `needs`: reference ->
    its needs from now on.
    """

    remove: Mapping[str, str] = field(default_factory=dict)
    add: tuple[tuple[int, int, date, tuple[int, ...]], ...] = ()
    needs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def apply_change(*, work: Work, plan: Plan, change: Change) -> list[Visit]:
    """Do it; the visits that were added. In a published plan what goes is kept as cancelled, in a draft it is deleted.

    Conflicting if a visit to change is no longer planned.
    """
    rows = {row.ref: row for row in work.session.scalars(select(Visit).where(Visit.plan_id == plan.id))}
    for ref in (*change.remove, *change.needs):
        if ref not in rows or rows[ref].state != PLANNED:
            raise Conflicting(what="visit")
    for ref, why in change.remove.items():
        _remove(work, plan, rows[ref], why)
    work.session.flush()
    for ref, needs in change.needs.items():
        row = rows[ref]
        audit(work=work, action="visit.needs", subject=row, before={"needs": row.need_ids}, after={"needs": needs})
        row.need_ids, row.updated_at = list(needs), work.now()
    added = [_add(work, plan, *one) for one in change.add]
    if plan.state == PUBLISHED:
        changed = [*(rows[ref] for ref in change.remove), *added]
        experts, places = {row.expert_id for row in changed}, {row.enterprise_id for row in changed}
        note_changed(work=work, plan=plan, experts=experts, organizations=places)
    return added


def _remove(work: Work, plan: Plan, row: Visit, why: str) -> None:
    about = {"expert_id": row.expert_id, "enterprise_id": row.enterprise_id, "on_date": row.on_date}
    audit(work=work, action="visit.cancel", subject=row, before=about, after={"state": CANCELLED_STATE}, why=why)
    if plan.state == PUBLISHED:
        row.state, row.cancelled_why, row.locked = CANCELLED_STATE, why[:_LONGEST_WHY], False
        row.updated_at = work.now()
    else:
        work.session.delete(row)


def _add(work: Work, plan: Plan, expert: int, enterprise: int, day: date, needs: tuple[int, ...]) -> Visit:
    """A new visit, or the cancelled one of the same day taken up again."""
    now = work.now()
    of_plan = list(work.session.scalars(select(Visit).where(Visit.plan_id == plan.id, Visit.on_date == day)))
    taken = [one.starts_at for one in of_plan if one.expert_id == expert and one.state == PLANNED]
    row = next((one for one in of_plan if (one.expert_id, one.enterprise_id) == (expert, enterprise)), None)
    if row is not None and row.state == PLANNED:
        raise Conflicting(what="visit")
    if row is None:
        row = Visit(ref=work.new_ref(), plan_id=plan.id, expert_id=expert, enterprise_id=enterprise, on_date=day,
                    created_at=now)  # fmt: skip
        work.session.add(row)
    row.state, row.cancelled_why, row.need_ids = PLANNED, None, list(needs)
    row.starts_at, row.updated_at = next_start(taken), now
    work.session.flush()
    about = {"expert_id": expert, "enterprise_id": enterprise, "on_date": day, "needs": list(needs)}
    audit(work=work, action="visit.add", subject=row, after=about)
    return row
