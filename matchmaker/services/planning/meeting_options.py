"""Where a talk could go, and who could meet at a free place: only what the checker lets pass."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.models import Expert, Organization, Plan, Talk
from matchmaker.planning.checker import check_meetings
from matchmaker.planning.values.meetings import Meeting, MeetingProblem
from matchmaker.services.planning.meeting_change import meetings_of, problem_of_meeting, standing_talks
from matchmaker.services.planning.standing import experts_by_key, organizations_by_key
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Place:
    """A slot and table (from 0) that a talk can have; `changes_with` gives its own place for it."""

    slot: int
    table: int
    changes_with: Talk | None


@dataclass(frozen=True)
class Pair:
    """Two who fit, do not meet yet, and are both free. `worth`: what their talk adds to the plan's value."""

    expert: Expert
    enterprise: Organization
    worth: float


def places_for(*, plan: Plan, talk: Talk) -> list[Place]:
    """Free places first, in the order of time; of a slot one free table, and every talk that it could change with."""
    problem = problem_of_meeting(plan)
    taken = {(one.slot, one.table_number): one for one in standing_talks(plan)}
    found = []
    for slot in range(problem.slots):
        free = next((table for table in _near(talk, problem.tables) if (slot, table) not in taken), None)
        if free is not None and _fits(plan, problem, {talk.id: (slot, free)}):
            found.append(Place(slot, free, None))
        for table in range(problem.tables):
            other = taken.get((slot, table))
            if other is None or other is talk or other.locked:
                continue
            moves = {talk.id: (slot, table), other.id: (talk.slot, talk.table_number)}
            if _fits(plan, problem, moves):
                found.append(Place(slot, table, other))
    return sorted(found, key=lambda place: (place.changes_with is not None, place.slot, place.table))


def pairs_for(*, work: Work, plan: Plan, slot: int, table: int) -> list[Pair]:
    """Who could meet at this place, those first whose talk is worth most."""
    index, problem = stored_index(plan), problem_of_meeting(plan)
    meetings = meetings_of(plan, {})
    before = check_meetings(problem, meetings).value
    met = {(one.expert, one.enterprise) for one in meetings}
    busy = {("expert", one.expert) for one in meetings if one.slot == slot}
    busy |= {("enterprise", one.enterprise) for one in meetings if one.slot == slot}
    experts = experts_by_key(work, index.experts)
    houses = organizations_by_key(work, index.enterprises)
    found = []
    for expert, enterprise, _ in problem.affinity:
        if (expert, enterprise) in met or ("expert", expert) in busy or ("enterprise", enterprise) in busy:
            continue
        verdict = check_meetings(problem, (*meetings, Meeting(slot, table, expert, enterprise)))
        if verdict.clean:
            pair = experts[index.experts[expert]], houses[index.enterprises[enterprise]]
            found.append(Pair(*pair, verdict.value - before))
    return sorted(found, key=lambda pair: (-pair.worth, pair.expert.name, pair.enterprise.name))


def _fits(plan: Plan, problem: MeetingProblem, moves: dict[int, tuple[int, int]]) -> bool:
    return check_meetings(problem, meetings_of(plan, moves)).clean


def _near(talk: Talk, tables: int) -> list[int]:
    """Tables, the talk's own first: an expert who keeps the table needs not walk."""
    return sorted(range(tables), key=lambda table: (table != talk.table_number, table))
