"""Checker and program are written apart: on random, mostly wrong plans they agree on what is right and its worth."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.program.highs import solve_relaxation
from matchmaker.planning.program.part import part_of
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import Lock, VisitProblem
from matchmaker.planning.visits.program import visit_program
from tests.planning.brute_force import with_needs
from tests.planning.instances import EXTRAS, random_problem, random_visits

Key = tuple[int, int, int]


def worth_in_the_program(problem: VisitProblem, visits: tuple[Visit, ...]) -> float | None:
    """The best value of the program with exactly these visits and serves; None if it has no such point."""
    keys = Counter(visit.key for visit in visits)
    if any(times > 1 for times in keys.values()) or not groups_are_whole(problem, set(keys)):
        return None
    program, layout = visit_program(problem)
    atoms = layout.trips + layout.visits
    places = zip(
        layout.visit_traveller.tolist(), layout.visit_enterprise.tolist(), layout.visit_date.tolist(), strict=True
    )
    number = {place: visit for visit, place in enumerate(places)}
    pairs = zip(layout.serve_expert.tolist(), layout.serve_need.tolist(), strict=True)
    serves = {pair: serve for serve, pair in enumerate(pairs)}
    base = np.zeros(program.columns)
    for visit in visits:
        atom = number.get((int(layout.travellers.of[visit.expert]), visit.enterprise, visit.date))
        if atom is None:
            return None
        base[layout.trips + atom] = base[layout.visit_trip[atom]] = 1.0
        for need in visit.needs:
            serve = serves.get((visit.expert, need))
            here = 0 <= need < len(problem.needs) and problem.needs[need].enterprise == visit.enterprise
            if serve is None or not here or base[atoms + serve]:
                return None
            base[atoms + serve] = 1.0
    part = part_of(program, np.arange(program.columns) >= atoms + layout.serves, base)
    solved = solve_relaxation(part.program)
    return None if solved.x is None else program.worth(part.spread(solved.x, base))


def groups_are_whole(problem: VisitProblem, keys: set[Key]) -> bool:
    """Whether all members of each group make the same visits."""
    of = {
        member: {(enterprise, date) for expert, enterprise, date in keys if expert == member}
        for group in problem.groups
        for member in group.members
    }
    return all(of[member] == of[group.leader] for group in problem.groups for member in group.members)


def tampered(problem: VisitProblem, visits: tuple[Visit, ...], random: np.random.Generator) -> tuple[Visit, ...]:
    """One thing is wrong, or at least different."""
    found = list(visits)
    place = int(random.integers(len(found)))
    visit = found[place]
    match int(random.integers(6)):
        case 0:
            found[place] = replace(visit, date=int(random.integers(problem.dates)))
        case 1:
            found[place] = replace(visit, expert=int(random.integers(len(problem.experts))))
        case 2:
            found[place] = replace(visit, enterprise=int(random.integers(len(problem.enterprises))))
        case 3:
            found[place] = replace(visit, needs=(*visit.needs, int(random.integers(len(problem.needs)))))
        case 4:
            found.append(
                Visit(
                    date=int(random.integers(problem.dates)),
                    expert=int(random.integers(len(problem.experts))),
                    enterprise=int(random.integers(len(problem.enterprises))),
                )
            )
        case _:
            del found[place]
    return tuple(found)


@pytest.mark.parametrize("rules", [frozenset[str](), EXTRAS, EXTRAS - {"far"}], ids=["plain", "all", "near"])
def test_agree_on_right_and_wrong_plans_and_on_their_worth(rules: frozenset[str]) -> None:
    right = wrong = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        problem = random_problem(seed, experts=5, enterprises=6, needs=8, dates=3, rules=rules)
        visits = with_needs(problem, [visit.key for visit in random_visits(problem, random)])
        if visits and seed % 2:
            problem = replace(problem, locks=(Lock(visits[0].expert, visits[0].enterprise, visits[0].date),))
        for _ in range(4):
            verdict = check_visits(problem, visits)
            worth = worth_in_the_program(problem, visits)
            assert verdict.clean == (worth is not None), (seed, verdict.violations)
            if worth is not None:
                assert verdict.value == pytest.approx(worth, abs=1e-6)
            right, wrong = right + verdict.clean, wrong + (not verdict.clean)
            if not visits:
                break
            visits = tampered(problem, visits, random)
    assert right >= 50
    assert wrong >= 50
