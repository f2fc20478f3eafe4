"""`matchmaker plan`: forms, exit codes, clean standard output, stopping rules, lean imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from matchmaker.cli import main
from matchmaker.planning.checker import check_meetings, check_pairs, check_trips, check_visits
from matchmaker.planning.forms.meetings import read_meeting_problem
from matchmaker.planning.forms.pairs import read_pair_problem
from matchmaker.planning.forms.trips import read_trip_problem
from matchmaker.planning.forms.visits import read_visit_plan, read_visit_problem
from matchmaker.planning.values.meetings import Meeting
from matchmaker.planning.values.trips import Trip

Store = Callable[[Any], str]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    def save(document: Any) -> str:
        path = tmp_path / f"given{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return save


def run(tmp_path: Path, *arguments: str) -> tuple[Result, Any]:
    """The command with --out, and what it wrote there."""
    out = tmp_path / "out.json"
    result = CliRunner().invoke(main, ["plan", *arguments, "--out", str(out)])
    return result, json.loads(out.read_text(encoding="utf-8")) if out.exists() else None


def campaign(experts: int = 6, enterprises: int = 8, needs: int = 14, seed: int = 1) -> dict[str, Any]:
    random = np.random.default_rng(seed)

    def days() -> list[int]:
        return np.flatnonzero(random.random(5) < 0.6).tolist()

    return {
        "experts": experts,
        "enterprises": enterprises,
        "needs": needs,
        "dates": 5,
        "districts": 2,
        "weights": {"km": 0.01, "expert_day": 0.1, "unmet_need": 1.0, "district_shortfall": 0.5},
        "max_enterprises_per_trip": 3,
        "max_experts_per_need": 2,
        "expert": [
            {"dates": days(), "max_days": 2, "km_round_trip": random.uniform(5, 50, 2).tolist()} for _ in range(experts)
        ],
        "enterprise": [
            {"district": int(random.integers(2)), "dates": days(), "max_visits": 3, "max_visits_per_date": 1}
            for _ in range(enterprises)
        ],
        "need": [{"enterprise": int(random.integers(enterprises))} for _ in range(needs)],
        "district_min_covered_needs": [3, 3],
        "affinity": [
            [e, n, round(float(random.uniform(0.1, 0.9)), 3)]
            for e in range(experts)
            for n in range(needs)
            if random.random() < 0.5
        ],
    }


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


@pytest.mark.parametrize("name", ["visits", "pairs", "meetings", "trips"])
def test_a_wrong_document_is_an_error_in_one_line(tmp_path: Path, store: Store, name: str) -> None:
    result, document = run(tmp_path, name, store({"dates": "x", "slots": "x", "demand": "x"}))
    assert (result.exit_code, document, result.stdout) == (1, None, "")
    assert len(result.stderr.strip().splitlines()) == 1
    (tmp_path / "no.json").write_text("{", encoding="utf-8")
    result, _ = run(tmp_path, name, str(tmp_path / "no.json"))
    assert result.exit_code == 1
    assert "is not JSON" in result.stderr


def test_imports_neither_torch_nor_faiss_nor_sqlalchemy(tmp_path: Path, store: Store) -> None:
    """In a process of its own; standard output holds the figures and nothing that the solver says."""
    script = (
        "import sys; from matchmaker.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "bad = {'torch', 'faiss', 'sqlalchemy', 'flask', 'embeddings', 'scipy'} & set(sys.modules)\n"
        "assert not bad, bad\n"
    )
    command = [sys.executable, "-c", script, "plan", "visits", store(campaign()), "--out", str(tmp_path / "plan.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)) >= {"value", "bound", "seconds"}


def test_a_signal_ends_the_search_and_keeps_the_plan(tmp_path: Path, store: Store) -> None:
    given = store(campaign(experts=40, enterprises=50, needs=110, seed=2))
    out = tmp_path / "plan.json"
    script = "from matchmaker.cli import main; main()"
    command = [sys.executable, "-c", script, "plan", "visits", given, "--seconds", "120", "--out", str(out)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stderr is not None
        assert any("dive" in line for line in process.stderr)
        began = time.monotonic()
        os.kill(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert time.monotonic() - began < 30
    assert json.loads(out.read_text(encoding="utf-8"))["stopped"] == "cancelled"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_text(json.dumps(campaign()), encoding="utf-8-sig")
    assert run(tmp_path, "visits", str(path), "--rounds", "0")[0].exit_code == 0


@pytest.mark.parametrize(
    ("text", "told"), [("[" * 100_000, "nested without end"), ('{"dates": ' + "9" * 5000 + "}", "is not JSON")]
)
def test_what_no_reader_takes_is_a_plain_error(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    result, written = run(tmp_path, "visits", str(path))
    assert (result.exit_code, written) == (1, None)
    assert told in result.output


def test_a_result_in_a_folder_that_is_not_there_is_refused_before_the_search(tmp_path: Path, store: Store) -> None:
    out = str(tmp_path / "nowhere" / "plan.json")
    result = CliRunner().invoke(main, ["plan", "visits", store(campaign()), "--out", out])
    assert result.exit_code == 2
    assert "nowhere' does not exist. Make it, or name another." in result.output


def test_a_result_that_cannot_be_written_is_a_plain_error(tmp_path: Path, store: Store) -> None:
    result = CliRunner().invoke(main, ["plan", "visits", store(campaign()), "--rounds", "0", "--out", "/dev/full"])
    assert result.exit_code == 1
    assert "/dev/full cannot be written: No space left on device" in result.output


@pytest.mark.parametrize("seconds", ["nan", "inf"])
def test_seconds_are_a_finite_number(tmp_path: Path, store: Store, seconds: str) -> None:
    assert run(tmp_path, "visits", store(campaign()), "--seconds", seconds)[0].exit_code == 2


def test_a_plan_of_another_problem_is_named_by_its_visit(tmp_path: Path, store: Store) -> None:
    plan = store({"visits": [{"expert": 2, "enterprise": 1, "date": 0}, {"expert": 40, "enterprise": 1, "date": 0}]})
    for command in (("replan", "--reject", "1,1"), ("why", "--pair", "1,1")):
        result, _ = run(tmp_path, command[0], store(campaign()), plan, *command[1:])
        assert result.exit_code == 1
        assert "visits[1].expert: There is no number 40 here; the numbers are 0 to 5." in result.output


def test_a_rejection_out_of_range_is_named_as_given(tmp_path: Path, store: Store) -> None:
    result, _ = run(tmp_path, "replan", store(campaign()), store({"visits": []}), "--reject", "99,1")
    assert (result.exit_code, "--reject: There is no number 99 here" in result.output) == (1, True)


def test_a_lock_that_is_wrong_is_named_by_its_number(tmp_path: Path, store: Store) -> None:
    given = campaign() | {"locks": [{"expert": 0, "enterprise": 0}, {"expert": 0}]}
    assert "locks[1].enterprise: This field is missing." in run(tmp_path, "visits", store(given))[0].output
