"""Whether a meeting problem makes sense; names the first place that does not."""

from __future__ import annotations

from matchmaker.planning.values.meetings import MeetingProblem, Party
from matchmaker.planning.values.validation import at_least, distinct, inside


def check_meeting_problem(problem: MeetingProblem) -> None:
    """Raise InvalidProblem for the first value that contradicts another."""
    for field in ("slots", "tables", "short", "moved"):
        at_least(field, getattr(problem, field))
    for kind, parties in (("experts", problem.experts), ("enterprises", problem.enterprises)):
        for number, party in enumerate(parties):
            _party(f"{kind}[{number}]", party, problem.slots)
    pairs = [("affinity", expert, enterprise) for expert, enterprise, _ in problem.affinity]
    pairs += [("forbidden", expert, enterprise) for expert, enterprise in problem.forbidden]
    pairs += [(f"locks[{n}]", lock.expert, lock.enterprise) for n, lock in enumerate(problem.locks)]
    pairs += [("published", meeting.expert, meeting.enterprise) for meeting in problem.published]
    for field, expert, enterprise in pairs:
        inside(field, expert, len(problem.experts))
        inside(field, enterprise, len(problem.enterprises))
    for _, _, value in problem.affinity:
        at_least("affinity", value)
    distinct("affinity", ((expert, enterprise) for expert, enterprise, _ in problem.affinity))
    for number, lock in enumerate(problem.locks):
        if lock.slot is not None:
            inside(f"locks[{number}].slot", lock.slot, problem.slots)


def _party(place: str, party: Party, slots: int) -> None:
    for slot in party.slots:
        inside(f"{place}.slots", slot, slots)
    at_least(f"{place}.max_meetings", party.max_meetings or 0)
    at_least(f"{place}.min_meetings", party.min_meetings)
