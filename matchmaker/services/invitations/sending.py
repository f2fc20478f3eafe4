"""Sending an invitation: its text with a fresh link for WeChat or paper, or a mail through the outbox.

Nothing contacts anyone by itself (S16): an organizer asks for each of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE
from matchmaker.models import Invitation, OutboxMessage
from matchmaker.services.audit import audit
from matchmaker.services.invitations.records import SENT
from matchmaker.services.invitations.wording import text_of, text_params, topic_of
from matchmaker.services.job import enqueue
from matchmaker.services.party import Party, party_of
from matchmaker.services.personal_link import issue_link, link_address
from matchmaker.services.work import Work

WECHAT, MAIL, PAPER = "wechat", "mail", "paper"
# How a text that was handed out goes on its way.
HANDED_OUT = (WECHAT, PAPER)


@dataclass(frozen=True)
class HandOut:
    """A text to pass on. `link` is known only now."""

    invitation: Invitation
    party: Party
    link: str = field(repr=False)
    text: str = field(repr=False)


def hand_out(
    *, work: Work, invitation: Invitation, base_url: str, how: str = WECHAT, locale: str = DEFAULT_LOCALE
) -> HandOut:
    """The text with a fresh link, for whoever passes it on; from now on the invitation counts as sent."""
    if how not in HANDED_OUT:
        raise ValueError(f"unknown way {how!r}, known: {', '.join(HANDED_OUT)}")
    party = party_of(work=work, row=invitation)
    link = link_address(base_url, issue_link(work=work, invitation=invitation))
    text = text_of(work=work, invitation=invitation, party=party, link=link, locale=locale)
    _note_sent(work, invitation, party, how)
    return HandOut(invitation, party, link, text)


def send_by_mail(*, work: Work, invitation: Invitation, base_url: str, locale: str = DEFAULT_LOCALE) -> OutboxMessage:
    """Put a mail with a fresh link into the outbox. InvalidInput for a party without an address."""
    party = party_of(work=work, row=invitation)
    address = mail_address(party)
    if address is None:
        problem = N_("There is no e-mail address of %(name)s: pass the text on by WeChat, or enter an address.")
        raise InvalidInput(field="mail", problem=problem, name=party.name)
    params = text_params(work=work, invitation=invitation, party=party, locale=locale)
    link = link_address(base_url, issue_link(work=work, invitation=invitation))
    now = work.now()
    row = OutboxMessage(
        ref=work.new_ref(),
        channel="mail",
        topic=topic_of(work=work, invitation=invitation, party=party),
        recipient=address,
        payload={"name": party.name, "locale": locale, "params": params, "secret": {"link": link}},
        created_at=now,
        due_at=now,
    )
    work.session.add(row)
    enqueue(work=work, kind="deliver", unique_key="deliver", priority=9)
    _note_sent(work, invitation, party, MAIL)
    return row


def mail_address(party: Party) -> str | None:
    """The first address among the contacts."""
    return next((contact.email for contact in party.contacts if contact.email), None)


def _note_sent(work: Work, invitation: Invitation, party: Party, how: str) -> None:
    now = work.now()
    again = invitation.state == SENT
    invitation.state, invitation.sent_how, invitation.sent_at, invitation.updated_at = SENT, how, now, now
    action = "invitation.remind" if again else "invitation.send"
    audit(work=work, action=action, subject=party, after={"purpose": invitation.purpose, "how": how})
