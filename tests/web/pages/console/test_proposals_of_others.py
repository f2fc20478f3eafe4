"""A refused trip, talk or pairing in the console: what moves and what it costs, ranked, accepted or left as it is."""

from __future__ import annotations

import re
from functools import partial
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.models import Organization, Plan, Proposal
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.invitations.reply import Reply, record_reply
from matchmaker.services.planning.meeting_change import standing_talks
from matchmaker.services.planning.pair_change import standing_pairings
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.run_replan import ReplanRun
from matchmaker.services.planning.trip_change import standing_trips
from matchmaker.services.work import Work
from tests.services.planning.scenes import Round
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plan_scenes import seeded_hosts, seeded_round, worked_out


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def published(office: Office, made: Round, kind: str) -> str:
    ref = worked_out(office, made, kind)
    office.do(lambda work: publish_other_plan(work=work.as_actor(made.city), plan=plan_by(work, ref)))
    return ref


def plan_by(work: Work, ref: str) -> Plan:
    return work.session.scalars(select(Plan).where(Plan.ref == ref)).one()


def work_out_all(office: Office) -> str:
    """What the worker does with proposals that wait; the reference of the last."""
    with office.database.read() as session:
        rows = session.scalars(select(Proposal).where(Proposal.state == "waiting")).all()
        keys = [row.id for row in rows]
        ref = rows[-1].ref
    for key in keys:
        ReplanRun(database=office.database, work_of=partial(office.world.work), proposal_id=key, seconds=None).run()
    return ref


@pytest.mark.parametrize(("kind", "pages"), [("trips", "trips"), ("meetings", "meetings"), ("pairs", "pairings")])
def test_what_does_not_come_about_is_proposed_accepted_and_told(office: Office, kind: str, pages: str) -> None:
    made: Round = seeded_round(office, experts=4, enterprises=6) if kind == "meetings" else seeded_hosts(office)
    ref = published(office, made, kind)

    def where(work: Work) -> tuple[str, dict[str, str]]:
        plan = plan_by(work, ref)
        if kind == "trips":
            trip = standing_trips(plan)[0]
            guest = work.session.get_one(Organization, trip.delegates[0].enterprise_id)
            return f"trips/{trip.ref}", {"enterprise": guest.ref}
        if kind == "meetings":
            return f"talks/{standing_talks(plan)[0].ref}", {}
        return f"pairings/{standing_pairings(plan)[0].ref}", {}

    path, form = office.do(where)
    if kind != "pairs":
        assert "未能成行" in words(office.city.get(f"/console/{pages}/{ref}/{path}"))
    answer = office.city.post(f"/console/{pages}/{ref}/{path}/decline", {**form, "note": "时间冲突"})
    assert (answer.status_code, answer.location) == (303, f"/console/plans/{ref}/proposals")
    assert "正在编制可选方案" in words(office.city.get(answer.location))
    proposal = work_out_all(office)
    page = words(office.city.get(answer.location))
    assert "时间冲突" in page
    assert "推荐" in page
    assert "得分" in page
    assert "1" in words(office.city.get(f"/console/{pages}/{ref}"))
    assert office.city.post(f"/console/plans/proposals/{proposal}/accept", {"option": "0"}).status_code == 303
    assert "已接受" in words(office.city.get(answer.location))
    with office.database.read() as session:
        assert session.scalars(select(Proposal.state)).all() == ["accepted"]


def test_an_answer_to_an_invitation_proposes_what_to_do_without_the_enterprise(office: Office) -> None:
    made = seeded_hosts(office)
    ref = published(office, made, "trips")

    def decline(work: Work) -> str:
        own = work.as_actor(made.city)
        plan = plan_by(work, ref)
        trip = standing_trips(plan)[0]
        guest = work.session.get_one(Organization, trip.delegates[0].enterprise_id)
        rows = prepare_invitations(work=own, plan=plan)
        row = next(one for one in rows if one.organization_id == guest.id)
        reply = Reply("decline", reason="other", note="设备检修")
        record_reply(work=own, invitation=row, refs=[trip.ref], reply=reply, how="telephone")
        return guest.name

    name = office.do(decline)
    work_out_all(office)
    page = words(office.city.get(f"/console/plans/{ref}/proposals"))
    assert f"企业谢绝：11月25日周三 {name}参加赴" in page
    assert "设备检修" in page


def test_somebody_who_cannot_take_part_at_all(office: Office) -> None:
    made = seeded_hosts(office)
    ref = published(office, made, "trips")
    house = made.institutions[0]
    assert office.city.post(f"/console/plans/{ref}/party-out", {"party": "institution:none"}).status_code == 404
    answer = office.city.post(f"/console/plans/{ref}/party-out", {"party": f"institution:{house.ref}"})
    assert answer.status_code == 303
    proposal = work_out_all(office)
    assert f"{house.name}不能参加" in words(office.city.get(answer.location))
    assert office.city.post(f"/console/plans/proposals/{proposal}/dismiss").status_code == 303
    with office.database.read() as session:
        plan = session.scalars(select(Plan).where(Plan.ref == ref)).one()
        assert house.id in {trip.institution_id for trip in standing_trips(plan)}
