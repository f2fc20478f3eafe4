"""A pairing problem from the database: enterprises (and whole chains) as rows, institutions as columns.

Behind the institutions stand as many columns "nobody" as a row may have partners: who fits no institution that has a
place left gets one of those, and is named as unserved, instead of a partner that does not fit.
"""

from __future__ import annotations

from collections import defaultdict

from matchmaker.models import Campaign
from matchmaker.planning.values.pair_validation import check_pair_problem
from matchmaker.planning.values.pairs import PairProblem
from matchmaker.services.planning.built import Built
from matchmaker.services.planning.index import Index
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.institution_ties import InstitutionTies, institution_ties
from matchmaker.services.planning.problem_document import plain_document
from matchmaker.services.planning.rules import Rules, rules_of
from matchmaker.services.planning.standing import MUST, MUST_NOT, Standing, standing_of
from matchmaker.services.planning.visit_problem import chain_codes
from matchmaker.services.work import Work

ENTERPRISE, CHAIN = "enterprise", "chain"
Row = tuple[str, int | str]


def build_pair_problem(*, work: Work, campaign: Campaign, inputs: Inputs) -> Built[PairProblem]:
    """The problem of a round as the database has it now."""
    rules = rules_of(campaign=campaign, kind="pairs")
    standing = standing_of(work=work, campaign=campaign, kind="pairs", inputs=inputs)
    ties = institution_ties(work=work, campaign=campaign, standing=standing)
    worth = _worth_of_rows(ties, inputs)
    ordered = _orders(standing)
    rows = sorted({row for row, _ in worth} | {row for row, _ in ordered[MUST]}, key=str)
    columns = sorted({key for _, key in worth} | {key for _, key in ordered[MUST]})
    index = Index(institutions=tuple(columns), rows=tuple(rows))
    problem = _problem(standing, rules, index, worth, ordered)
    check_pair_problem(problem)
    return Built(problem, index, plain_document(problem), ties.left_out)


def _worth_of_rows(ties: InstitutionTies, inputs: Inputs) -> dict[tuple[Row, int], float]:
    """What each enterprise is worth to each institution; a chain what its enterprises are together."""
    found: dict[tuple[Row, int], float] = defaultdict(float)
    for (enterprise, institution), value in ties.worth.items():
        found[(ENTERPRISE, enterprise), institution] += value
        for code in chain_codes(ties.organizations[enterprise]):
            if code in inputs.chains:
                found[(CHAIN, code), institution] += value
    return dict(found)


def _orders(standing: Standing) -> dict[str, list[tuple[Row, int]]]:
    found: dict[str, list[tuple[Row, int]]] = {MUST: [], MUST_NOT: []}
    for order in standing.orders:
        assert order.institution_id is not None
        row: Row = (CHAIN, order.chain_code) if order.chain_code else (ENTERPRISE, order.enterprise_id or 0)
        found[order.kind].append((row, order.institution_id))
    return found


def _problem(
    standing: Standing,
    rules: Rules,
    index: Index,
    worth: dict[tuple[Row, int], float],
    ordered: dict[str, list[tuple[Row, int]]],
) -> PairProblem:
    demand, real = rules.whole("demand"), len(index.institutions)
    number = index.numbers
    wanted = [max(demand, sum(row == key for row, _ in ordered[MUST])) for key in index.rows]
    nobodies = max(wanted, default=0)
    most = [_limit(standing, rules, key) for key in index.institutions]

    def at(row: Row, institution: int) -> tuple[int, int]:
        return number["rows"][row], number["institutions"][institution]

    possible = {at(*pair) for pair in worth} | {at(*pair) for pair in ordered[MUST]}
    strangers = {(row, column) for row in range(len(index.rows)) for column in range(real)} - possible
    barred = {at(*pair) for pair in ordered[MUST_NOT] if pair in worth}
    return PairProblem(
        demand=tuple(wanted),
        max_load=(*most, *[len(index.rows) * rules.whole("chain_places")] * nobodies),
        min_load=(*[min(rules.whole("min_load"), limit) for limit in most], *[0] * nobodies),
        affinity=tuple((*at(*pair), value) for pair, value in sorted(worth.items(), key=str)),
        forbidden=tuple(sorted(strangers | barred)),
        locked=tuple(sorted({at(*pair) for pair in ordered[MUST]})),
        places=tuple(rules.whole("chain_places") if kind == CHAIN else 1 for kind, _ in index.rows),
        objective="floor" if rules.flag("floor_first") else "total",
    )


def _limit(standing: Standing, rules: Rules, institution: int) -> int:
    condition = standing.conditions.organizations.get(institution)
    own = condition.max_visits if condition is not None else None
    return rules.whole("max_load") if own is None else own
