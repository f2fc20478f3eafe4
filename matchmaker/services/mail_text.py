"""The words of the service's mails and invitations: subject and text by topic, in the language of the recipient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matchmaker.locale import N_
from matchmaker.locale.catalogues import DEFAULT_LOCALE
from matchmaker.locale.render import render


@dataclass(frozen=True)
class MailText:
    """Subject and body as messages; `%(name)s` is the recipient's name, the rest comes from the payload."""

    subject: str
    body: str


# topic -> its words; an unknown topic stops the delivery of that message with a clear failure
TOPICS: dict[str, MailText] = {
    "password_reset": MailText(
        N_("Set a new password"),
        N_(
            "Hello %(name)s,\n\nsomebody, probably you, asked for a new password. Open this link within %(minutes)s "
            "minutes to set one; it works once:\n\n%(link)s\n\nIf it was not you, do nothing: your password stays."
        ),
    ),
    "password_changed": MailText(
        N_("Your password was changed"),
        N_(
            "Hello %(name)s,\n\nyour password was changed and all other sign-ins were ended. If it was not you, ask "
            "for a new password at once and tell your administrator."
        ),
    ),
    "second_factor_enrolled": MailText(
        N_("The second factor is set up"),
        N_("Hello %(name)s,\n\nfrom now on signing in asks for a code. If it was not you, tell your administrator."),
    ),
    "second_factor_reset": MailText(
        N_("The second factor was reset"),
        N_(
            "Hello %(name)s,\n\nan administrator reset your second factor; the next sign-in asks you to set it up "
            "again. If you did not ask for it, tell your administrator."
        ),
    ),
    "ask_willingness": MailText(
        N_("%(campaign)s: may experts come to see you?"),
        N_(
            "To %(party)s,\n\nwe are preparing %(campaign)s. Before anything is planned we ask every enterprise and "
            "institution: would you like to take part, and on which days? Please answer by %(until)s through your "
            "personal link; it takes a minute, needs no account, and the answer can be changed until then:\n\n"
            "%(link)s\n\nThe link is meant for you: please do not pass it on to others."
        ),
    ),
    "ask_willingness_expert": MailText(
        N_("%(campaign)s: would you come to Tai'an?"),
        N_(
            "Dear %(party)s,\n\nenterprises in Tai'an have technical needs close to your field, and we are preparing "
            "%(campaign)s. Would you be willing to visit some of them, and on which days? Please answer by %(until)s "
            "through your personal link; it takes a minute, needs no account, and the answer can be changed until "
            "then. You may also recommend a colleague:\n\n%(link)s\n\nThe link is meant for you: please do not pass "
            "it on to others."
        ),
    ),
    "invite": MailText(
        N_("%(campaign)s: your appointments"),
        N_(
            "To %(party)s,\n\nthe plan of %(campaign)s has appointments for you on %(days)s. Please open your personal "
            "link, see who comes and when, and accept, decline or name another day by %(until)s:\n\n%(link)s\n\nThe "
            "link can be read until the last appointment is over. It is meant for you: please do not pass it on."
        ),
    ),
    "invite_expert": MailText(
        N_("%(campaign)s: an invitation to Tai'an"),
        N_(
            "Dear %(party)s,\n\nwe invite you to enterprises in Tai'an on %(days)s. Your personal link shows where you "
            "are expected, for which needs, who fetches you and who pays. Please accept, decline, name another day or "
            "recommend a colleague by %(until)s:\n\n%(link)s\n\nThe link can be read until the last visit is over. It "
            "is meant for you: please do not pass it on."
        ),
    ),
    "invite_pairing": MailText(
        N_("%(campaign)s: a proposed cooperation"),
        N_(
            "To %(party)s,\n\nfor %(campaign)s we propose a lasting cooperation between a university or institute and "
            "an enterprise or a whole chain of Tai'an. Your personal link shows with whom. Please accept, decline or "
            "name another school by %(until)s:\n\n%(link)s\n\nThe link can be read until the round is over. It is "
            "meant for you: please do not pass it on."
        ),
    ),
    "plan_changed": MailText(
        N_("%(campaign)s: your appointments have changed"),
        N_(
            "To %(party)s,\n\nsomething in the plan of %(campaign)s has changed for you. What holds now stands behind "
            "your personal link; please look at it and answer by %(until)s:\n\n%(link)s"
        ),
    ),
    "remind_answer": MailText(
        N_("%(campaign)s: we still wait for your answer"),
        N_(
            "To %(party)s,\n\na short reminder: we would be glad to have your answer about %(campaign)s by %(until)s. "
            "It takes a minute through your personal link:\n\n%(link)s\n\nIf you have answered already, nothing more "
            "needs to be done."
        ),
    ),
    "plan_changed_pairing": MailText(
        N_("%(campaign)s: the proposed cooperation has changed"),
        N_(
            "To %(party)s,\n\nsomething in the cooperation that we propose to you for %(campaign)s has changed: the "
            "partner, or the school. What holds now stands behind your personal link; please look at it and accept, "
            "decline or name another school by %(until)s:\n\n%(link)s"
        ),
    ),
    "remind_answer_pairing": MailText(
        N_("%(campaign)s: we still wait for your word on the proposed cooperation"),
        N_(
            "To %(party)s,\n\na short reminder: we would be glad to know by %(until)s whether the cooperation suits "
            "you that we propose for %(campaign)s. You may also name another school. It takes a minute through your "
            "personal link:\n\n%(link)s\n\nIf you have answered already, nothing more needs to be done."
        ),
    ),
    "ask_rating": MailText(
        N_("%(campaign)s: how was the visit?"),
        N_(
            "To %(party)s,\n\nthank you for taking part in %(campaign)s. Please tell us in a minute how the visit was "
            "and what should come of it; your word is read by the organizers only:\n\n%(link)s"
        ),
    ),
}


def mail_words(topic: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail; KeyError with the known topics for an unknown one."""
    if topic not in TOPICS:
        raise KeyError(f"no mail topic {topic!r}; known: {', '.join(sorted(TOPICS))}")
    locale = payload.get("locale") or DEFAULT_LOCALE
    params = {"name": payload.get("name", ""), **payload.get("params", {}), **payload.get("secret", {})}
    text = TOPICS[topic]
    return render(text.subject, params, locale=locale), render(text.body, params, locale=locale)
