"""Pairings as a table shows them, in the reader's scope; with whom else a row could pair, and at what price."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.errors import NotFound
from matchmaker.models import Organization, Pairing, Plan
from matchmaker.planning.checker import check_pairs
from matchmaker.services.planning.pair_change import (
    pairs_of_problem,
    problem_of_pairs,
    row_of,
    standing_pairings,
)
from matchmaker.services.planning.pair_problem import CHAIN, ENTERPRISE, Row
from matchmaker.services.planning.standing import organizations_by_key
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.scope import organizations_in_scope
from matchmaker.services.work import Work


@dataclass(frozen=True)
class PairRow:
    """One side of the pairings with its partners. `ref`: of the enterprise, or the chain's code."""

    row: Row
    ref: str
    enterprise: Organization | None
    pairings: tuple[tuple[Pairing, Organization, float], ...]

    @property
    def kind(self) -> str:
        return str(self.row[0])

    @property
    def worth(self) -> float:
        return sum(worth for _, _, worth in self.pairings)


@dataclass(frozen=True)
class Partner:
    """An institution that a row could have (instead of one that it has). `load` of `limit` places are taken."""

    institution: Organization
    worth: float
    price: float
    load: int
    limit: int


def pair_board(*, work: Work, plan: Plan) -> list[PairRow]:
    """Every row that the caller may see, chains first, those without a partner last."""
    index = stored_index(plan)
    rows = _rows_in_scope(work, plan)
    keys = {int(key) for kind, key in rows if kind == ENTERPRISE}
    known = organizations_by_key(work, keys | {one.institution_id for one in plan.pairings})
    worth = {
        (index.rows[row], index.institutions[column]): value
        for row, column, value in problem_of_pairs(plan).affinity
        if column < len(index.institutions)
    }
    found = []
    for row in rows:
        mine = tuple(
            (one, known[one.institution_id], worth.get((row, one.institution_id), 0.0))
            for one in standing_pairings(plan)
            if row_of(one) == row
        )
        enterprise = known.get(int(row[1])) if row[0] == ENTERPRISE else None
        found.append(PairRow(row, enterprise.ref if enterprise is not None else str(row[1]), enterprise, mine))
    return sorted(
        found, key=lambda one: (not one.pairings, one.kind, one.enterprise.name if one.enterprise else one.ref)
    )


def get_row(*, work: Work, plan: Plan, kind: str, ref: str) -> PairRow:
    """A row of the plan by the enterprise's reference or the chain's code; NotFound for others."""
    for one in pair_board(work=work, plan=plan):
        if (one.kind, one.ref) == (kind, ref):
            return one
    raise NotFound(kind="pairing", ref=ref)


def possible_partners(*, work: Work, plan: Plan, row: Row, instead_of: Pairing | None) -> list[Partner]:
    """The institutions that the checker lets the row have, the cheapest first."""
    index, problem = stored_index(plan), problem_of_pairs(plan)
    pairs = [(row_of(one), one.institution_id) for one in standing_pairings(plan) if one is not instead_of]
    places = dict(zip(index.rows, problem.places or (1,) * problem.rows, strict=True))
    load: Counter[int] = Counter()
    for other, institution in pairs:
        load[institution] += places[other]
    mine = {institution for other, institution in pairs if other == row}
    number = index.numbers["rows"][row]
    known = organizations_by_key(work, index.institutions)
    found = []
    for one, column, value in problem.affinity:
        if one != number or column >= len(index.institutions) or index.institutions[column] in mine:
            continue
        institution = index.institutions[column]
        verdict = check_pairs(problem, pairs_of_problem(index, problem, [*pairs, (row, institution)]))
        if verdict.clean and (instead_of is None or instead_of.institution_id != institution):
            price = (plan.value or 0.0) - verdict.total
            found.append(Partner(known[institution], value, price, load[institution], problem.max_load[column]))
    return sorted(found, key=lambda partner: (partner.price, partner.institution.name))


def _rows_in_scope(work: Work, plan: Plan) -> list[Row]:
    index = stored_index(plan)
    if work.actor.sees_all:
        return list(index.rows)
    visible = set(work.session.scalars(select(Organization.id).where(organizations_in_scope(work.actor))))
    return [row for row in index.rows if row[0] == CHAIN or row[1] in visible]
