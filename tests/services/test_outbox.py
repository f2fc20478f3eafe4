"""The outbox: at least once for what was committed, never for what was not, and no secret is kept (N9)."""

from __future__ import annotations

import email
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import MailRefused
from matchmaker.mail import FolderTransport, Mail
from matchmaker.models import Job, OutboxMessage, User
from matchmaker.models.codes import Role
from matchmaker.services.account_mail import mail_to
from matchmaker.services.outbox import MAX_ATTEMPTS, Delivery, deliver_due
from tests.support.builders import a_user
from tests.support.world import World


class Transport:
    """Remembers what it was given; raises what it is told to."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.mails = list(errors), []

    def send(self, mail: Mail) -> None:
        self.mails.append(mail)
        if self.errors:
            raise self.errors.pop(0)


def write(database: Database, world: World, topic: str = "password_reset", locale: str | None = None) -> None:
    with database.write() as session:
        work = world.work(session)
        user = session.scalars(select(User)).first()
        if user is None:
            a_user(work, Role.CITY, "u", email="u@city.example", locale=locale)
            user = session.scalars(select(User)).one()
        mail_to(work=work, user=user, topic=topic, secret={"link": "https://x.example/secret"}, minutes=30)


def deliver(database: Database, world: World, transport: Transport | FolderTransport) -> Delivery:
    return deliver_due(database=database, transport=transport, sender="from@city.example", clock=world.clock)


def test_a_mail_is_sent_once_in_the_recipients_language_and_its_secret_forgotten(
    database: Database, world: World
) -> None:
    write(database, world, locale="en")
    transport = Transport()
    assert deliver(database, world, transport) == Delivery(1, 0, 0, None)
    assert deliver(database, world, transport) == Delivery(0, 0, 0, None)
    (mail,) = transport.mails
    assert (mail.recipient, mail.subject) == ("u@city.example", "Set a new password")
    assert "https://x.example/secret" in mail.body
    with database.read() as session:
        row = session.scalars(select(OutboxMessage)).one()
        assert (row.state, "secret" in row.payload) == ("sent", False)
        assert [job.kind for job in session.scalars(select(Job))] == ["deliver"]


def test_a_rolled_back_act_sends_nothing(database: Database, world: World) -> None:
    with database.writing() as session:
        work = world.work(session)
        a_user(work, Role.CITY, "u", email="u@city.example")
        mail_to(work=work, user=session.scalars(select(User)).one(), topic="password_changed")
        session.rollback()
    assert deliver(database, world, transport := Transport()) == Delivery(0, 0, 0, None)
    assert transport.mails == []


def test_an_outage_is_waited_out_and_the_repeat_has_the_same_id(database: Database, world: World) -> None:
    write(database, world)
    transport = Transport(ConnectionRefusedError(), TimeoutError())
    first = deliver(database, world, transport)
    assert (first.sent, first.waiting, first.next_due) == (0, 1, world.clock() + timedelta(seconds=30))
    world.clock.advance(seconds=31)
    deliver(database, world, transport)
    world.clock.advance(seconds=61)
    assert deliver(database, world, transport).sent == 1
    assert len({mail.message_id for mail in transport.mails}) == 1
    assert len(transport.mails) == 3


def test_what_cannot_be_delivered_ends_as_failed_without_its_secret(database: Database, world: World) -> None:
    write(database, world, "password_changed")
    write(database, world, "no such topic")
    transport = Transport(MailRefused(recipient="u@city.example"))
    assert deliver(database, world, transport).failed == 2  # refused by the server, unknown to us
    write(database, world, "password_changed")
    transport = Transport(*[OSError() for _ in range(MAX_ATTEMPTS)])
    for _ in range(MAX_ATTEMPTS):
        last = deliver(database, world, transport)
        world.clock.advance(hours=2)
    assert (last.failed, last.waiting) == (1, 0)
    with database.read() as session:
        assert all("secret" not in row.payload for row in session.scalars(select(OutboxMessage)))


def test_a_reset_link_that_is_over_is_not_sent(database: Database, world: World) -> None:
    write(database, world)
    world.clock.advance(minutes=31)
    assert deliver(database, world, transport := Transport()).failed == 1
    assert transport.mails == []


@pytest.mark.parametrize("locale", [None, "en"])
def test_without_a_mail_server_mails_are_files(
    sqlite_database: Database, world: World, tmp_path: Path, locale: str | None
) -> None:
    write(sqlite_database, world, locale=locale)
    deliver(sqlite_database, world, FolderTransport(tmp_path / "outbox"))
    (file,) = (tmp_path / "outbox").glob("*.eml")
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert message["To"] == "u@city.example"
    assert "https://x.example/secret" in message.get_content()
    assert ("您好" in message.get_content()) is (locale is None)
