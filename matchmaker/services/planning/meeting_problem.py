"""A meeting problem from the database: who takes part in a 对接洽谈会 and how well each two fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from matchmaker.models import Campaign, Expert, Organization
from matchmaker.planning.values.meeting_validation import check_meeting_problem
from matchmaker.planning.values.meetings import MeetingLock, MeetingProblem, Party
from matchmaker.services.party import ENTERPRISE, EXPERT
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.candidates import Candidates, candidates_of
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.meeting_event import MeetingEvent
from matchmaker.services.planning.problem_document import plain_document
from matchmaker.services.planning.rules import Rules, rules_of
from matchmaker.services.planning.standing import MUST, MUST_NOT, Standing, standing_of
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Hours:
    """Slots of so many minutes with a pause between them, and how many tables there are."""

    slots: int
    tables: int
    minutes: int
    pause: int


def hours_of(*, campaign: Campaign, event: MeetingEvent) -> Hours:
    """The event's own numbers over the round's rules."""
    rules = rules_of(campaign=campaign, kind="meetings")
    own = {name: getattr(event, name) for name in ("slots", "tables", "minutes", "pause")}
    return Hours(**{name: rules.whole(name) if value is None else value for name, value in own.items()})


def build_meeting_problem(
    *, work: Work, campaign: Campaign, inputs: Inputs, event: MeetingEvent
) -> Built[MeetingProblem]:
    """The problem of a meeting as the database has it now. Two are worth what all their needs are worth together."""
    rules = rules_of(campaign=campaign, kind="meetings")
    standing = standing_of(work=work, campaign=campaign, kind="meetings", inputs=inputs)
    found = candidates_of(
        work=work, campaign=campaign, standing=standing, accepted_bonus=rules.number("accepted_bonus")
    )
    worth, needs = _worth_of_pairs(found, event, absent_on(standing, found, event.on_date))
    sure = _sure_pairs(standing, event)
    index = Index(
        experts=tuple(sorted({expert for expert, _ in (*worth, *sure)})),
        enterprises=tuple(sorted({enterprise for _, enterprise in (*worth, *sure)})),
        needs=tuple(sorted({need for pair in needs.values() for need in pair})),
    )
    hours = hours_of(campaign=campaign, event=event)
    locks = _locks(index, sure, hours.slots)
    problem = _problem(standing, rules, index, worth, hours, locks)
    check_meeting_problem(problem)
    left_out = {need: {"code": code, "experts": why} for need, (code, why) in found.left_out.items()}
    document = {**plain_document(problem), "needs": [[*pair, ids] for pair, ids in sorted(needs.items())]}
    return Built(problem, index, document, left_out)


def absent_on(standing: Standing, found: Candidates, day: date) -> frozenset[tuple[str, int]]:
    """("expert" or "enterprise", key) of everybody who named the days on which they can, without this one."""
    parties: list[tuple[str, Expert | Organization]] = [(EXPERT, row) for row in found.experts.values()]
    parties += [(ENTERPRISE, row) for row in found.enterprises.values()]
    return frozenset((side, row.id) for side, row in parties if not standing.days(row, (day,))[0])


def _worth_of_pairs(
    found: Candidates, event: MeetingEvent, absent: frozenset[tuple[str, int]]
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], list[int]]]:
    """(expert, enterprise) -> value, and -> needs; only of who takes part: whoever was chosen, even on another day than
    they named, or, where nobody was, whoever can.
    """
    worth: dict[tuple[int, int], float] = defaultdict(float)
    needs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (expert, need), value in sorted(found.worth.items()):
        pair = expert, found.needs[need].organization_id
        sides = (EXPERT, pair[0], event.experts), (ENTERPRISE, pair[1], event.enterprises)
        if any(key not in chosen if chosen else (side, key) in absent for side, key, chosen in sides):
            continue
        worth[pair] += value
        needs[pair].append(need)
    return worth, needs


def _sure_pairs(standing: Standing, event: MeetingEvent) -> dict[tuple[int, int], int | None]:
    """(expert, enterprise) -> slot, of everybody who was ordered to meet, or did in the schedule before.

    An order does not bring anybody to a meeting whose participants were chosen without them: a round may have several.
    """
    sure = {(one.expert_id, one.enterprise_id): one.slot for one in event.kept}
    for order in standing.orders:
        if order.kind != MUST or order.expert_id is None or order.enterprise_id is None:
            continue
        left = event.experts and order.expert_id not in event.experts
        if not left and not (event.enterprises and order.enterprise_id not in event.enterprises):
            sure.setdefault((order.expert_id, order.enterprise_id), order.slot)
    return sure


def _locks(index: Index, sure: Mapping[tuple[int, int], int | None], slots: int) -> tuple[MeetingLock, ...]:
    """A slot that the meeting does not have binds nobody."""
    experts, enterprises = index.numbers["experts"], index.numbers["enterprises"]
    return tuple(
        MeetingLock(experts[expert], enterprises[enterprise], slot if slot is not None and slot < slots else None)
        for (expert, enterprise), slot in sorted(sure.items())
    )


def _problem(
    standing: Standing,
    rules: Rules,
    index: Index,
    worth: Mapping[tuple[int, int], float],
    hours: Hours,
    locks: tuple[MeetingLock, ...],
) -> MeetingProblem:
    experts, enterprises = index.numbers["experts"], index.numbers["enterprises"]
    slots = tuple(range(hours.slots))
    apart = {
        (experts[order.expert_id], enterprises[order.enterprise_id])
        for order in standing.orders
        if order.kind == MUST_NOT and order.expert_id in experts and order.enterprise_id in enterprises
    }
    talkers = {"expert_talks": len(index.experts), "enterprise_talks": len(index.enterprises)}
    parties = {
        name: (Party(slots, rules.whole(name), min(rules.whole("least_talks"), rules.whole(name))),) * count
        for name, count in talkers.items()
    }
    return MeetingProblem(
        slots=hours.slots,
        tables=hours.tables,
        experts=parties["expert_talks"],
        enterprises=parties["enterprise_talks"],
        affinity=tuple(
            (experts[expert], enterprises[enterprise], value) for (expert, enterprise), value in sorted(worth.items())
        ),
        locks=locks,
        forbidden=tuple(sorted(apart)),
        short=rules.number("short_cost"),
    )
