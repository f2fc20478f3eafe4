"""What `matchmaker plan` says of rejections of nothing, of wrong locks by their number, and of nothing to pair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.plan_scene import Store, campaign, run


def test_a_rejection_of_what_is_not_planned_is_told_and_kept(tmp_path: Path, store: Store) -> None:
    given = store(campaign())
    _, before = run(tmp_path, "visits", given)
    planned = {(one["expert"], one["enterprise"]) for one in before["visits"]}
    expert, enterprise = next((e, f) for e in range(6) for f in range(8) if (e, f) not in planned)
    some = "{},{}".format(*min(planned))
    published = store(before)
    result, after = run(tmp_path, "replan", given, published, "--reject", f"{expert},{enterprise}", "--reject", some)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == (
        f"--reject {expert},{enterprise}: the plan has no such visit. It is forbidden in the new plan all the same."
    )
    assert f"--reject {some}" not in result.stderr
    assert all((one["expert"], one["enterprise"]) != (expert, enterprise) for one in after["visits"])


@pytest.mark.parametrize(("lock", "told"), [
    ({"expert": 0}, "locks[1].enterprise: This field is missing."),
    ({"expert": 0, "enterprise": 0, "slot": "x"}, "locks[1].slot: 'x' is not a whole number."),
    ({"expert": 9, "enterprise": 0}, "locks[1]: There is no number 9 here"),
    ({"expert": 0, "enterprise": 0, "slot": 9}, "locks[1].slot: There is no number 9 here"),
    (3, "locks[1]: 3 is not an object."),
])  # fmt: skip
def test_a_lock_of_a_meeting_that_is_wrong_is_named_by_its_number(
    tmp_path: Path, store: Store, lock: Any, told: str
) -> None:
    given = {"slots": 2, "tables": 2, "experts": [{}], "enterprises": [{}], "affinity": [[0, 0, 0.5]],
             "locks": [{"expert": 0, "enterprise": 0}, lock]}  # fmt: skip
    result, _ = run(tmp_path, "meetings", store(given))
    assert told in result.stderr


@pytest.mark.parametrize(("lock", "told"), [
    ({"enterprise": 0}, "locks[1].institution: This field is missing."),
    ({"enterprise": 0, "institution": 0, "date": "x"}, "locks[1].date: 'x' is not a whole number."),
    ({"enterprise": 0, "institution": 9}, "locks[1]: There is no number 9 here"),
    ({"enterprise": 0, "institution": 0, "date": 9}, "locks[1].date: There is no number 9 here"),
    (3, "locks[1]: 3 is not an object."),
])  # fmt: skip
def test_a_lock_of_a_trip_that_is_wrong_is_named_by_its_number(
    tmp_path: Path, store: Store, lock: Any, told: str
) -> None:
    given = {"dates": 2, "enterprises": [{"dates": [0, 1]}], "institutions": [{"dates": [0, 1]}],
             "affinity": [[0, 0, 0.5]], "locks": [{"enterprise": 0, "institution": 0}, lock]}  # fmt: skip
    assert told in run(tmp_path, "trips", store(given))[0].stderr


def test_figures_of_no_pairs_are_numbers_with_a_point(tmp_path: Path, store: Store) -> None:
    result, plan = run(tmp_path, "pairs", store({"demand": [], "max_load": [], "affinity": []}))
    assert result.exit_code == 0
    assert {name: repr(plan[name]) for name in ("total", "worst", "bound")} == dict.fromkeys(
        ("total", "worst", "bound"), "0.0"
    )
