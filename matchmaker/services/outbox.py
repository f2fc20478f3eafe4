"""Deliver what transactions left in the outbox: every committed message at least once, a rolled-back one never."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.errors import MailRefused
from matchmaker.mail import Mail, MailTransport
from matchmaker.models import OutboxMessage
from matchmaker.services.mail_text import mail_words

log = structlog.get_logger(__name__)
WAITING, SENT, FAILED, EXPIRED = "waiting", "sent", "failed", "expired"
MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
# A message about something that is over is not sent any more.
LIFE = {"password_reset": timedelta(minutes=30)}


@dataclass(frozen=True)
class Delivery:
    """What a pass did; `waiting` messages are left for `next_due`."""

    sent: int
    failed: int
    waiting: int
    next_due: datetime | None


def deliver_due(
    *, database: Database, transport: MailTransport, sender: str, clock: Callable[[], datetime]
) -> Delivery:
    """Send every due mail, each in its own transaction. A crash after sending sends it again under the same id."""
    sent = failed = 0
    while True:
        with database.read() as session:
            message_id = _next_due(session, clock())
        if message_id is None:
            break
        with database.write() as session:
            state = _deliver(session.get_one(OutboxMessage, message_id), transport, sender, clock())
        sent += state == SENT
        failed += state in (FAILED, EXPIRED)
    with database.read() as session:
        left = select(func.count(), func.min(OutboxMessage.due_at)).where(OutboxMessage.state == WAITING)
        waiting, next_due = session.execute(left).one()
    return Delivery(sent, failed, waiting, next_due)


def _next_due(session: Session, now: datetime) -> int | None:
    query = select(OutboxMessage.id).where(
        OutboxMessage.channel == "mail", OutboxMessage.state == WAITING, OutboxMessage.due_at <= now
    )
    return session.scalars(query.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(1)).first()


def _deliver(row: OutboxMessage, transport: MailTransport, sender: str, now: datetime) -> str:
    life = LIFE.get(row.topic)
    if life is not None and now > row.created_at + life:
        return _end(row, EXPIRED, now)
    row.attempts += 1
    try:
        subject, body = mail_words(row.topic, row.payload)
        transport.send(Mail(row.ref, sender, row.recipient, subject, body, now))
    except (MailRefused, KeyError) as error:
        row.error = str(error)
        return _end(row, FAILED, now)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail not delivered", message=row.ref, attempt=row.attempts, error=type(error).__name__)
        row.error = type(error).__name__
        if row.attempts >= MAX_ATTEMPTS:
            return _end(row, FAILED, now)
        row.due_at = now + FIRST_PAUSE * 2 ** (row.attempts - 1)
        return WAITING
    row.sent_at, row.error = now, None
    return _end(row, SENT, now)


def _end(row: OutboxMessage, state: str, now: datetime) -> str:
    """The message is over: what only the recipient may know goes."""
    row.state = state
    row.payload = {name: value for name, value in row.payload.items() if name != "secret"}
    return state
