"""The timetable of the demo's story: steps in order, in office hours, invented values that belong to nobody."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime, timedelta

import pytest
from stdnum.cn import uscc

from matchmaker.demo.data import demo_data
from matchmaker.demo.invented import contact_person, credit_code, drawn, mobile_number
from matchmaker.demo.need_life import NeedLife
from matchmaker.demo.needs import lives
from matchmaker.demo.organizations import first_moments
from matchmaker.demo.story import story
from matchmaker.demo.story_time import MATCHING_EVENINGS, STORY_ENDS, evening_after, moment, on_workday
from matchmaker.services.work import TAIAN

DATA = demo_data()
LIVES = lives(DATA)


def steps(life: NeedLife) -> list[datetime]:
    return [step for step in astuple(life) if isinstance(step, datetime)]


def test_the_steps_of_every_need_come_one_after_the_other() -> None:
    assert [key for key, life in LIVES.items() if steps(life) != sorted(steps(life))] == []
    late = [key for key, life in LIVES.items() if life.visit and life.decided and life.decided.date() >= life.visit]
    assert late == []
    assert [key for key, life in LIVES.items() if (life.signed is None) != ("outcome" not in DATA.by_key[key])] == []


def test_a_need_is_decided_on_after_an_evening_on_which_it_could_be_matched() -> None:
    for key, life in LIVES.items():
        if life.decided is not None:
            assert life.reviewed is not None
            assert life.reviewed < evening_after(life.reviewed) < life.decided, key


def test_people_act_in_office_hours_on_working_days() -> None:
    acts = [one for one in story(DATA) if not one.key.startswith(("demo:experts:", "demo:end:", "demo:account:"))]
    assert [one.key for one in acts if not 7 <= one.at.astimezone(TAIAN).hour <= 18] == []
    reviews = [life.reviewed for key, life in LIVES.items() if life.reviewed and DATA.by_key[key]["source"] != "表格"]
    assert {on_workday(at.date()) == at.date() for at in reviews} == {True}


def test_the_story_runs_forward_and_ends_on_its_last_day() -> None:
    moments = [one.at for one in story(DATA)]
    assert moments == sorted(moments)
    assert moments[-1] == STORY_ENDS
    assert list(MATCHING_EVENINGS) == sorted(MATCHING_EVENINGS)
    assert evening_after(MATCHING_EVENINGS[-1]) == STORY_ENDS


def test_an_enterprise_is_there_before_anything_it_takes_part_in() -> None:
    first = first_moments(DATA)
    assert set(first) == {row["key"] for row in DATA.rows("enterprise")}
    assert [row["key"] for row in DATA.rows("need") if first[row["enterprise"]] >= LIVES[row["key"]].posted] == []
    trips = [(trip["date"], key) for trip in DATA.rows("trip") for key in trip["enterprises"]]
    assert [key for day, key in trips if first[key].date() >= day] == []


def test_what_is_drawn_depends_on_the_key_alone_and_stays_within_its_bounds() -> None:
    draws = [drawn(f"key {number}", 3, 5) for number in range(200)]
    assert set(draws) == {3, 4, 5}
    assert draws == [drawn(f"key {number}", 3, 5) for number in range(200)]
    at = moment(STORY_ENDS.date(), "key", hours=(9, 16))
    assert STORY_ENDS.replace(hour=9) <= at < STORY_ENDS.replace(hour=9) + timedelta(hours=8)


@pytest.mark.parametrize("count", [1, 104, 99_999])
def test_invented_codes_check_but_no_registry_issued_them(count: int) -> None:
    code = credit_code(count)
    assert uscc.is_valid(code)
    assert code.startswith("00999999EXAM")
    assert mobile_number(count) == f"100{count:08d}"


def test_contacts_are_marked_as_examples() -> None:
    name, position = contact_person("a-ent-daiheng")
    assert name.endswith("（示例）")
    assert position
