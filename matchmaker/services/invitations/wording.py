"""The words of an invitation: one text for mail, WeChat and paper, in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from babel.dates import format_date

from matchmaker.locale.catalogues import DEFAULT_LOCALE, day_locale
from matchmaker.models import Campaign, Invitation, Plan
from matchmaker.services.invitations.records import PLAN, PREPARED, RATING, SENT, WILLINGNESS
from matchmaker.services.invitations.times import days_of_plan, deadline_of
from matchmaker.services.mail_text import mail_words
from matchmaker.services.party import EXPERT, Party, side_of
from matchmaker.services.work import Work

# (purpose, is it an expert) -> topic of the first text
TOPICS = {
    (WILLINGNESS, True): "ask_willingness_expert",
    (WILLINGNESS, False): "ask_willingness",
    (PLAN, True): "invite_expert",
    (PLAN, False): "invite",
    (RATING, True): "ask_rating",
    (RATING, False): "ask_rating",
}
REMINDER, CHANGED = "remind_answer", "plan_changed"
# topic -> the one about a proposed cooperation
OF_PAIRINGS = {
    "invite": "invite_pairing",
    REMINDER: "remind_answer_pairing",
    CHANGED: "plan_changed_pairing",
}
PAIRINGS = "pairs"
DAYS_SHOWN = 4


def topic_of(*, work: Work, invitation: Invitation, party: Party) -> str:
    """Which text is written: the first one, a reminder of one that was sent, or that the plan has changed since."""
    topic = TOPICS[invitation.purpose, side_of(party) == EXPERT]
    if waits_to_be_told(invitation):
        topic = CHANGED
    elif invitation.state == SENT and invitation.purpose != RATING:
        topic = REMINDER
    plan = work.session.get(Plan, invitation.plan_id) if invitation.plan_id is not None else None
    if invitation.purpose == PLAN and plan is not None and plan.kind == PAIRINGS:
        return OF_PAIRINGS[topic]
    return topic


def waits_to_be_told(invitation: Invitation) -> bool:
    """Whether the party knew of the plan and has not been told of its change."""
    return invitation.state == PREPARED and invitation.sent_at is not None


def text_params(*, work: Work, invitation: Invitation, party: Party, locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """What the text holds beside the link."""
    campaign = work.session.get_one(Campaign, invitation.campaign_id)
    days = sorted(set(days_of_plan(work=work, invitation=invitation)))
    return {
        "party": party.name,
        "campaign": campaign.name,
        "days": days_in_words(days, locale),
        "until": day_in_words(asked_until(work=work, invitation=invitation, days=days), locale),
    }


def asked_until(*, work: Work, invitation: Invitation, days: Sequence[date]) -> date:
    """The day by which an answer is asked for: the deadline; where none was set, the day before the first appointment.

    Answers are still taken after that (see `deadline_of`); where the first appointment is upon us, that is the day.
    """
    eve = min(days) - timedelta(days=1) if days else None
    if invitation.answer_until is None and eve is not None and eve >= work.today():
        return eve
    return deadline_of(work=work, invitation=invitation)


def text_of(*, work: Work, invitation: Invitation, party: Party, link: str, locale: str = DEFAULT_LOCALE) -> str:
    """What is copied into WeChat, with the link in it."""
    params = text_params(work=work, invitation=invitation, party=party, locale=locale)
    payload = {"name": party.name, "locale": locale, "params": params, "secret": {"link": link}}
    return mail_words(topic_of(work=work, invitation=invitation, party=party), payload)[1]


def day_in_words(day: date | datetime, locale: str = DEFAULT_LOCALE) -> str:
    """2026年12月4日 / 4 December 2026."""
    return str(format_date(day, "long", locale=day_locale(locale)))


def days_in_words(days: Iterable[date], locale: str = DEFAULT_LOCALE) -> str:
    """The first few days, one after another."""
    words = [day_in_words(day, locale) for day in days]
    shown = words[:DAYS_SHOWN] + (["…"] if len(words) > DAYS_SHOWN else [])
    return ("、" if locale.startswith("zh") else "; ").join(shown)
