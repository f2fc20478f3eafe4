"""Each chain should have at least so many needs served, and has at most so many visits."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import Ints, floats, ints
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.visits import VisitProblem
from matchmaker.planning.visits.build import Build


def applies(problem: VisitProblem) -> bool:
    return bool(problem.chains)


def constraint(build: Build) -> None:
    """A soft floor of served needs and a hard ceiling of visits, each only where the chain has it."""
    member = np.zeros((len(build.problem.enterprises), len(build.problem.chains)), dtype=bool)
    for enterprise, one in enumerate(build.problem.enterprises):
        member[enterprise, list(one.chains)] = True
    _floors(build, member)
    _ceilings(build, member)


def _floors(build: Build, member: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> None:
    chains = ints(c for c, chain in enumerate(build.problem.chains) if chain.min_covered_needs > 0)
    floors = floats(build.problem.chains[chain].min_covered_needs for chain in chains)
    short = build.assembly.add_columns(len(chains), cost=-build.problem.weights.chain_shortfall, upper=floors)
    of_need = member[ints(need.enterprise for need in build.problem.needs)][:, chains]
    need, row = np.nonzero(of_need)
    build.assembly.add_rows(
        "chain_quota.needs",
        count=len(chains),
        entries=((row, build.unmet[need], -1.0), (np.arange(len(chains)), short, 1.0)),
        lower=floors - of_need.sum(axis=0),
        names=("chain",),
        keys=chains,
    )


def _ceilings(build: Build, member: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> None:
    limits = {c: chain.max_visits for c, chain in enumerate(build.problem.chains) if chain.max_visits is not None}
    chains: Ints = ints(limits)
    visit, row = np.nonzero(member[build.layout.visit_enterprise][:, chains])
    build.assembly.add_rows(
        "chain_quota.visits",
        count=len(chains),
        entries=((row, build.visit[visit], 1.0),),
        upper=floats(limits.values()),
        names=("chain",),
        keys=chains,
    )


RULE = Rule(
    name="chain_quota",
    title=N_("the minimum and maximum of a chain"),
    applies=applies,
    constraint=constraint,
    explanations={
        "chain_quota.needs": N_("Chain %(chain)s has fewer needs served than its minimum."),
        "chain_quota.visits": N_("Chain %(chain)s receives at most %(limit)g visits."),
    },
)
