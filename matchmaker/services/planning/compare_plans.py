"""Two plans of visits side by side: the figures of each, and what only one of them has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Plan, Visit
from matchmaker.planning.checker import WORTHS
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.planning.names import Names, names_of
from matchmaker.services.planning.plan_list import gap_of
from matchmaker.services.planning.stored import (
    planned_visits,
    require_ready,
    stored_index,
    stored_problem,
    visit_rows,
)
from matchmaker.services.work import Work


@dataclass(frozen=True)
class Side:
    """A plan's figures. `parts`: what each part of the value comes to; empty where its problem is not stored."""

    plan: Plan
    visits: int
    experts: int
    enterprises: int
    needs: int
    days: int
    expert_days: int
    locked: int
    value: float | None
    gap: float | None
    parts: dict[str, float]


@dataclass(frozen=True)
class Pair:
    """An expert at an enterprise, with the day in each plan; None where the plan has it not."""

    expert_id: int
    enterprise_id: int
    left: date | None
    right: date | None


@dataclass(frozen=True)
class Comparison:
    """`same` visits are in both on the same day; `moved` on another day; the rest in one only."""

    left: Side
    right: Side
    same: int
    moved: tuple[Pair, ...]
    only_left: tuple[Pair, ...]
    only_right: tuple[Pair, ...]
    needs_only_left: tuple[int, ...]
    needs_only_right: tuple[int, ...]
    names: Names


def compare_plans(*, work: Work, left: Plan, right: Plan) -> Comparison:
    """What differs between two plans of visits of the same round."""
    if left.campaign_id != right.campaign_id or {left.kind, right.kind} != {"visits"}:
        raise InvalidInput(field="with", problem=N_("Compare two plans of visits of the same round."))
    require_planner(work=work, campaign=campaign_of(work=work, plan=left), action="plan.compare")
    require_ready(left)
    require_ready(right)
    mine, theirs = visit_rows(work, left), visit_rows(work, right)
    pairs = _pairs(mine, theirs)
    needs = [{need for row in rows for need in row.need_ids} for rows in (mine, theirs)]
    both = [*mine, *theirs]
    return Comparison(
        left=_side(left, mine),
        right=_side(right, theirs),
        same=sum(1 for one in pairs if one.left == one.right),
        moved=_where(pairs, lambda one: None not in (one.left, one.right) and one.left != one.right),
        only_left=_where(pairs, lambda one: one.right is None),
        only_right=_where(pairs, lambda one: one.left is None),
        needs_only_left=tuple(sorted(needs[0] - needs[1])),
        needs_only_right=tuple(sorted(needs[1] - needs[0])),
        names=names_of(
            work=work,
            experts={row.expert_id for row in both},
            organizations={row.enterprise_id for row in both},
            needs=needs[0] | needs[1],
        ),
    )


def _pairs(left: Sequence[Visit], right: Sequence[Visit]) -> list[Pair]:
    days = [{(row.expert_id, row.enterprise_id): row.on_date for row in rows} for rows in (left, right)]
    keys = sorted({*days[0], *days[1]}, key=lambda key: (days[0].get(key) or days[1][key], key))
    return [Pair(*key, days[0].get(key), days[1].get(key)) for key in keys]


def _where(pairs: Sequence[Pair], wanted: Callable[[Pair], bool]) -> tuple[Pair, ...]:
    return tuple(one for one in pairs if wanted(one))


def _side(plan: Plan, rows: Sequence[Visit]) -> Side:
    return Side(
        plan=plan,
        visits=len(rows),
        experts=len({row.expert_id for row in rows}),
        enterprises=len({row.enterprise_id for row in rows}),
        needs=len({need for row in rows for need in row.need_ids}),
        days=len({row.on_date for row in rows}),
        expert_days=len({(row.expert_id, row.on_date) for row in rows}),
        locked=sum(1 for row in rows if row.locked),
        value=plan.value,
        gap=gap_of(plan),
        parts=_parts(plan, rows),
    )


def _parts(plan: Plan, rows: Sequence[Visit]) -> dict[str, float]:
    if "problem" not in plan.problem:
        return {}
    problem = stored_problem(plan)
    visits, _ = planned_visits(stored_index(plan), rows)
    return {name: worth(problem, visits) for name, worth in WORTHS.items()}
