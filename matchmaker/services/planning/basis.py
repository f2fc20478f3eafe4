"""What a plan of visits could rest on today: needs with candidates, and who of them said yes, no or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from matchmaker.models import Campaign, Organization
from matchmaker.services.planning.access import require_planner
from matchmaker.services.planning.candidates import candidates_of
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.rules import rules_of
from matchmaker.services.planning.standing import standing_of
from matchmaker.services.willingness import UNKNOWN, WILLING
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Side:
    """Experts or enterprises of the needs that have candidates, by what they answered."""

    willing: int
    unknown: int
    other: int


@dataclass(frozen=True)
class Basis:
    """`needs` of the round are open, `decided` of them have an accepted candidate."""

    needs: int
    decided: int
    experts: Side
    enterprises: Side


def basis_of(*, work: Work, campaign: Campaign) -> Basis:
    """Count it. Planners of the round only."""
    require_planner(work=work, campaign=campaign, action="plan.read")
    standing = standing_of(work=work, campaign=campaign, kind="visits", inputs=Inputs(unknown=True))
    bonus = rules_of(campaign=campaign, kind="visits").number("accepted_bonus")
    found = candidates_of(work=work, campaign=campaign, standing=standing, accepted_bonus=bonus)
    suggested = {need for _, need in found.worth} | {need for need, (_, why) in found.left_out.items() if why}
    houses = [found.enterprises[found.needs[need].organization_id] for need in sorted(suggested)]
    return Basis(
        needs=len(found.needs),
        decided=len(suggested),
        experts=_side(standing.answers.of(row) for row in found.experts.values()),
        enterprises=_side(standing.answers.of(row) for row in _distinct(houses)),
    )


def _distinct(rows: Iterable[Organization]) -> list[Organization]:
    return list({row.id: row for row in rows}.values())


def _side(answers: Iterable[str]) -> Side:
    count = Counter(answers)
    willing, unknown = count.pop(WILLING, 0), count.pop(UNKNOWN, 0)
    return Side(willing, unknown, count.total())
