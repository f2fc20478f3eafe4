"""Let the rows of trips follow an option: delegates leave and join, trips move, end and begin."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.models import Delegate, Organization, Plan, Trip
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import CANCELLED, DRAFT, PLANNED
from matchmaker.services.planning.store_others import INVITED
from matchmaker.services.planning.trip_change import standing_trips
from matchmaker.services.work import Work

# (institution, day), then the enterprises
Delegations = dict[tuple[int, date], set[int]]


def apply_trips(*, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
    """Do what the option says; whoever knows of the plan is to be told. The caller has the checker look after it.

    A trip that takes place on another day stays the same record, with its papers and answers.
    """
    rows = {(row.institution_id, row.on_date): row for row in standing_trips(plan)}
    before: Delegations = {key: {one.enterprise_id for one in row.delegates} for key, row in rows.items()}
    after = {key: set(going) for key, going in before.items()}
    for one in option["remove"]:
        after[_key(one)].discard(one["enterprise"])
    for one in option["add"]:
        after.setdefault(_key(one), set()).add(one["enterprise"])
    after = {key: going for key, going in after.items() if going}
    days = {_key(one): int(one["days"]) for one in option["add"]}
    for host, day in sorted(before.keys() - after.keys()):
        row = rows.pop((host, day))
        other = next((key for key in sorted(after) if key[0] == host and key not in rows), None)
        if other is None:
            _end(work, plan, row, why)
        else:
            rows[other] = row
            row.on_date = other[1]
            audit(work=work, action="trip.move", subject=row, before={"on_date": day}, after={"on_date": other[1]})
    for key, going in sorted(after.items()):
        if key not in rows:
            rows[key] = _begin(work, plan, *key, days=days[key])
        _delegate(work, rows[key], going)
    work.session.flush()
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    houses = {key[0] for key in changed} | {
        one for key in changed for one in (*before.get(key, ()), *after.get(key, ()))
    }
    note_changed(work=work, plan=plan, organizations=houses)


def _key(item: dict[str, Any]) -> tuple[int, date]:
    return item["institution"], date.fromisoformat(item["date"])


def _end(work: Work, plan: Plan, row: Trip, why: str) -> None:
    """What was never published is not kept."""
    audit(work=work, action="trip.cancel", subject=row, after={"state": CANCELLED}, why=why)
    if plan.state == DRAFT:
        plan.trips.remove(row)
        return
    row.state, row.locked, row.updated_at = CANCELLED, False, work.now()


def _begin(work: Work, plan: Plan, host: int, day: date, *, days: int) -> Trip:
    now = work.now()
    row = Trip(ref=work.new_ref(), institution_id=host, on_date=day, locked=False, state=PLANNED,
               arrangements={"days": days}, created_at=now, updated_at=now)  # fmt: skip
    plan.trips.append(row)
    work.session.flush()
    audit(work=work, action="trip.add", subject=row, after={"on_date": day})
    return row


def _delegate(work: Work, row: Trip, going: set[int]) -> None:
    present = {one.enterprise_id for one in row.delegates}
    if present == going:
        return
    row.delegates = [one for one in row.delegates if one.enterprise_id in going]
    row.delegates += [Delegate(enterprise_id=key, state=INVITED) for key in sorted(going - present)]
    row.updated_at = work.now()
    before, after = ({"organizations": _refs(work, keys)} for keys in (present, going))
    audit(work=work, action="trip.delegate", subject=row, before=before, after=after)


def _refs(work: Work, keys: set[int]) -> list[str]:
    return [work.session.get_one(Organization, key).ref for key in sorted(keys)]
