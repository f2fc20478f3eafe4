"""The verdict on a schedule of meetings: who is where when, tables, locks, and the value recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from matchmaker.planning.values.meetings import Meeting, MeetingProblem, Party
from matchmaker.planning.values.plans import Verdict, Violation

Check = Callable[[MeetingProblem, Sequence[Meeting]], Iterator[Violation]]


def presence(problem: MeetingProblem, meetings: Sequence[Meeting]) -> Iterator[Violation]:
    """Everybody is free in the slot and has one meeting in it; two meet at most once."""
    for kind, parties in (("expert", problem.experts), ("enterprise", problem.enterprises)):
        times = Counter((getattr(meeting, kind), meeting.slot) for meeting in meetings)
        for (number, slot), count in sorted(times.items()):
            if slot not in parties[number].slots:
                yield Violation(f"meeting_presence.{kind}_away", {kind: number, "slot": slot})
            if count > 1:
                yield Violation(f"meeting_presence.{kind}", {kind: number, "slot": slot, "meetings": count})
    for (expert, enterprise), count in sorted(Counter((m.expert, m.enterprise) for m in meetings).items()):
        if count > 1:
            yield Violation("meeting_presence.once", {"expert": expert, "enterprise": enterprise})


def tables(problem: MeetingProblem, meetings: Sequence[Meeting]) -> Iterator[Violation]:
    """One meeting at a table in a slot."""
    for (slot, table), count in sorted(Counter((m.slot, m.table) for m in meetings).items()):
        if count > 1:
            yield Violation("meeting_tables", {"slot": slot, "table": table, "meetings": count})


def load(problem: MeetingProblem, meetings: Sequence[Meeting]) -> Iterator[Violation]:
    """No party has more meetings than it may."""
    for kind, parties in (("expert", problem.experts), ("enterprise", problem.enterprises)):
        count = Counter(getattr(meeting, kind) for meeting in meetings)
        for number, party in enumerate(parties):
            if party.max_meetings is not None and count[number] > party.max_meetings:
                yield Violation(f"meeting_load.max_{kind}", {kind: number, "meetings": count[number]})


def orders(problem: MeetingProblem, meetings: Sequence[Meeting]) -> Iterator[Violation]:
    """Locks are kept; forbidden pairs and pairs without a reason do not meet."""
    slots = {(m.expert, m.enterprise): m.slot for m in meetings}
    for lock in problem.locks:
        slot = slots.get((lock.expert, lock.enterprise))
        if slot is None or (lock.slot is not None and slot != lock.slot):
            yield Violation("meeting_locks", {"expert": lock.expert, "enterprise": lock.enterprise, "slot": lock.slot})
    reasons = {(expert, enterprise) for expert, enterprise, _ in problem.affinity}
    reasons |= {(lock.expert, lock.enterprise) for lock in problem.locks}
    for expert, enterprise in sorted(slots):
        about = {"expert": expert, "enterprise": enterprise}
        if (expert, enterprise) in problem.forbidden:
            yield Violation("meeting_forbidden", about)
        if (expert, enterprise) not in reasons:
            yield Violation("meeting_no_affinity", about)


MEETING_CHECKS: dict[str, Check] = {
    "meeting_presence": presence,
    "meeting_tables": tables,
    "meeting_load": load,
    "meeting_locks": orders,
}


def check_meetings(problem: MeetingProblem, meetings: Sequence[Meeting]) -> Verdict:
    """The value by the problem's own definition, and every violated rule.

    A schedule with unknown indexes gets these violations only, and the value NaN.
    """
    unknown = tuple(_unknown(problem, meetings))
    if unknown:
        return Verdict(value=float("nan"), violations=unknown)
    affinity = {(expert, enterprise): value for expert, enterprise, value in problem.affinity}
    worth = sum(affinity.get((meeting.expert, meeting.enterprise), 0.0) for meeting in meetings)
    missing = _missing(problem.experts, Counter(m.expert for m in meetings))
    missing += _missing(problem.enterprises, Counter(m.enterprise for m in meetings))
    found = tuple(violation for check in MEETING_CHECKS.values() for violation in check(problem, meetings))
    return Verdict(value=worth - problem.short * missing, violations=found)


def _unknown(problem: MeetingProblem, meetings: Sequence[Meeting]) -> Iterator[Violation]:
    sizes = {
        "slot": problem.slots,
        "table": problem.tables,
        "expert": len(problem.experts),
        "enterprise": len(problem.enterprises),
    }
    for meeting in meetings:
        for kind, size in sizes.items():
            if not 0 <= getattr(meeting, kind) < size:
                yield Violation("meeting.unknown", {"kind": kind, "index": getattr(meeting, kind)})


def _missing(parties: tuple[Party, ...], count: Counter[int]) -> int:
    return sum(max(0, party.min_meetings - count[number]) for number, party in enumerate(parties))
