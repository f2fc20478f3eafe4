"""Every error the service raises on purpose: a code, parameters, and a message that says what to do next.

Nothing here knows HTTP; `web/errors.py` maps each class to a status in one table.
"""

from __future__ import annotations

from typing import Any, ClassVar

from matchmaker.locale import N_


class MatchmakerError(Exception):
    """Base of all typed errors.

    `code` is stable and machine readable; `message` is the English source text with `%(name)s` placeholders
    that `matchmaker.locale` translates; `params` fills the placeholders.
    """

    code: ClassVar[str] = "error"
    message: ClassVar[str] = N_("Something went wrong.")

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.message % params if params else self.message)


class InvalidInput(MatchmakerError):
    """A field holds something that cannot be taken; names the field and the mend."""

    code = "invalid_input"
    message = N_("%(field)s: %(problem)s")


class NotFound(MatchmakerError):
    """No such record for this caller: missing and forbidden look the same."""

    code = "not_found"
    message = N_("There is no %(kind)s %(ref)s.")


class Forbidden(MatchmakerError):
    """The caller's role does not allow this act at all."""

    code = "forbidden"
    message = N_("Your role does not allow this: %(action)s. Ask an administrator if you need it.")


class Conflicting(MatchmakerError):
    """Somebody else was faster, or the record is in a state that does not allow the act."""

    code = "conflict"
    message = N_("%(what)s has changed in the meantime. Load it again and repeat your step.")


class WrongState(Conflicting):
    """The record's state does not allow the act."""

    code = "wrong_state"
    message = N_("This cannot be done while the %(kind)s is in the state %(state)s.")


class SignInRefused(MatchmakerError):
    """User name, password or code is wrong; says no more than that."""

    code = "sign_in_refused"
    message = N_("The user name, password or code is not right.")


class TooMany(MatchmakerError):
    """A limit was reached; `seconds` is how long to wait."""

    code = "too_many"
    message = N_("Too many attempts. Please wait %(seconds)s seconds and try again.")


class SchemaOutdated(MatchmakerError):
    """The database does not have this program's schema."""

    code = "schema_outdated"
    message = N_("The database is at %(found)s, this program needs %(needed)s. Run: matchmaker db upgrade")


class SearchUnavailable(MatchmakerError):
    """Meaning search cannot work: the model is missing or damaged."""

    code = "search_unavailable"
    message = N_("Search by meaning is not available: %(reason)s")


class DuplicateNeed(MatchmakerError):
    """The same need is there already."""

    code = "duplicate_need"
    message = N_("The same need is there already: %(ref)s.")


class ImportRefused(MatchmakerError):
    """Nothing of a file was taken because some rows are not right and all or nothing was asked."""

    code = "import_refused"
    message = N_("Nothing was imported: %(count)s rows are not right. Correct them, or import the good rows only.")


class AuditBroken(MatchmakerError):
    """The audit chain does not verify."""

    code = "audit_broken"
    message = N_("The audit log does not verify at event %(number)s: %(problem)s.")


class SignInExpired(MatchmakerError):
    """The session has ended, or is not at the step that was asked for."""

    code = "sign_in_expired"
    message = N_("Your sign-in has expired. Please sign in again.")


class LinkExpired(MatchmakerError):
    """A link of a mail is unknown, was used already, or is too old: all look the same."""

    code = "link_expired"
    message = N_("This link has expired or was used already. Please ask for a new one.")


class TokenRefused(MatchmakerError):
    """An API token is unknown, revoked or expired, or its client is switched off: all look the same."""

    code = "token_refused"
    message = N_("This token is not valid. Ask an administrator for a new one.")


class WeakSecret(MatchmakerError):
    """The secret that signs cookies is missing or too short."""

    code = "weak_secret"
    message = N_("MATCHMAKER_SECRET_KEY is missing or too short. Set it to the output of: openssl rand -hex 32")


class SealBroken(MatchmakerError):
    """A sealed value cannot be opened: the secret was changed, or somebody touched the value."""

    code = "seal_broken"
    message = N_(
        "A stored secret cannot be read with the present MATCHMAKER_SECRET_KEY. Set MATCHMAKER_SECRET_KEY_OLD to the "
        "earlier one and run: matchmaker user reseal"
    )


class MailRefused(MatchmakerError):
    """The mail server does not know the recipient: sending again would not help."""

    code = "mail_refused"
    message = N_("The mail server refused the address %(recipient)s. Correct it in the account.")
