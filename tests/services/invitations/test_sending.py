"""Sending: texts with a fresh link, mails through the outbox, reminders, and nothing by itself."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import InvalidInput
from matchmaker.models import Event, Invitation, OutboxMessage
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.invitations.records import invitation_of
from matchmaker.services.invitations.sending import hand_out, send_by_mail
from matchmaker.services.invitations.times import days_of_plan, end_of
from matchmaker.services.invitations.wording import day_in_words, text_params
from matchmaker.services.mail_text import TOPICS, mail_words
from matchmaker.services.personal_link import open_link
from matchmaker.services.willingness_asking import ask_willingness
from tests.services.invitations.scene import invitation_of_party, invited
from tests.services.planning.scenes import a_round
from tests.support.world import World

BASE = "https://match.example/"


def test_a_text_leads_to_its_party_and_the_second_one_is_a_reminder(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        row = ask_willingness(work=work, campaign=made.campaign, party=made.experts[0])
        assert (row.state, row.sent_at) == ("prepared", None)
        first = hand_out(work=work, invitation=row, base_url=BASE)
        assert (row.state, row.sent_how, row.sent_at) == ("sent", "wechat", world.clock.now)
        second = hand_out(work=work, invitation=row, base_url=BASE, how="paper", locale="en")
        assert "征询" in first.text
        assert "reminder" in second.text
        for one in (first, second):
            token = re.fullmatch(r"https://match\.example/a/([0-9a-f]{64})", one.link)
            assert token is not None
            assert one.link in one.text
            assert open_link(work=work, token=token[1]).party.id == made.experts[0].id
    with database.read() as session:
        actions = session.scalars(select(Event.action).where(Event.action.like("invitation.%")).order_by(Event.id))
        assert list(actions) == ["invitation.prepare", "invitation.link", "invitation.send", "invitation.link",
                                 "invitation.remind"]  # fmt: skip


def test_a_mail_waits_in_the_outbox_with_its_secret_apart(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        made = a_round(work, answered=False)
        expert = made.experts[0]
        set_contact(work=work, owner=expert, values={"name": "林示例", "email": "lin@nowhere.example"})
        row = ask_willingness(work=work, campaign=made.campaign, party=expert)
        message = send_by_mail(work=work, invitation=row, base_url=BASE)
        assert (message.topic, message.recipient) == ("ask_willingness_expert", "lin@nowhere.example")
        link = message.payload["secret"]["link"]
        assert link not in str(message.payload["params"])
        subject, body = mail_words(message.topic, message.payload)
        assert made.campaign.name in subject
        assert link in body
        other = ask_willingness(work=work, campaign=made.campaign, party=made.experts[1])
        with pytest.raises(InvalidInput) as caught:
            send_by_mail(work=work, invitation=other, base_url=BASE)
        assert caught.value.params["field"] == "mail"
        assert (other.state, other.links) == ("prepared", [])
        assert session.query(OutboxMessage).count() == 1


def test_asking_and_preparing_alone_writes_to_nobody(sqlite_database: Database, world: World) -> None:
    scene = invited(sqlite_database, world)
    with sqlite_database.read() as session:
        assert session.query(OutboxMessage).count() == 0
        assert {row.sent_how for row in session.scalars(select(Invitation))} == {None}
        work = world.work(session)
        assert invitation_of(work=work, campaign=scene.made.campaign, party=scene.made.experts[0],
                             purpose="willingness") is None  # fmt: skip


@pytest.mark.parametrize("topic", ["ask_willingness", "ask_willingness_expert", "invite", "invite_expert",
                                   "plan_changed", "remind_answer", "ask_rating"])  # fmt: skip
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_every_text_is_whole_in_both_languages(topic: str, locale: str) -> None:
    params = {"party": "示例企业", "campaign": "第四届", "days": "12月4日", "until": "11月30日"}
    subject, body = mail_words(topic, {"locale": locale, "params": params, "secret": {"link": "https://x.example"}})
    assert "第四届" in subject
    assert "https://x.example" in body
    assert "%(" not in subject + body
    assert (body != TOPICS[topic].body) is True


def test_an_answer_is_asked_for_before_the_first_appointment(sqlite_database: Database, world: World) -> None:
    """Without a deadline the text names the eve of the first day, never the end of the round after all of them."""
    scene = invited(sqlite_database, world)
    with sqlite_database.write() as session:
        work = world.work(session)
        row = invitation_of_party(work, scene, scene.made.experts[0])
        first = days_of_plan(work=work, invitation=row)[0]
        params = text_params(work=work, invitation=row, party=scene.made.experts[0])
        assert params["until"] == day_in_words(first - timedelta(days=1))
        row.answer_until = end_of(first)
        assert text_params(work=work, invitation=row, party=scene.made.experts[0])["until"] == day_in_words(first)
        row.answer_until = None
        world.clock.now = end_of(first) - timedelta(hours=2)
        last = days_of_plan(work=work, invitation=row)[-1]
        assert text_params(work=work, invitation=row, party=scene.made.experts[0])["until"] == day_in_words(last)
