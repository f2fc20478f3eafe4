"""Invitations to pairings: both sides answer by link until the round ends, another school is proposed, changes told."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Classification, Event, Invitation, Organization, Pairing, Plan, Proposal, Rsvp
from matchmaker.services.invitations.engagements import engagements_of
from matchmaker.services.invitations.errors import AnswersClosed, LinkOver, LinkRevoked
from matchmaker.services.invitations.prepare import guests_of, prepare_invitations
from matchmaker.services.invitations.records import get_invitation, revoke_invitation
from matchmaker.services.invitations.reply import Reply, record_reply, reply_by_link
from matchmaker.services.invitations.reveal import reveal_contact
from matchmaker.services.invitations.sending import hand_out
from matchmaker.services.invitations.standing import rsvp_of
from matchmaker.services.party import party_of
from matchmaker.services.personal_link import issue_link, open_link
from matchmaker.services.planning.decide_proposal import accept_option
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.pair_change import pair_with, row_of, set_school, sign_pairing, standing_pairings
from matchmaker.services.planning.publish_others import publish_other_plan
from matchmaker.services.planning.run_replan import ReplanRun
from tests.services.planning.institution_scene import Hosts, hosts, worked_out
from tests.services.planning.local.scenes import published_pairs
from tests.services.planning.scenes import plan_of
from tests.support.world import World

SCHOOLS = ["机械学院（示例）", "材料学院（示例）"]
Tokens = dict[int, str]


@pytest.fixture
def made(database: Database, world: World) -> Hosts:
    with database.write() as session:
        return hosts(world.work(session))


@pytest.fixture
def plan_id(database: Database, world: World, made: Hosts) -> int:
    return published_pairs(database, world, made)


@pytest.fixture
def tokens(database: Database, world: World, made: Hosts, plan_id: int) -> Tokens:
    """Key of an organization -> the token of its link; everybody of the plan is invited."""
    found: Tokens = {}
    with database.write() as session:
        work = world.work(session, made.city)
        for row in prepare_invitations(work=work, plan=plan_of(work, plan_id)):
            row.state, row.sent_at = "sent", work.now()
            assert row.organization_id is not None
            found[row.organization_id] = issue_link(work=work, invitation=row)
    return found


def first(database: Database, plan_id: int) -> tuple[str, int, int]:
    """Reference, enterprise and institution of the first pairing."""
    with database.read() as session:
        pairing = standing_pairings(session.get_one(Plan, plan_id))[0]
        assert pairing.enterprise_id is not None
        return pairing.ref, pairing.enterprise_id, pairing.institution_id


def say(database: Database, world: World, token: str, ref: str, reply: Reply) -> None:
    with database.write() as session:
        reply_by_link(opened=open_link(work=world.work(session), token=token), refs=[ref], reply=reply)


def codes(database: Database, world: World, plan_id: int, ref: str) -> tuple[str, str]:
    """What enterprise and institution said to a pairing."""
    with database.read() as session:
        work = world.work(session)
        pairing = session.scalars(select(Pairing).where(Pairing.ref == ref)).one()
        enterprise, institution = rsvp_of(work=work, plan=plan_of(work, plan_id)).of_pairing(pairing)
        assert enterprise is not None
        return enterprise.code, institution.code


def work_out(database: Database, world: World) -> Proposal:
    """The one proposal that waits, with its options."""
    with database.read() as session:
        key = session.scalars(select(Proposal.id).where(Proposal.state == "waiting")).one()
    ReplanRun(database=database, work_of=partial(world.work), proposal_id=key, seconds=None).run()
    with database.read() as session:
        return session.get_one(Proposal, key)


def to_be_told(database: Database, plan_id: int) -> set[int | None]:
    with database.read() as session:
        query = select(Invitation.organization_id).where(Invitation.plan_id == plan_id, Invitation.state == "prepared")
        return set(session.scalars(query))


def test_both_sides_are_guests_and_their_words_stand_on_the_pairing(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, institution = first(database, plan_id)
    assert codes(database, world, plan_id, ref) == ("sent", "sent")
    say(database, world, tokens[enterprise], ref, Reply("accept"))
    assert codes(database, world, plan_id, ref) == ("accept", "sent")
    say(database, world, tokens[institution], ref, Reply("accept"))
    assert codes(database, world, plan_id, ref) == ("accept", "accept")
    with database.read() as session:
        work = world.work(session, made.city)
        guests = {guest.party.id for guest in guests_of(work=work, plan=plan_of(work, plan_id))}
        assert {enterprise, institution} <= guests == set(tokens)
        assert session.scalars(select(Proposal)).all() == []
        event = session.scalars(select(Event).where(Event.action == "invitation.answer").order_by(Event.id)).first()
        assert event is not None
        assert (event.actor_kind, event.after["answer"], event.after["about"]) == ("link", "accept", [ref])


def test_a_link_can_be_read_until_the_round_ends_and_answered_until_the_deadline(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, _ = first(database, plan_id)
    with database.write() as session:
        for row in session.scalars(select(Invitation)):
            row.answer_until = world.clock.now + timedelta(hours=1)
    say(database, world, tokens[enterprise], ref, Reply("decline", reason="solved"))
    say(database, world, tokens[enterprise], ref, Reply("accept"))
    assert codes(database, world, plan_id, ref)[0] == "accept"
    world.clock.advance(days=1)
    with pytest.raises(AnswersClosed):
        say(database, world, tokens[enterprise], ref, Reply("decline", reason="solved"))
    last = made.campaign.ends_on
    world.clock.advance(days=(last - world.clock.now.date()).days)
    with database.read() as session:
        assert open_link(work=world.work(session), token=tokens[enterprise]).open is False
    world.clock.advance(days=1)
    with database.read() as session, pytest.raises(LinkOver):
        open_link(work=world.work(session), token=tokens[enterprise])


def test_an_invitation_that_was_taken_back_opens_nothing(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    _, enterprise, _ = first(database, plan_id)
    with database.write() as session:
        work = world.work(session, made.city)
        ref = session.scalars(select(Invitation.ref).where(Invitation.organization_id == enterprise)).one()
        revoke_invitation(work=work, invitation=get_invitation(work=work, ref=ref))
    with database.read() as session, pytest.raises(LinkRevoked):
        open_link(work=world.work(session), token=tokens[enterprise])


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (Reply("another_date", dates=(date(2026, 12, 1),)), "answer"),
        (Reply("colleague", colleague="王工"), "answer"),
        (Reply("another_school"), "school"),
        (Reply("another_school", school="体育学院（示例）"), "school"),
        (Reply("another_school", school=SCHOOLS[0]), "school"),
        (Reply("another_school", school="长" * 121), "school"),
        (Reply("decline"), "reason"),
    ],
)
def test_what_makes_no_sense_for_a_pairing_is_refused(
    sqlite_database: Database, world: World, reply: Reply, field: str
) -> None:
    with sqlite_database.write() as session:
        made = hosts(world.work(session))
        for house in made.institutions:
            house.schools = SCHOOLS
    plan_id = published_pairs(sqlite_database, world, made)
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        pairing = standing_pairings(plan)[0]
        pairing.school = SCHOOLS[0]
        rows = prepare_invitations(work=work, plan=plan)
        row = next(one for one in rows if one.organization_id == pairing.institution_id)
        with pytest.raises(InvalidInput) as refused:
            record_reply(work=work, invitation=row, refs=[pairing.ref], reply=reply, how="telephone")
        assert refused.value.params["field"] == field
        assert session.scalars(select(Rsvp)).all() == []


def test_a_school_makes_no_sense_for_a_trip(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        made = hosts(world.work(session))
    plan_id = worked_out(sqlite_database, world, made, "trips")
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        plan = publish_other_plan(work=work, plan=plan_of(work, plan_id))
        row = prepare_invitations(work=work, plan=plan)[0]
        ref = engagements_of(work=work, plan=plan, party=party_of(work=work, row=row))[0].ref
        reply = Reply("another_school", school="机械学院")
        with pytest.raises(InvalidInput):
            record_reply(work=work, invitation=row, refs=[ref], reply=reply, how="telephone")


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


def test_what_is_signed_is_not_answered_any_more(
    database: Database, world: World, made: Hosts, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, _ = first(database, plan_id)
    with database.write() as session:
        work = world.work(session, made.city)
        plan = plan_of(work, plan_id)
        pairing = next(one for one in standing_pairings(plan) if one.ref == ref)
        sign_pairing(work=work, plan=plan, pairing=pairing, signed_on=work.today(), agreement="")
    with pytest.raises(AnswersClosed):
        say(database, world, tokens[enterprise], ref, Reply("decline", reason="solved"))


def test_the_contact_of_the_other_side_is_shown_once_both_accepted(
    database: Database, world: World, plan_id: int, tokens: Tokens
) -> None:
    ref, enterprise, institution = first(database, plan_id)
    say(database, world, tokens[enterprise], ref, Reply("accept"))
    say(database, world, tokens[institution], ref, Reply("accept"))
    with database.write() as session:
        work = world.work(session)
        party = session.get_one(Organization, enterprise)
        other, _ = reveal_contact(work=work, plan=plan_of(work, plan_id), party=party, ref=ref)
        assert other.id == institution
        ref = other.ref
    with database.read() as session:
        assert session.scalars(select(Event.subject_ref).where(Event.action == "contact.reveal")).all() == [ref]


def test_of_a_whole_chain_only_the_institution_is_asked(database: Database, world: World, made: Hosts) -> None:
    with database.write() as session:
        for enterprise in made.enterprises[:2]:
            session.add(Classification(organization_id=enterprise.id, scheme="chains", code="new_materials"))
    plan_id = worked_out(database, world, made, "pairs", Inputs(chains=("new_materials",)))
    with database.write() as session:
        work = world.work(session, made.city)
        plan = publish_other_plan(work=work, plan=plan_of(work, plan_id))
        chain = next(one for one in standing_pairings(plan) if one.chain_code)
        row = next(one for one in prepare_invitations(work=work, plan=plan)
                   if one.organization_id == chain.institution_id)  # fmt: skip
        record_reply(work=work, invitation=row, refs=[chain.ref], reply=Reply("accept"), how="telephone")
        nobody, house = rsvp_of(work=work, plan=plan).of_pairing(chain)
        assert (nobody, house.code) == (None, "accept")


def test_the_text_names_no_day_and_says_what_can_be_answered(
    database: Database, world: World, made: Hosts, plan_id: int
) -> None:
    with database.write() as session:
        work = world.work(session, made.city)
        row = prepare_invitations(work=work, plan=plan_of(work, plan_id))[0]
        text = hand_out(work=work, invitation=row, base_url="https://example.cn").text
        assert "推荐其他学院" in text
        assert "https://example.cn/a/" in text
        assert "%(" not in text
