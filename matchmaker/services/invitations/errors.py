"""What can be wrong with a personal link, or with an answer through one."""

from __future__ import annotations

from matchmaker.errors import Conflicting, LinkExpired
from matchmaker.locale import N_


class LinkUnknown(LinkExpired):
    """No such link: mistyped, cut off, or of a record that is gone."""

    code = "link_unknown"
    message = N_(
        "There is no such personal link. Check that the address was copied whole, or ask whoever sent it for a new one."
    )


class LinkRevoked(LinkExpired):
    """The organizers took the link back."""

    code = "link_revoked"
    message = N_(
        "The organizers took this personal link back. If you have a newer one, use that, or telephone whoever sent it."
    )


class LinkOver(LinkExpired):
    """What the link was for is over."""

    code = "link_over"
    message = N_(
        "What this personal link was for is over. If you still want to say something, telephone the organizers."
    )


class AnswersClosed(Conflicting):
    """The link can still be read, but the time for answers has passed. `until`: when that was, as a day."""

    code = "answers_closed"
    message = N_("Answers were taken until %(until)s. Please telephone the organizers: they can still record yours.")
