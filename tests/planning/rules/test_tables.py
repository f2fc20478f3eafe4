"""Every rule is whole: a title, a checker part where it can be broken, an explanation for each of its rows."""

from __future__ import annotations

import re

import pytest

from matchmaker.planning.checker import CHECKS, MEETING_CHECKS, PAIR_CHECKS, TRIP_CHECKS, WORTHS
from matchmaker.planning.explanations import EXPLANATIONS
from matchmaker.planning.program.program import Program
from matchmaker.planning.rules import ALL_RULES, MEETING_RULES, PAIR_RULES, TRIP_RULES, VISIT_RULES
from matchmaker.planning.visits.program import visit_program
from tests.planning.instances import EXTRAS, random_problem

NOT_IN_A_PLAN = {"continuity"}  # a matter of two plans: what moved


def test_every_visit_rule_has_a_checker_part() -> None:
    assert set(CHECKS) | set(WORTHS) == set(VISIT_RULES) - NOT_IN_A_PLAN


def test_names_and_titles_are_unique_and_there() -> None:
    assert list(ALL_RULES) == [rule.name for rule in ALL_RULES.values()]
    assert all(rule.title for rule in ALL_RULES.values())
    assert len(ALL_RULES) == len(VISIT_RULES) + len(PAIR_RULES) + len(MEETING_RULES) + len(TRIP_RULES)
    assert PAIR_CHECKS.keys() & MEETING_CHECKS.keys() & TRIP_CHECKS.keys() == set()


def test_every_row_of_a_program_with_all_rules_can_be_explained() -> None:
    program, _ = visit_program(random_problem(3, experts=5, enterprises=6, needs=9, dates=4, rules=EXTRAS))
    codes = {family.code for family in program.families}
    assert len(codes) >= 15
    assert codes <= set(EXPLANATIONS)
    for row in range(program.rows):
        code, about = program.limit(row)
        assert EXPLANATIONS[code] % about


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=list(ALL_RULES))
def test_explanations_are_coded_by_their_rule(rule: object) -> None:
    explanations = rule.explanations  # type: ignore[attr-defined]
    assert all(code == rule.name or code.startswith(f"{rule.name}.") for code in explanations)  # type: ignore[attr-defined]
    for text in explanations.values():
        assert re.search(r"%\(\w+\)", text), text


def test_a_rule_that_does_not_apply_adds_nothing() -> None:
    def families(program: Program) -> set[str]:
        return {family.code for family in program.families}

    plain, _ = visit_program(random_problem(3))
    assert families(plain) & {"district_quota", "escorts", "invited", "targets.experts", "chain_quota.needs"} == set()
