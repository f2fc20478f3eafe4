"""`matchmaker plan visits | pairs | meetings | trips`: what is written, figures on standard output, conflicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from matchmaker.planning.checker import check_meetings, check_pairs, check_trips, check_visits
from matchmaker.planning.forms.meetings import read_meeting_problem
from matchmaker.planning.forms.pairs import read_pair_problem
from matchmaker.planning.forms.trips import read_trip_problem
from matchmaker.planning.forms.visits import read_visit_plan, read_visit_problem
from matchmaker.planning.values.meetings import Meeting
from matchmaker.planning.values.trips import Trip
from tests.cli.plan_scene import Store, campaign, run


def test_visits_writes_the_plan_and_prints_its_figures_only(tmp_path: Path, store: Store) -> None:
    result, plan = run(tmp_path, "visits", store(campaign()))
    assert result.exit_code == 0, result.stderr
    assert set(plan) >= {"value", "bound", "seconds", "visits"}
    assert all(set(visit) == {"expert", "enterprise", "date", "needs"} for visit in plan["visits"])
    verdict = check_visits(read_visit_problem(campaign()), read_visit_plan(plan).visits)
    assert verdict.violations == ()
    assert verdict.value == pytest.approx(plan["value"], abs=1e-6)
    assert plan["value"] <= plan["bound"]
    figures = json.loads(result.stdout)
    assert (figures["value"], figures["bound"]) == (plan["value"], plan["bound"])
    assert "relaxation" in result.stderr


def test_the_same_seed_gives_the_same_visits(tmp_path: Path, store: Store) -> None:
    given = store(campaign())
    plans = [run(tmp_path, "visits", given, "--rounds", "2", "--seed", "5")[1] for _ in range(2)]
    assert plans[0]["visits"] == plans[1]["visits"]


def test_no_time_at_all_still_gives_a_plan(tmp_path: Path, store: Store) -> None:
    result, plan = run(tmp_path, "visits", store(campaign()), "--seconds", "0")
    assert result.exit_code == 0
    assert plan["stopped"] == "time"
    assert check_visits(read_visit_problem(campaign()), read_visit_plan(plan).visits).clean


def test_locks_that_exclude_each_other_are_the_result_and_exit_1(tmp_path: Path, store: Store) -> None:
    given = campaign()
    expert = next(number for number, one in enumerate(given["expert"]) if len(one["dates"]) > 1)
    given["expert"][expert]["max_days"] = 1
    first, second = (
        next(
            number
            for number, one in enumerate(given["enterprise"])
            if one["district"] == district and set(one["dates"]) & set(given["expert"][expert]["dates"])
        )
        for district in (0, 1)
    )
    keepable = {"expert": (expert + 1) % 6, "enterprise": given["need"][given["affinity"][0][1]]["enterprise"]}
    given["locks"] = [
        {"expert": expert, "enterprise": first},
        {"expert": expert, "enterprise": second},
    ]
    result, document = run(tmp_path, "visits", store(given))
    assert result.exit_code == 1
    assert keepable not in document["conflict"]
    assert document["conflict"] == given["locks"]
    assert document["text"].startswith("These locks exclude each other: expert")
    assert json.loads(result.stdout) == document
    assert document["text"] in result.stderr


def test_locks_and_forbidden_pairs_are_kept(tmp_path: Path, store: Store) -> None:
    _, free = run(tmp_path, "visits", store(campaign()))
    locked, forbidden = free["visits"][0], free["visits"][-1]
    given = campaign()
    given["locks"] = [{name: locked[name] for name in ("expert", "enterprise", "date")}]
    given["forbidden"] = [[forbidden["expert"], forbidden["enterprise"]]]
    result, plan = run(tmp_path, "visits", store(given))
    assert result.exit_code == 0
    keys = {(v["expert"], v["enterprise"], v["date"]) for v in plan["visits"]}
    assert (locked["expert"], locked["enterprise"], locked["date"]) in keys
    assert (forbidden["expert"], forbidden["enterprise"]) not in {key[:2] for key in keys}


PAIRS = {
    "rows": 3,
    "columns": 2,
    "demand": [1, 1, 1],
    "max_load": [1, 2],
    "min_load": [0, 0],
    "affinity": [[0, 0, 0.9], [0, 1, 0.3], [1, 0, 0.35], [1, 1, 0.1], [2, 1, 0.5]],
    "forbidden": [],
    "locked": [],
    "objective": "total",
}


def test_pairs_by_total_and_by_floor(tmp_path: Path, store: Store) -> None:
    result, plan = run(tmp_path, "pairs", store(PAIRS))
    assert result.exit_code == 0
    assert (plan["pairs"], plan["total"], plan["worst"]) == ([[0, 0], [1, 1], [2, 1]], pytest.approx(1.5), 0.1)
    assert plan["bound"] == pytest.approx(1.5)
    _, plan = run(tmp_path, "pairs", store({**PAIRS, "objective": "floor"}))
    assert (plan["pairs"], plan["total"], plan["worst"]) == ([[0, 1], [1, 0], [2, 1]], pytest.approx(1.15), 0.3)
    pairs = tuple((row, column) for row, column in plan["pairs"])
    assert check_pairs(read_pair_problem(PAIRS), pairs).clean


def test_pairs_that_cannot_be_are_named(tmp_path: Path, store: Store) -> None:
    result, document = run(tmp_path, "pairs", store({**PAIRS, "locked": [[2, 1], [0, 0], [1, 0]]}))
    assert result.exit_code == 1
    assert document["conflict"] == [[0, 0], [1, 0]]
    assert "What stands against them: the places of each column." in document["text"]
    result, document = run(tmp_path, "pairs", store({**PAIRS, "max_load": [1, 1]}))
    assert result.exit_code == 1
    assert {"code": "pair_load.max", "number": 0, "limit": 1.0} in document["conflict"]


def test_meetings_writes_schedules(tmp_path: Path, store: Store) -> None:
    given = {
        "slots": 2,
        "tables": 2,
        "experts": [{}, {"slots": [0]}],
        "enterprises": [{}, {}],
        "affinity": [[0, 0, 0.5], [0, 1, 0.6], [1, 0, 0.7]],
    }
    result, plan = run(tmp_path, "meetings", store(given))
    assert result.exit_code == 0, result.stderr
    meetings = [Meeting(**one) for one in plan["meetings"]]
    assert check_meetings(read_meeting_problem(given), meetings).clean
    assert plan["value"] == pytest.approx(1.8)
    assert len(plan["by_expert"]["0"]) == 2
    given["locks"] = [{"expert": 1, "enterprise": 0, "slot": 1}]
    result, document = run(tmp_path, "meetings", store(given))
    assert (result.exit_code, document["conflict"]) == (1, given["locks"])


def test_trips_writes_delegations(tmp_path: Path, store: Store) -> None:
    given = {
        "dates": 2,
        "enterprises": [{"dates": [0, 1]}, {"dates": [0]}],
        "institutions": [{"dates": [0, 1], "min_delegation": 2}],
        "affinity": [[0, 0, 0.5], [1, 0, 0.6]],
    }
    result, plan = run(tmp_path, "trips", store(given))
    assert result.exit_code == 0, result.stderr
    assert plan["trips"] == [{"date": 0, "institution": 0, "enterprises": [0, 1]}]
    trips = [Trip(one["date"], one["institution"], tuple(one["enterprises"])) for one in plan["trips"]]
    assert check_trips(read_trip_problem(given), trips).clean
    given["locks"] = [{"enterprise": 0, "institution": 0, "date": 1}]
    result, document = run(tmp_path, "trips", store(given))
    assert (result.exit_code, document["conflict"]) == (1, given["locks"])
