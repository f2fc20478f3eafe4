"""Change a schedule by hand: move a talk, let two change places, lock one, take one out, add one; checked at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Plan, Talk
from matchmaker.planning.checker import check_meetings
from matchmaker.planning.forms.meetings import read_meeting_problem
from matchmaker.planning.values.meetings import Meeting, MeetingProblem
from matchmaker.services.audit import audit
from matchmaker.services.invitations.changes import note_changed
from matchmaker.services.planning.access import (
    CANCELLED,
    DRAFT,
    PLANNED,
    PUBLISHED,
    campaign_of,
    require_planner,
    require_state,
)
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.meeting_ask import event_of
from matchmaker.services.planning.propose_replan import refresh_others
from matchmaker.services.planning.statements import violations_told
from matchmaker.services.planning.stored import proven, require_ready, stored_index
from matchmaker.services.work import Work

Seat = tuple[int, int]


@dataclass(frozen=True)
class Changed:
    """`price`: how much of the plan's value a change took (below 0: gained)."""

    price: float


def talk_of(*, plan: Plan, ref: str) -> Talk:
    """A talk of the plan that stands."""
    for talk in standing_talks(plan):
        if talk.ref == ref:
            return talk
    raise NotFound(kind="talk", ref=ref)


def standing_talks(plan: Plan) -> list[Talk]:
    """Every talk that is not cancelled."""
    return [talk for talk in plan.talks if talk.state != CANCELLED]


def place_talk(*, work: Work, plan: Plan, talk: Talk, slot: int, table: int) -> Changed:
    """Put a talk into another slot or at another table (from 0); a talk that is there already takes its place.

    Locked talks stay where they are. PlanRefused names every rule that the change would break; nothing changes then.
    """
    require_changeable(work, plan)
    other = next((one for one in standing_talks(plan) if (one.slot, one.table_number) == (slot, table)), None)
    if other is talk:
        return Changed(0.0)
    moves = {talk.id: (slot, table)}
    if other is not None:
        moves[other.id] = (talk.slot, talk.table_number)
    moved = [one for one in standing_talks(plan) if one.id in moves]
    _require_free_to_move(moved)
    before = place_told(talk.slot, talk.table_number)
    price = _priced(plan, meetings_of(plan, moves))
    for one in moved:
        one.slot, one.table_number = moves[one.id]
    after = {**place_told(slot, table), "changed_with": None if other is None else other.ref}
    _note(work, plan, price, moved)
    audit(work=work, action="talk.move", subject=talk, before=before, after=after)
    return Changed(price)


def lock_talk(*, work: Work, plan: Plan, talk: Talk, locked: bool) -> None:
    """A locked talk is not moved by hand, and keeps its slot when the meeting is planned again."""
    require_changeable(work, plan)
    if talk.locked is locked:
        return
    talk.locked = locked
    _note(work, plan, 0.0, [])
    audit(work=work, action="talk.lock", subject=talk, before={"locked": not locked}, after={"locked": locked})


def cancel_talk(*, work: Work, plan: Plan, talk: Talk, why: str = "") -> Changed:
    """Take a talk out: of a draft for good; of a published schedule it stays, as cancelled, in calendars."""
    require_changeable(work, plan)
    _require_free_to_move([talk])
    price = _priced(plan, meetings_of(plan, {}, without=talk))
    before = place_told(talk.slot, talk.table_number)
    audit(work=work, action="talk.cancel", subject=talk, before=before, after={"state": CANCELLED}, why=why)
    if plan.state == DRAFT:
        plan.talks.remove(talk)
        _note(work, plan, price, [])
    else:
        talk.state = CANCELLED
        _note(work, plan, price, [talk])
    return Changed(price)


def add_talk(*, work: Work, plan: Plan, expert_id: int, enterprise_id: int, slot: int, table: int) -> Changed:
    """Let two meet who fit (the plan's problem knows their worth) and do not yet."""
    require_changeable(work, plan)
    index = stored_index(plan)
    experts, enterprises = index.numbers["experts"], index.numbers["enterprises"]
    if expert_id not in experts or enterprise_id not in enterprises:
        raise InvalidInput(field="expert", problem=N_("They do not both take part in this meeting."))
    new = Meeting(slot, table, experts[expert_id], enterprises[enterprise_id])
    price = _priced(plan, (*meetings_of(plan, {}), new))
    needs = {(expert, enterprise): ids for expert, enterprise, ids in plan.problem["problem"].get("needs", [])}
    pair = expert_id, enterprise_id
    talk = next((one for one in plan.talks if (one.expert_id, one.enterprise_id) == pair), None)
    if talk is None:
        talk = Talk(ref=work.new_ref(), expert_id=expert_id, enterprise_id=enterprise_id, locked=False,
                    created_at=work.now(), updated_at=work.now())  # fmt: skip
        plan.talks.append(talk)
    talk.need_ids, talk.state, talk.slot, talk.table_number = needs.get(pair, []), PLANNED, slot, table
    _note(work, plan, price, [talk])
    audit(work=work, action="talk.add", subject=talk, after=place_told(slot, table))
    return Changed(price)


def meetings_of(plan: Plan, moves: Mapping[int, Seat], *, without: Talk | None = None) -> tuple[Meeting, ...]:
    """The talks that stand as meetings of the stored problem, those in `moves` (by key) where they would be then."""
    rows = [talk for talk in standing_talks(plan) if talk is not without]
    seats = {talk.id: moves.get(talk.id, (talk.slot, talk.table_number)) for talk in rows}
    return meetings_of_rows(stored_index(plan), rows, seats)


def meetings_of_rows(index: Index, rows: Iterable[Talk], seats: Mapping[int, Seat]) -> tuple[Meeting, ...]:
    """Rows as meetings of the problem that `index` belongs to."""
    experts, enterprises = index.numbers["experts"], index.numbers["enterprises"]
    return tuple(
        sorted(Meeting(*seats[row.id], experts[row.expert_id], enterprises[row.enterprise_id]) for row in rows)
    )


def problem_of_meeting(plan: Plan) -> MeetingProblem:
    """The problem that the plan was made for. What was kept from the schedule before binds only while it is locked."""
    problem, index = read_meeting_problem(plan.problem["problem"]), stored_index(plan)
    kept = {(one.expert_id, one.enterprise_id) for one in event_of(plan).kept}
    locks = tuple(
        lock for lock in problem.locks if (index.experts[lock.expert], index.enterprises[lock.enterprise]) not in kept
    )
    return replace(problem, locks=locks, affinity=_with_kept(problem))


def _with_kept(problem: MeetingProblem) -> tuple[tuple[int, int, float], ...]:
    """Whoever was locked may meet, worth nothing where the database knows no worth."""
    known = {(expert, enterprise) for expert, enterprise, _ in problem.affinity}
    more = {(lock.expert, lock.enterprise) for lock in problem.locks} - known
    return (*problem.affinity, *((expert, enterprise, 0.0) for expert, enterprise in sorted(more)))


def require_changeable(work: Work, plan: Plan) -> None:
    """Raise Forbidden or WrongState unless the caller may change this schedule by hand."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
    require_state(plan, DRAFT, PUBLISHED)
    require_ready(plan)


def _priced(plan: Plan, meetings: tuple[Meeting, ...]) -> float:
    """What the schedule would lose against the one that stands; PlanRefused if it breaks a rule."""
    verdict = check_meetings(problem_of_meeting(plan), meetings)
    if verdict.violations:
        raise PlanRefused(violations=violations_told(stored_index(plan), verdict.violations))
    return (plan.value or 0.0) - verdict.value


def _note(work: Work, plan: Plan, price: float, changed: list[Talk]) -> None:
    """The plan's value and times after a change."""
    now = work.now()
    plan.value, plan.updated_at = (plan.value or 0.0) - price, now
    if plan.bound is not None:
        plan.bound = proven(plan.bound, plan.value)
    for talk in changed:
        talk.updated_at = now
    work.session.flush()
    refresh_others(work=work, plan=plan)
    if plan.state == PUBLISHED:  # who knows of it has to be told
        experts, places = {talk.expert_id for talk in changed}, {talk.enterprise_id for talk in changed}
        note_changed(work=work, plan=plan, experts=experts, organizations=places)


def place_told(slot: int, table: int) -> dict[str, int]:
    """A place as it stands in the log: counted from 1, as at the door."""
    return {"slot": slot + 1, "table": table + 1}


def _require_free_to_move(talks: list[Talk]) -> None:
    if any(talk.locked for talk in talks):
        raise InvalidInput(field="slot", problem=N_("This talk is locked: unlock it first."))
