"""Mail to users about their account: rows of the outbox, written in the transaction of what they tell."""

from __future__ import annotations

from typing import Any

from matchmaker.models import OutboxMessage, User
from matchmaker.services.job import enqueue
from matchmaker.services.work import Work


def mail_to(*, work: Work, user: User, topic: str, secret: dict[str, Any] | None = None, **params: Any) -> None:
    """Have a mail about `topic` sent to `user`; nothing happens for a user without an e-mail address.

    Payload: `name` and `locale` of the user, `params` for the text, and `secret`: what may stand in the mail but not
    in the database once the mail is sent (whoever delivers drops it then).
    """
    if user.email is None:
        return
    payload = {"name": user.display_name, "locale": user.locale, "params": params, "secret": secret or {}}
    now = work.now()
    work.session.add(
        OutboxMessage(
            ref=work.new_ref(),
            channel="mail",
            topic=topic,
            recipient=user.email,
            payload=payload,
            created_at=now,
            due_at=now,
        )
    )
    enqueue(work=work, kind="deliver", unique_key="deliver", priority=9)
