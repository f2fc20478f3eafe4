"""`matchmaker plan replan | why`: what moved, other changes, the price of a visit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matchmaker.planning.checker import check_visits
from matchmaker.planning.forms.visits import read_visit_plan, read_visit_problem
from tests.cli.plan_scene import Store, campaign, run


def test_replan_counts_what_moved_without_the_rejected(tmp_path: Path, store: Store) -> None:
    given = store(campaign(seed=3))
    _, before = run(tmp_path, "visits", given)
    published = store(before)
    rejected = before["visits"][len(before["visits"]) // 2]
    pair = f"{rejected['expert']},{rejected['enterprise']}"
    result, after = run(tmp_path, "replan", given, published, "--reject", pair, "--alternatives", "2")
    assert result.exit_code == 0, result.stderr
    old = {(v["expert"], v["enterprise"], v["date"]) for v in before["visits"]}
    new = {(v["expert"], v["enterprise"], v["date"]) for v in after["visits"]}
    gone = {key for key in old - new if key[:2] != (rejected["expert"], rejected["enterprise"])}
    assert after["moved"] == len(gone)
    problem = campaign(seed=3)
    problem["forbidden"] = [[rejected["expert"], rejected["enterprise"]]]
    assert check_visits(read_visit_problem(problem), read_visit_plan(after).visits).clean
    assert after["value"] <= after["bound"]
    assert json.loads(result.stdout)["moved"] == after["moved"]
    worths = [after["worth"], *(other["worth"] for other in after["alternatives"])]
    assert worths == sorted(worths, reverse=True)


@pytest.mark.parametrize("reject", ["1", "1;2", "one,two", "1,2,3"])
def test_replan_wants_a_pair_of_numbers(tmp_path: Path, store: Store, reject: str) -> None:
    given = store(campaign())
    result, _ = run(tmp_path, "replan", given, store({"visits": []}), "--reject", reject)
    assert result.exit_code == 2
    assert "is not EXPERT,ENTERPRISE" in result.stderr


def test_replan_takes_other_changes_from_a_file(tmp_path: Path, store: Store) -> None:
    given = store(campaign(seed=3))
    _, before = run(tmp_path, "visits", given)
    published = store(before)
    tired = before["visits"][0]["expert"]
    changes = store([{"kind": "expert_dates", "expert": tired, "dates": []}])
    result, after = run(tmp_path, "replan", given, published, "--changes", changes)
    assert result.exit_code == 0, result.stderr
    assert tired not in {visit["expert"] for visit in after["visits"]}
    assert {visit["expert"] for visit in after["lost_visits"]} == {tired}
    result, _ = run(tmp_path, "replan", given, published)
    assert result.exit_code == 2
    assert "Say what has changed" in result.stderr


def test_why_tells_the_price_in_words_of_the_language(tmp_path: Path, store: Store) -> None:
    given = store(campaign(seed=3))
    _, plan = run(tmp_path, "visits", given, "--rounds", "5")
    published, visit = store(plan), plan["visits"][0]
    pair = f"{visit['expert']},{visit['enterprise']}"
    result, told = run(tmp_path, "why", given, published, "--pair", pair)
    assert result.exit_code == 0, result.stderr
    assert (told["forced"], told["price"] >= told["at_least"] - 1e-6) == (False, True)
    assert {reason["code"] for reason in told["reasons"]} >= {"reason.serves"}
    assert told["words"][0].startswith("Without this visit the plan")
    assert told["words"][0] in result.stderr
    assert json.loads(result.stdout)["price"] == told["price"]
    _, told = run(tmp_path, "why", given, published, "--pair", pair, "--locale", "zh_Hans_CN")
    assert told["words"][0].startswith("调整影响：取消这次入企后")
    result, _ = run(tmp_path, "why", given, published, "--pair", "99,0")
    assert result.exit_code == 1
    assert "There is no number 99 here" in result.stderr


def test_a_plan_of_another_problem_is_named_by_its_visit(tmp_path: Path, store: Store) -> None:
    plan = store({"visits": [{"expert": 2, "enterprise": 1, "date": 0}, {"expert": 40, "enterprise": 1, "date": 0}]})
    for command in (("replan", "--reject", "1,1"), ("why", "--pair", "1,1")):
        result, _ = run(tmp_path, command[0], store(campaign()), plan, *command[1:])
        assert result.exit_code == 1
        assert "visits[1].expert: There is no number 40 here; the numbers are 0 to 5." in result.output


def test_a_rejection_out_of_range_is_named_as_given(tmp_path: Path, store: Store) -> None:
    result, _ = run(tmp_path, "replan", store(campaign()), store({"visits": []}), "--reject", "99,1")
    assert (result.exit_code, "--reject: There is no number 99 here" in result.output) == (1, True)
