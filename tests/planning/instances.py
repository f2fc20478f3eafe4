"""Small random visit problems; every rule can be switched on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from matchmaker.planning.checker import check_visits
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import (
    Chain,
    Enterprise,
    Expert,
    Group,
    Need,
    Targets,
    VisitProblem,
    Weights,
)

EXTRAS = frozenset(
    {
        "district_quota",
        "chains",
        "escorts",
        "invited",
        "targets",
        "groups",
        "conflicts",
        "forbidden",
        "far",
        "max_visits",
    }
)


def random_problem(
    seed: int,
    *,
    experts: int = 3,
    enterprises: int = 4,
    needs: int = 6,
    dates: int = 3,
    districts: int = 2,
    density: float = 0.7,
    rules: Collection[str] = (),
) -> VisitProblem:
    """A problem of this size, the same for the same seed."""
    random = np.random.default_rng(seed)

    def days(share: float) -> tuple[int, ...]:
        return tuple(np.flatnonzero(random.random(dates) < share).tolist())

    return VisitProblem(
        dates=dates,
        districts=districts,
        experts=tuple(
            Expert(
                dates=days(0.7),
                max_days=int(random.integers(1, 3)),
                km_round_trip=tuple(random.uniform(5, 60, districts).round(2).tolist()),
                invited="invited" in rules and bool(random.random() < 0.7),
                max_visits=2 if "max_visits" in rules and random.random() < 0.5 else None,
            )
            for _ in range(experts)
        ),
        enterprises=tuple(
            Enterprise(
                district=int(random.integers(districts)),
                dates=days(0.7),
                max_visits=int(random.integers(1, 4)),
                max_visits_per_date=int(random.integers(1, 3)),
                chains=tuple(np.flatnonzero(random.random(2) < 0.5).tolist()) if "chains" in rules else (),
            )
            for _ in range(enterprises)
        ),
        needs=tuple(Need(enterprise=int(random.integers(enterprises))) for _ in range(needs)),
        affinity=tuple(
            (expert, need, round(float(random.uniform(0.05, 0.9)), 3))
            for expert in range(experts)
            for need in range(needs)
            if random.random() < density
        ),
        weights=Weights(unmet_need=float(random.choice([0.0, 0.3, 1.0]))),
        max_enterprises_per_trip=int(random.integers(1, 4)),
        max_experts_per_need=int(random.integers(1, 3)),
        **_further(random, experts, enterprises, needs, dates, districts, rules),
    )


def _further(
    random: np.random.Generator,
    experts: int,
    enterprises: int,
    needs: int,
    dates: int,
    districts: int,
    rules: Collection[str],
) -> dict[str, Any]:
    def pairs(count: int) -> tuple[tuple[int, int], ...]:
        return tuple((int(random.integers(experts)), int(random.integers(enterprises))) for _ in range(count))

    further: dict[str, Any] = {}
    if "district_quota" in rules:
        further["district_min_covered_needs"] = tuple(random.integers(0, needs, districts).tolist())
        further["district_max_visits"] = (None, *random.integers(1, 2 * needs, districts - 1).tolist())
    if "chains" in rules:
        further["chains"] = (Chain(min_covered_needs=int(random.integers(needs))), Chain(max_visits=2))
    if "escorts" in rules:
        further["escorts"] = tuple(tuple(random.integers(0, 3, dates).tolist()) for _ in range(districts))
    if "targets" in rules:
        further["targets"] = Targets(experts=experts, enterprises=enterprises)
    if "groups" in rules:
        further["groups"] = (Group(members=(0, experts - 1), leader=experts - 1),)
    if "conflicts" in rules:
        further["conflicts"] = pairs(2)
    if "forbidden" in rules:
        further["forbidden"] = pairs(2)
    if "far" in rules:
        further["max_km_per_trip"] = 40.0
    return further


def random_visits(problem: VisitProblem, random: np.random.Generator) -> tuple[Visit, ...]:
    """A random plan without a violation: visits are tried in random order and kept while the checker says nothing."""
    grouped = {member: group.members for group in problem.groups for member in group.members}
    units = sorted({grouped.get(expert, (expert,)) for expert in range(len(problem.experts))})
    tries = [
        (members, enterprise, date)
        for members in units
        for enterprise in range(len(problem.enterprises))
        for date in range(problem.dates)
    ]
    plan: tuple[Visit, ...] = ()
    for place in random.permutation(len(tries)).tolist():
        members, enterprise, date = tries[place]
        more = (*plan, *(Visit(date=date, expert=member, enterprise=enterprise) for member in members))
        if check_visits(problem, more).clean:
            plan = more
    return tuple(sorted(plan))
