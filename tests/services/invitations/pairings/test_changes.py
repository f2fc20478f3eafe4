"""Pairings that change after they were answered: another partner or school is proposed, and changes are told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.models import Event, Invitation, Proposal, Rsvp
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.invitations.reply import Reply, record_reply
from matchmaker.services.planning.decide_proposal import accept_option
from matchmaker.services.planning.pair_change import pair_with, row_of, set_school, standing_pairings
from matchmaker.services.planning.publish_others import publish_other_plan
from tests.services.invitations.pairings.scene import Tokens, codes, first, say, to_be_told, work_out
from tests.services.planning.institution_scene import Hosts, worked_out
from tests.services.planning.scenes import plan_of
from tests.support.world import World


def test_a_refusal_proposes_the_re_plan_and_a_later_yes_puts_it_away(
    database: Database, world: World, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, institution = first(database, plan_id)
    say(database, world, tokens[institution], ref, Reply("decline", reason="field_mismatch", note="方向已调整"))
    proposal = work_out(database, world)
    assert {name: proposal.cause[name] for name in ("code", "by", "pairing", "why")} == {
        "code": "declined", "by": "institution", "pairing": ref, "why": "方向已调整",
    }  # fmt: skip
    gone = [one for one in proposal.options[0]["remove"] if one["lost"]]
    assert [(tuple(one["row"]), one["institution"]) for one in gone] == [(("enterprise", enterprise), institution)]
    say(database, world, tokens[enterprise], ref, Reply("accept"))  # the other side still refuses
    with database.read() as session:
        assert session.get_one(Proposal, proposal.id).state == "open"
    say(database, world, tokens[institution], ref, Reply("accept"))
    with database.read() as session:
        assert session.get_one(Proposal, proposal.id).state == "outdated"


def test_an_accepted_re_plan_is_told_to_everybody_whose_partners_change(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, institution = first(database, plan_id)
    say(database, world, tokens[enterprise], ref, Reply("decline", reason="cooperating"))
    proposal = work_out(database, world)
    option = proposal.options[0]
    with database.write() as session:
        row = session.get_one(Proposal, proposal.id)
        accept_option(work=world.work(session, made.city), proposal=row, number=0)
    changed = {one["institution"] for one in (*option["remove"], *option["add"])}
    changed |= {one["row"][1] for one in (*option["remove"], *option["add"])}
    assert to_be_told(database, plan_id) == changed & set(tokens)
    assert {enterprise, institution} <= changed


def test_another_school_is_an_option_that_moves_nothing(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, institution = first(database, plan_id)
    say(database, world, tokens[institution], ref, Reply("another_school", school=" 材料学院（示例） "))
    assert codes(database, world, plan_id, ref) == ("sent", "another_school")
    proposal = work_out(database, world)
    assert [one["code"] for one in proposal.options].count("to_school") == 1
    assert "without" in [one["code"] for one in proposal.options]
    first_one = proposal.options[0]
    assert first_one["code"] == "to_school"
    assert (first_one["remove"], first_one["add"], first_one["price"]) == ([], [], pytest.approx(0))
    with database.write() as session:
        row = session.get_one(Proposal, proposal.id)
        plan = accept_option(work=world.work(session, made.city), proposal=row, number=0)
        pairing = next(one for one in standing_pairings(plan) if one.ref == ref)
        assert (pairing.school, pairing.institution_id) == ("材料学院（示例）", institution)
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "pairing.change").order_by(Event.id.desc())).first()
        assert event is not None
        assert (event.subject_ref, event.after) == (ref, {"school": "材料学院（示例）"})
    assert to_be_told(database, plan_id) == {enterprise, institution}


def test_another_partner_by_hand_leaves_no_answer_to_the_former_one(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, institution = first(database, plan_id)
    say(database, world, tokens[enterprise], ref, Reply("accept"))
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        pairing = next(one for one in standing_pairings(plan) if one.ref == ref)
        load = [one.institution_id for one in standing_pairings(plan)]
        other = next(one.id for one in made.institutions if one.id != institution and load.count(one.id) < 3)
        pair_with(work=work, plan=plan, row=row_of(pairing), institution_id=other, instead_of=pairing)
        session.flush()
        now = next(one for one in standing_pairings(plan) if one.enterprise_id == enterprise)
        assert (pairing.state, now.institution_id) == ("cancelled", other)
        new = now.ref
    assert codes(database, world, plan_id, new)[0] == "prepared"
    assert to_be_told(database, plan_id) == {enterprise, institution, other} & set(tokens)


def test_a_new_plan_keeps_the_answers_to_what_is_the_same(database: Database, world: World, made: Hosts) -> None:
    drafts = [worked_out(database, world, made, "pairs") for _ in range(2)]
    with database.write() as session:
        work = world.work(session, made.city)
        old, new = (plan_of(work, key) for key in drafts)
        publish_other_plan(work=work, plan=old)
        for row in prepare_invitations(work=work, plan=old):
            row.state, row.sent_at = "sent", work.now()
            mine = [one.ref for one in standing_pairings(old) if one.enterprise_id == row.organization_id]
            if mine:
                record_reply(work=work, invitation=row, refs=mine, reply=Reply("accept"), how="telephone")
        changed = standing_pairings(new)[0]
        set_school(work=work, plan=new, pairing=changed, school="材料学院（示例）")
        publish_other_plan(work=work, plan=new)
        assert {row.pairing_id for row in session.scalars(select(Rsvp))} == {
            one.id for one in standing_pairings(new) if one is not changed
        }
        told = {row.organization_id for row in session.scalars(select(Invitation)) if row.state == "prepared"}
        assert told == {changed.enterprise_id, changed.institution_id}
        assert {row.plan_id for row in session.scalars(select(Invitation))} == {new.id}
