"""What waits for an officer: counted in scope, by kind, and gone once it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from matchmaker.database import Database
from matchmaker.models.codes import NeedSource, NeedState, Role
from matchmaker.services.need import NewNeed, confirm_intake, create_need, return_need
from matchmaker.services.organization import verify_organization
from matchmaker.services.today import Waiting, waiting_today
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World


def waiting(work: Work) -> dict[str, int]:
    return {entry.kind: entry.count for entry in waiting_today(work=work)}


def test_each_officer_has_what_is_theirs_to_do(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        here, there = an_enterprise(work), an_enterprise(work, "新泰某厂", XINTAI)
        for organization, count in ((here, 2), (there, 1)):
            for number in range(count):
                a_need(work, organization, f"待审核{number}")
        verified = a_need(work, here, "待定", NeedState.VERIFIED)
        a_suggestion(work, verified, an_expert(work))
        city = world.work(session, a_user(work, Role.CITY, "city"))
        county = world.work(session, a_user(work, Role.COUNTY, "county", county_code=TAISHAN))
        assert waiting(city) == {"review": 3, "decide": 1, "verify": 2}
        assert waiting(county) == {"review": 2, "decide": 1, "verify": 1}
        review = next(entry for entry in waiting_today(work=city) if entry.kind == "review")
        assert list(review.places.items()) == [(TAISHAN, 2), (XINTAI, 1)]
        decide = next(entry for entry in waiting_today(work=city) if entry.kind == "decide")
        assert decide == Waiting("decide", 1, needs=1, strong=1)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LIAISON, Role.ENTERPRISE])
def test_who_only_reads_has_nothing_to_do(database: Database, world: World, role: Role) -> None:
    with database.write() as session:
        work = world.work(session)
        a_need(work, an_enterprise(work))
        reader = world.work(session, a_user(work, role, "reader"))
        assert waiting_today(work=reader) == []


def test_an_answer_is_due_on_its_day_until_it_is_given(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        city = world.work(session, a_user(work, Role.CITY, "city"))
        need = a_need(work, an_enterprise(work))
        assert need.answer_due_on is not None
        due = need.answer_due_on
        world.clock.now += timedelta(days=(due - work.today()).days - 1)
        assert "answers" not in waiting(city)
        world.clock.advance(days=1)
        entry = waiting_today(work=city)[0]
        assert (entry.kind, entry.count, entry.late, entry.earliest) == ("answers", 1, True, due)
        return_need(work=city, need=need, note="请补充指标")
        assert "answers" not in waiting(city)


@pytest.mark.parametrize(("assessed", "fitting", "late"), [(False, 0, 1), (True, 2, 1), (True, 0, 0)])
def test_that_nobody_fits_is_an_answer(
    database: Database, world: World, assessed: bool, fitting: int, late: int
) -> None:
    with database.write() as session:
        work = world.work(session)
        city = world.work(session, a_user(work, Role.CITY, "city"))
        need = a_need(work, an_enterprise(work), state=NeedState.VERIFIED)
        need.assessed_at, need.suggestion_count = work.now() if assessed else None, fitting
        world.clock.advance(days=60)
        assert waiting(city).get("answers", 0) == late


def test_an_intake_waits_for_the_enterprise_s_word(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        officer = world.work(session, a_user(work, Role.COUNTY, "officer", county_code=TAISHAN))
        new = NewNeed(an_enterprise(work), NeedSource.PHONE, {"problem": "电话里说的难题"}, state=NeedState.SUBMITTED)
        need = create_need(work=officer, new=new)
        a_need(officer, need.organization, "企业自己提交的")  # by the portal: nobody has to confirm it
        assert waiting(officer)["confirm"] == 1
        confirm_intake(work=officer, need=need, how="李厂长，电话")
        assert "confirm" not in waiting(officer)


def test_verified_organizations_wait_no_longer(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        city = world.work(session, a_user(work, Role.CITY, "city"))
        organization = an_enterprise(work)
        assert waiting(city) == {"verify": 1}
        verify_organization(work=city, organization=organization, uscc="91370900MA3C4KX810")
        assert waiting(city) == {}
