"""The limits that stand against a visit in a plan, and what a visit of the plan is good for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.program.limits import limits_against
from matchmaker.planning.rules.locks import visits_of
from matchmaker.planning.values.explanations import Reason
from matchmaker.planning.values.plans import Visit
from matchmaker.planning.values.visits import Lock, PublishedVisit, VisitProblem
from matchmaker.planning.visits.decode import visit_atoms
from matchmaker.planning.visits.layout import Layout
from matchmaker.planning.visits.program import visit_program

REASONS: dict[str, str] = {
    "reason.no_affinity": N_("Expert %(expert)s fits no need of enterprise %(enterprise)s."),
    "reason.better_served": N_("Need %(need)s is served by %(limit)g experts who fit it at least as well."),
    "reason.not_worth": N_("Nothing stands against it, but it brings less than it costs."),
    "reason.serves": N_("Expert %(expert)s serves need %(need)s, worth %(value).3f."),
    "reason.only_one": N_("Nobody else serves need %(need)s."),
    "reason.locked": N_("The visit of expert %(expert)s to enterprise %(enterprise)s is locked."),
}


def reasons_against(
    problem: VisitProblem, visits: Sequence[Visit], expert: int, enterprise: int, date: int | None
) -> tuple[Reason, ...]:
    """What keeps this visit out of the plan, on the date on which the least does."""
    barred = tuple(_barred(problem, expert, enterprise, date))
    if barred:
        return barred
    program, layout = visit_program(_with_pair(problem, expert, enterprise))
    x = np.zeros(program.columns)
    x[: layout.trips + layout.visits] = visit_atoms(layout, {(v.expert, v.enterprise, v.date) for v in visits})
    candidates = visits_of(layout, Lock(expert=expert, enterprise=enterprise, date=date)).tolist()
    binding = min(
        (limits_against(program, x, (layout.trips + visit, int(layout.visit_trip[visit]))) for visit in candidates),
        key=len,
        default=[],
    )
    known = [Reason(code, _with_expert(layout, params)) for code, params in binding]
    known += _better_served(problem, visits, expert, enterprise)
    return tuple(known) or (Reason("reason.not_worth"),)


def reasons_for(problem: VisitProblem, visits: Sequence[Visit], expert: int, enterprise: int) -> tuple[Reason, ...]:
    """What this visit of the plan is good for."""
    affinity = {(e, n): value for e, n, value in problem.affinity}
    found = []
    if any((lock.expert, lock.enterprise) == (expert, enterprise) for lock in problem.locks):
        found.append(Reason("reason.locked", {"expert": expert, "enterprise": enterprise}))
    served = Counter(need for visit in visits for need in visit.needs)
    for visit in visits:
        if (visit.expert, visit.enterprise) == (expert, enterprise):
            for need in visit.needs:
                about = {"expert": expert, "need": need, "value": affinity[expert, need]}
                found.append(Reason("reason.serves", about))
                if served[need] == 1:
                    found.append(Reason("reason.only_one", {"need": need}))
    return tuple(found)


def _with_pair(problem: VisitProblem, expert: int, enterprise: int) -> VisitProblem:
    """The same problem, in whose layout this pair has its visits even if it fits no need."""
    pair = tuple(PublishedVisit(expert, enterprise, date) for date in range(problem.dates))
    return replace(problem, published=pair, weights=replace(problem.weights, moved=0.0))


def _barred(problem: VisitProblem, expert: int, enterprise: int, date: int | None) -> Iterator[Reason]:
    """Why the two can never meet (on this date)."""
    about = {"expert": expert, "enterprise": enterprise}
    group = next((group.members for group in problem.groups if expert in group.members), (expert,))
    for name, pairs in (("forbidden", problem.forbidden), ("conflicts", problem.conflicts)):
        yield from (Reason(name, {**about, "expert": member}) for member in group if (member, enterprise) in pairs)
    host = problem.enterprises[enterprise]
    common = set(host.dates).intersection(*(problem.experts[member].dates for member in group))
    if date is None and not common:
        yield Reason("availability.no_common_date", about)
    if date is not None and date not in host.dates:
        yield Reason("availability.enterprise", {**about, "date": date})
    for member in group:
        if date is not None and date not in problem.experts[member].dates:
            yield Reason("availability.expert", {**about, "expert": member, "date": date})
        km = problem.experts[member].km_round_trip[host.district]
        if problem.max_km_per_trip is not None and km > problem.max_km_per_trip:
            yield Reason("travel.too_far", {"expert": member, "district": host.district})


def _with_expert(layout: Layout, params: dict[str, Any]) -> dict[str, Any]:
    """A traveller by the number of its first expert."""
    if "traveller" not in params:
        return params
    return {**params, "traveller": layout.travellers.members[params["traveller"]][0]}


def _better_served(problem: VisitProblem, visits: Sequence[Visit], expert: int, enterprise: int) -> Iterator[Reason]:
    """For each need that the expert fits: enough others serve it, and each fits it at least as well."""
    affinity = {(e, n): value for e, n, value in problem.affinity}
    mine = {n: value for (e, n), value in affinity.items() if e == expert}
    mine = {n: value for n, value in mine.items() if problem.needs[n].enterprise == enterprise}
    if not mine:
        yield Reason("reason.no_affinity", {"expert": expert, "enterprise": enterprise})
    for need, value in sorted(mine.items()):
        serving = [affinity[v.expert, need] for v in visits if need in v.needs]
        if len(serving) >= problem.max_experts_per_need and min(serving) >= value:
            yield Reason("reason.better_served", {"need": need, "limit": problem.max_experts_per_need})
