"""A meeting problem from the database: who takes part in a 对接洽谈会 and how well each two fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.models import Campaign
from matchmaker.planning.values.meeting_validation import check_meeting_problem
from matchmaker.planning.values.meetings import MeetingLock, MeetingProblem, Party
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
    worth, needs = _worth_of_pairs(found, event)
    musts = [order for order in standing.orders if order.kind == MUST and order.expert_id and order.enterprise_id]
    index = Index(
        experts=tuple(sorted({expert for expert, _ in worth} | {order.expert_id or 0 for order in musts})),
        enterprises=tuple(sorted({key for _, key in worth} | {order.enterprise_id or 0 for order in musts})),
        needs=tuple(sorted({need for pair in needs.values() for need in pair})),
    )
    problem = _problem(standing, rules, index, worth, hours_of(campaign=campaign, event=event))
    check_meeting_problem(problem)
    left_out = {need: {"code": code, "experts": why} for need, (code, why) in found.left_out.items()}
    document = {**plain_document(problem), "needs": [[*pair, ids] for pair, ids in sorted(needs.items())]}
    return Built(problem, index, document, left_out)


def _worth_of_pairs(
    found: Candidates, event: MeetingEvent
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], list[int]]]:
    """(expert, enterprise) -> value, and -> needs; only of who takes part."""
    worth: dict[tuple[int, int], float] = defaultdict(float)
    needs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (expert, need), value in sorted(found.worth.items()):
        pair = expert, found.needs[need].organization_id
        if (event.experts and pair[0] not in event.experts) or (event.enterprises and pair[1] not in event.enterprises):
            continue
        worth[pair] += value
        needs[pair].append(need)
    return worth, needs


def _problem(
    standing: Standing, rules: Rules, index: Index, worth: Mapping[tuple[int, int], float], hours: Hours
) -> MeetingProblem:
    number = index.numbers
    slots = tuple(range(hours.slots))

    def at(expert: int | None, enterprise: int | None) -> tuple[int, int] | None:
        if expert not in number["experts"] or enterprise not in number["enterprises"]:
            return None
        return number["experts"][expert], number["enterprises"][enterprise]

    pairs = [(order, at(order.expert_id, order.enterprise_id)) for order in standing.orders]
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
            (number["experts"][expert], number["enterprises"][enterprise], value)
            for (expert, enterprise), value in sorted(worth.items())
        ),
        locks=tuple(
            MeetingLock(*pair, order.slot if order.slot is None or order.slot < hours.slots else None)
            for order, pair in pairs
            if pair is not None and order.kind == MUST
        ),
        forbidden=tuple(pair for order, pair in pairs if pair is not None and order.kind == MUST_NOT),
        short=rules.number("short_cost"),
    )
