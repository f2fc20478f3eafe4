"""The words of the service's mails: subject and text by topic, in the language of the recipient."""

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
}


def mail_words(topic: str, payload: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail; KeyError with the known topics for an unknown one."""
    if topic not in TOPICS:
        raise KeyError(f"no mail topic {topic!r}; known: {', '.join(sorted(TOPICS))}")
    locale = payload.get("locale") or DEFAULT_LOCALE
    params = {"name": payload.get("name", ""), **payload.get("params", {}), **payload.get("secret", {})}
    text = TOPICS[topic]
    return render(text.subject, locale=locale), render(text.body, params, locale=locale)
