"""The meeting problem and its schedule as JSON documents."""

from __future__ import annotations

from typing import Any

from matchmaker.planning.forms import fields as take
from matchmaker.planning.forms.shortfalls import shortfall_documents
from matchmaker.planning.values.meeting_validation import check_meeting_problem
from matchmaker.planning.values.meetings import (
    Meeting,
    MeetingLock,
    MeetingPlan,
    MeetingProblem,
    Party,
    PublishedMeeting,
)


def read_meeting_problem(document: Any) -> MeetingProblem:
    """The problem of a document; raises InvalidProblem naming the first field that is missing or wrong.

    {slots, tables, experts: [{slots?, max_meetings?, min_meetings?}], enterprises: [the same], affinity: [[expert,
    enterprise, value]], locks?: [{expert, enterprise, slot?}], forbidden?: [[expert, enterprise]], short?,
    published?: [{expert, enterprise, slot}], moved?}. Who names no slots is free in all.
    """
    form = take.fields_of(document, "problem")
    slots = take.whole(take.need(form, "slots"), "slots")
    problem = MeetingProblem(
        slots=slots,
        tables=take.whole(take.need(form, "tables"), "tables"),
        experts=_parties(form, "experts", slots),
        enterprises=_parties(form, "enterprises", slots),
        affinity=take.triples(take.need(form, "affinity"), "affinity"),
        locks=tuple(_lock(one, f"locks[{n}]") for n, one in enumerate(take.items(form.get("locks", []), "locks"))),
        forbidden=take.pairs(form.get("forbidden", []), "forbidden"),
        short=take.number(form.get("short", 1.0), "short"),
        published=tuple(_published(one) for one in take.items(form.get("published", []), "published")),
        moved=take.number(form.get("moved", 0.5), "moved"),
    )
    check_meeting_problem(problem)
    return problem


def _parties(form: Any, name: str, slots: int) -> tuple[Party, ...]:
    return tuple(
        _party(one, f"{name}[{number}].", slots) for number, one in enumerate(take.items(take.need(form, name), name))
    )


def _party(value: Any, place: str, slots: int) -> Party:
    form = take.fields_of(value, place)
    most = form.get("max_meetings")
    free = form.get("slots")
    return Party(
        slots=tuple(range(slots)) if free is None else take.wholes(free, f"{place}slots"),
        max_meetings=None if most is None else take.whole(most, f"{place}max_meetings"),
        min_meetings=take.whole(form.get("min_meetings", 0), f"{place}min_meetings"),
    )


def _published(value: Any) -> PublishedMeeting:
    form = take.fields_of(value, "published")
    place = (take.need(form, name, "published.") for name in ("expert", "enterprise", "slot"))
    return PublishedMeeting(*(take.whole(one, "published") for one in place))


def _lock(value: Any, place: str) -> MeetingLock:
    form = take.fields_of(value, place)
    slot = form.get("slot")
    return MeetingLock(
        expert=take.whole(take.need(form, "expert", f"{place}."), f"{place}.expert"),
        enterprise=take.whole(take.need(form, "enterprise", f"{place}."), f"{place}.enterprise"),
        slot=None if slot is None else take.whole(slot, f"{place}.slot"),
    )


def meeting_lock_document(lock: MeetingLock) -> dict[str, int]:
    found = {"expert": lock.expert, "enterprise": lock.enterprise}
    return found if lock.slot is None else {**found, "slot": lock.slot}


def meeting_plan_document(plan: MeetingPlan) -> dict[str, Any]:
    """The schedule, once as a list and once for each table, expert and enterprise that has a meeting."""
    return {
        "value": plan.value,
        "bound": plan.bound,
        "seconds": plan.seconds,
        "meetings": [_meeting(meeting) for meeting in plan.meetings],
        "by_table": {n: _schedule(plan.of_table(n)) for n in sorted({m.table for m in plan.meetings})},
        "by_expert": {n: _schedule(plan.of_expert(n)) for n in sorted({m.expert for m in plan.meetings})},
        "by_enterprise": {n: _schedule(plan.of_enterprise(n)) for n in sorted({m.enterprise for m in plan.meetings})},
        "gap": plan.gap,
        "stopped": plan.stopped,
        "shortfalls": shortfall_documents(plan.shortfalls),
    }


def _schedule(meetings: tuple[Meeting, ...]) -> list[dict[str, int]]:
    return [_meeting(meeting) for meeting in meetings]


def _meeting(meeting: Meeting) -> dict[str, int]:
    return {
        "slot": meeting.slot,
        "table": meeting.table,
        "expert": meeting.expert,
        "enterprise": meeting.enterprise,
    }
