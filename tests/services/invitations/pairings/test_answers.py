"""Invitations to pairings: both sides answer by link until the round ends, and what makes no sense is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Classification, Event, Invitation, Organization, Proposal, Rsvp
from matchmaker.services.invitations.engagements import engagements_of
from matchmaker.services.invitations.errors import AnswersClosed, LinkOver, LinkRevoked
from matchmaker.services.invitations.prepare import guests_of, prepare_invitations
from matchmaker.services.invitations.records import get_invitation, revoke_invitation
from matchmaker.services.invitations.reply import Reply, record_reply
from matchmaker.services.invitations.reveal import reveal_contact
from matchmaker.services.invitations.sending import hand_out
from matchmaker.services.invitations.standing import rsvp_of
from matchmaker.services.party import party_of
from matchmaker.services.personal_link import open_link
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.pair_change import sign_pairing, standing_pairings
from matchmaker.services.planning.publish_others import publish_other_plan
from tests.services.invitations.pairings.scene import SCHOOLS, Tokens, codes, first, say
from tests.services.planning.institution_scene import Hosts, hosts, worked_out
from tests.services.planning.local.scenes import published_pairs
from tests.services.planning.scenes import plan_of
from tests.support.world import World


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
