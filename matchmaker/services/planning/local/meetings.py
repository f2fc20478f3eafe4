"""A published meeting for local re-planning: what a cause bars, and the schedule near the one that stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matchmaker.models import Plan
from matchmaker.planning.checker import check_meetings
from matchmaker.planning.meetings.explain import explain_meeting
from matchmaker.planning.meetings.replan import replan_meetings
from matchmaker.planning.values.meetings import (
    Meeting,
    MeetingLock,
    MeetingPlan,
    MeetingProblem,
    MeetingReplan,
    Party,
    PublishedMeeting,
)
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.local.apply_talks import apply_talks
from matchmaker.services.planning.local.scene import AROUND, COLLEAGUE, WITHOUT, Answer, Judged, Near, Tie, Variant
from matchmaker.services.planning.meeting_change import meetings_of, problem_of_meeting, standing_talks
from matchmaker.services.planning.problem_document import plain_document
from matchmaker.services.planning.replan_cause import ANOTHER_DATE, OF_ONE, PARTY_OUT, FoundCause
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.work import Work

Parties = tuple[Party, ...]


@dataclass(frozen=True)
class MeetingScene:
    """`locked`: the meetings that were locked by hand; they stay unless the cause is about them."""

    index: Index
    problem: MeetingProblem
    meetings: tuple[Meeting, ...]
    locked: tuple[MeetingLock, ...]
    value: float

    @property
    def moved(self) -> float:
        return self.problem.moved

    def variants(self, work: Work, cause: FoundCause) -> Sequence[Variant]:
        """Another day is no answer within a meeting of one day: who asks for it is away."""
        numbers = self.index.numbers
        expert = numbers["experts"].get(cause.expert.id) if cause.expert is not None else None
        enterprise = numbers["enterprises"].get(cause.enterprise.id) if cause.enterprise is not None else None
        if cause.code in OF_ONE and cause.code != ANOTHER_DATE and expert is not None and enterprise is not None:
            pair = expert, enterprise
            after = replace(self._without_locks(*pair), forbidden=(*self.problem.forbidden, pair))
            return [*self._with_colleague(cause, after, enterprise), Variant(WITHOUT, after, self._wish(after))]
        if cause.code == ANOTHER_DATE:
            expert, enterprise = (None, enterprise) if cause.by == "enterprise" else (expert, None)
        if cause.code not in (PARTY_OUT, ANOTHER_DATE) or (expert, enterprise) == (None, None):
            return []
        after = self._without_locks(expert, enterprise)
        if expert is not None:
            after = replace(after, experts=away(after.experts, expert))
        if enterprise is not None:
            after = replace(after, enterprises=away(after.enterprises, enterprise))
        return [Variant(AROUND, after, self._wish(after))]

    def _with_colleague(self, cause: FoundCause, after: MeetingProblem, enterprise: int) -> list[Variant]:
        """The colleague who was recommended talks with the enterprise instead, if they take part in the meeting."""
        number = self.index.numbers["experts"].get(cause.stand_in)
        if number is None:
            return []
        locked = replace(after, locks=(*after.locks, MeetingLock(number, enterprise, None)))
        further = {"colleague": cause.stand_in}
        return [Variant(COLLEAGUE, locked, self._wish(locked), settled=True, further=further)]

    def solve(self, wish: MeetingProblem, moved: float, watch: Watch) -> Near:
        return _near(replan_meetings(replace(wish, moved=moved), self.meetings, watch=watch))

    def only_published(self, wish: MeetingProblem) -> MeetingProblem:
        mine = {(one.expert, one.enterprise) for one in self.meetings}
        return replace(wish, affinity=tuple(one for one in wish.affinity if one[:2] in mine))

    def without(self, wish: MeetingProblem, added: Collection[PublishedMeeting]) -> MeetingProblem:
        """A pair that was published stays possible: it may only not move to where it moved before."""
        mine = {(one.expert, one.enterprise) for one in self.meetings}
        new = sorted({(one.expert, one.enterprise) for one in added} - mine)
        return replace(wish, forbidden=(*wish.forbidden, *new))

    def judge(self, problem: MeetingProblem, near: Near) -> Judged:
        meetings = sorted(Meeting(one.slot, near.places[one], one.expert, one.enterprise) for one in near.items)
        verdict = check_meetings(problem, meetings)
        return Judged(verdict.value, verdict.violations)

    def told(self, near: Near, item: PublishedMeeting) -> dict[str, Any]:
        tables = {PublishedMeeting(one.expert, one.enterprise, one.slot): one.table for one in self.meetings}
        return {
            "expert": self.index.experts[item.expert],
            "enterprise": self.index.enterprises[item.enterprise],
            "slot": item.slot,
            "table": near.places.get(item, tables.get(item, 0)),
        }

    def explain(self, tie: Tie, watch: Watch) -> Answer | None:
        expert = self.index.numbers["experts"].get(tie.expert)
        enterprise = self.index.numbers["enterprises"].get(tie.enterprise)
        if expert is None or enterprise is None or (tie.slot is not None and tie.slot >= self.problem.slots):
            return None
        problem = self._wish(self.problem)
        plan = MeetingPlan(value=self.value, bound=float("inf"), seconds=0.0, meetings=self.meetings)
        found = explain_meeting(problem, plan, expert=expert, enterprise=enterprise, slot=tie.slot, watch=watch)
        wanted = replace(self.problem, forbidden=(*self.problem.forbidden, (expert, enterprise)))
        if found.forced:
            wanted = replace(self.problem, locks=(*self.problem.locks, MeetingLock(expert, enterprise, tie.slot)))
        near = None if found.instead is None else _near(found.instead)
        return Answer(found.forced, found.at_least, found.reasons, wanted, near)

    def apply(self, work: Work, plan: Plan, option: dict[str, Any], why: str) -> None:
        apply_talks(work=work, plan=plan, option=option, why=why)

    def document(self, plan: Plan, problem: MeetingProblem) -> dict[str, Any]:
        return {**plain_document(problem), "needs": plan.problem["problem"].get("needs", [])}

    def _wish(self, problem: MeetingProblem) -> MeetingProblem:
        """With the locks of hand that can still be kept."""
        apart = set(problem.forbidden)
        kept = tuple(
            lock
            for lock in self.locked
            if (lock.expert, lock.enterprise) not in apart
            and lock.slot in problem.experts[lock.expert].slots
            and lock.slot in problem.enterprises[lock.enterprise].slots
        )
        return replace(problem, locks=tuple(dict.fromkeys((*problem.locks, *kept))))

    def _without_locks(self, expert: int | None, enterprise: int | None) -> MeetingProblem:
        locks = tuple(
            lock
            for lock in self.problem.locks
            if expert not in (None, lock.expert) or enterprise not in (None, lock.enterprise)
        )
        return replace(self.problem, locks=locks)


def meeting_scene(*, work: Work, plan: Plan) -> MeetingScene:
    """The scene of a published meeting."""
    index = stored_index(plan)
    experts, enterprises = index.numbers["experts"], index.numbers["enterprises"]
    locked = tuple(
        MeetingLock(experts[talk.expert_id], enterprises[talk.enterprise_id], talk.slot)
        for talk in standing_talks(plan)
        if talk.locked
    )
    return MeetingScene(index, problem_of_meeting(plan), meetings_of(plan, {}), locked, plan.value or 0.0)


def _near(found: MeetingReplan) -> Near:
    kept = {PublishedMeeting(one.expert, one.enterprise, one.slot): one.table for one in found.plan.meetings}
    return Near(frozenset(kept), found.lost, found.moved, found.added, found.plan.bound, places=dict(kept))


def away(parties: Parties, number: int) -> Parties:
    """The parties with one that does not come; nobody misses its meetings."""
    found = list(parties)
    found[number] = replace(found[number], slots=(), min_meetings=0)
    return tuple(found)
