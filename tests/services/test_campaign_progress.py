"""Progress of a round: which step counts which need, against county targets, in the caller's scope."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from matchmaker.database import Database
from matchmaker.models import Campaign, Organization
from matchmaker.models.codes import Confidentiality, NeedResult, NeedState, Role, Verdict
from matchmaker.services.campaign_progress import STEPS, ZONE_TARGETS, Progress, round_progress
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.need import close_need, move_need, return_need, verify_need
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.work import Actor, Work
from tests.services.test_campaign import a_campaign
from tests.services.test_collection import a_collection
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World


def counts(row: Progress) -> tuple[int, ...]:
    return tuple(getattr(row, step) for step in STEPS)


def a_running_round(work: Work, **rules: object) -> Campaign:
    campaign = a_campaign(work, running=True, rules=rules)
    a_collection(work, campaign, c370902=8, c370982=16, c370923=4)
    return campaign


def fill(work: Work, enterprise: Organization, campaign: Campaign) -> None:
    """One need for each step it may have reached, the last ones further than the first ones."""
    expert = an_expert(work)
    a_need(work, enterprise, "草稿", NeedState.DRAFT)
    a_need(work, enterprise, "待审核")
    returned = a_need(work, enterprise, "退回")
    return_need(work=work, need=returned, note="补充")
    verify_need(work=work, need=a_need(work, enterprise, "通过"))
    graded = a_need(work, enterprise, "有合适对象", NeedState.VERIFIED)
    graded.grade, graded.assessed_at = "fair", work.now()
    nobody = a_need(work, enterprise, "暂无合适对象", NeedState.VERIFIED)
    nobody.grade, nobody.assessed_at = "none", work.now()
    accepted = a_need(work, enterprise, "采纳", NeedState.VERIFIED)
    decide_suggestion(work=work, suggestion=a_suggestion(work, accepted, expert), new=NewDecision(Verdict.ACCEPT))
    visited = a_need(work, enterprise, "到访", NeedState.VERIFIED)
    record_visit(work=work, campaign=campaign, new=NewVisit(expert, enterprise, date(2026, 11, 24), (visited,)))
    move_need(work=work, need=visited, to=NeedState.MATCHING, action="need.matching")
    intent = a_need(work, enterprise, "意向", NeedState.VERIFIED)
    record_outcome(work=work, new=NewOutcome("intent", need=intent, expert=expert))
    solved = a_need(work, enterprise, "解决", NeedState.VERIFIED)
    signed = NewOutcome("contract", need=solved, expert=expert, contract_kind="service", amount=Decimal(3))
    record_outcome(work=work, new=signed)
    close_need(work=work, need=solved, result=NeedResult.SOLVED)
    close_need(work=work, need=a_need(work, enterprise, "没解决", NeedState.VERIFIED), result=NeedResult.UNSOLVED)
    close_need(work=work, need=a_need(work, enterprise, "审核前撤回"), result=NeedResult.WITHDRAWN)


def test_every_step_counts_the_needs_that_reached_it(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_running_round(work)
        fill(work, an_enterprise(work), campaign)
        session.flush()
        whole = round_progress(work=work, campaign=campaign).whole
        # All but the draft; not 待审核, 退回 and the one withdrawn before the review; 有合适对象; 采纳; 到访, 意向 and
        # 解决; 解决; 解决.
        assert (whole.target, counts(whole)) == (28, (11, 8, 1, 1, 3, 1, 1))


def test_every_county_has_its_row_even_without_needs(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        campaign = a_running_round(work)
        a_need(work, an_enterprise(work, "甲示例公司", TAISHAN))
        for number in range(3):
            a_need(work, an_enterprise(work, f"乙示例公司{number}", XINTAI), state=NeedState.VERIFIED)
        nowhere = a_need(work, an_enterprise(work, "丙示例公司"))
        nowhere.county_code = None
        session.flush()
        rows = round_progress(work=work, campaign=campaign).counties
        assert [(row.place, row.target, row.posted, row.verified) for row in rows] == [
            ("370902", 8, 1, 0), ("370911", None, 0, 0), ("370921", None, 0, 0), ("370923", 4, 0, 0),
            ("370982", 16, 3, 3), ("370983", None, 0, 0), ("", None, 1, 0),
        ]  # fmt: skip


def test_a_county_organizer_sees_its_own_row_and_its_own_target(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_running_round(work)
        a_need(work, an_enterprise(work, "甲示例公司", TAISHAN))
        a_need(work, an_enterprise(work, "乙示例公司", XINTAI))
        own = work.as_actor(a_user(work, Role.COUNTY, "xintai", county_code=XINTAI))
        assert [(row.place, row.posted) for row in round_progress(work=own, campaign=campaign).counties] == [
            (XINTAI, 1)
        ]
        whole = round_progress(work=own, campaign=campaign).whole
        assert (whole.target, whole.posted) == (16, 1)


def test_counts_tell_nothing_of_needs_the_caller_may_not_read(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_running_round(work)
        enterprise = an_enterprise(work)
        a_need(work, enterprise, confidentiality=Confidentiality.PUBLIC)
        a_need(work, enterprise, "保密项", confidentiality=Confidentiality.CONFIDENTIAL)
        posted = {
            scopes: round_progress(
                work=work.as_actor(Actor("client", "c", "c", scopes=frozenset(scopes))), campaign=campaign
            ).whole.posted
            for scopes in ((), ("needs:read",), ("needs:read", "needs:confidential"))
        }
        assert posted == {(): 0, ("needs:read",): 1, ("needs:read", "needs:confidential"): 2}


def test_zones_have_rows_beside_their_county(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_running_round(work, **{ZONE_TARGETS: {"taian_nonggao": 4}})
        in_zone = an_enterprise(work)
        in_zone.zone_code = "taian_gaoxin"
        a_need(work, in_zone)
        session.flush()
        rows = round_progress(work=work, campaign=campaign).zones
        assert [(row.place, row.target, row.posted) for row in rows] == [
            ("taian_gaoxin", None, 1), ("taian_nonggao", 4, 0),
        ]  # fmt: skip
        assert round_progress(work=work, campaign=campaign).counties[0].posted == 1


def test_needs_of_another_round_do_not_count(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        campaign = a_running_round(work)
        a_need(work, an_enterprise(work))
        other = a_campaign(work, 5)
        assert counts(round_progress(work=work, campaign=other).whole) == (0,) * 7
        assert round_progress(work=work, campaign=other).whole.target is None
        assert round_progress(work=work, campaign=campaign).whole.posted == 1
