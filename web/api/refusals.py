"""What only the API refuses: bodies, credentials, preconditions and keys that are not right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_
from matchmaker.services.overtaking import Busy


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a request. `field` is a path (`organization.ref`, `keywords.2`)."""

    field: str
    code: str
    message: str
    params: dict[str, Any] = field(default_factory=dict)


class InvalidRequest(MatchmakerError):
    """Fields of the body or the query cannot be taken; `problems` names each of them."""

    code = "invalid_input"
    message = N_("%(field)s: %(problem)s")

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(field=problems[0].field, problem=problems[0].message, **problems[0].params)


class MalformedBody(MatchmakerError):
    """The body is no JSON in UTF-8."""

    code = "malformed_json"
    message = N_("The body is no JSON text in UTF-8: %(reason)s.")


class UnsupportedType(MatchmakerError):
    """The body is of another type than JSON."""

    code = "unsupported_media_type"
    message = N_("Send the body as application/json in UTF-8.")


class MissingToken(MatchmakerError):
    """No bearer token came with the request."""

    code = "unauthenticated"
    message = N_("This address needs a token: send it as “Authorization: Bearer mm_…”.")


class MissingScope(MatchmakerError):
    """The token does not allow the act; `scope` is what it lacks."""

    code = "missing_scope"
    message = N_("The token lacks the scope %(scope)s. Ask an administrator for a token that has it.")


class PreconditionFailed(MatchmakerError):
    """The record is no longer the version that If-Match names."""

    code = "precondition_failed"
    message = N_("The record has changed since you read it. Read it again and repeat your step with the new ETag.")


class PreconditionRequired(MatchmakerError):
    """The act needs If-Match with an ETag."""

    code = "precondition_required"
    message = N_("Send the ETag of the record that you saw as If-Match, so that two who decide do not miss each other.")


class KeyReused(MatchmakerError):
    """An idempotency key came again with another request."""

    code = "idempotency_key_reused"
    message = N_("This Idempotency-Key was sent with another request before. Take a new key for a new request.")


class KeyInFlight(MatchmakerError):
    """The first request with this idempotency key is still at work; `seconds` is when to ask again at the latest."""

    code = "idempotency_key_in_flight"
    message = N_("The first request with this Idempotency-Key is still at work. Ask again in %(seconds)s seconds.")


class FixedField(MatchmakerError):
    """A body gives a record another owner or kind than the one it has for good; `field` names it."""

    code = "fixed_field"
    message = N_("%(field)s: This record stays where it belongs. Leave the field as it was, or store a new record.")


class NoModel(MatchmakerError):
    """Nothing can be graded while the language model is missing or damaged; where it should be is told to nobody."""

    code = "search_unavailable"
    message = N_("Grading is not possible while the language model is missing. Search by words still answers.")


class BadRequest(MatchmakerError):
    """What the web server cannot read as a request at all."""

    code = "bad_request"
    message = N_("This request could not be understood. Compare it with the description of the API.")


class NothingHere(MatchmakerError):
    """No operation has this address."""

    code = "unknown_address"
    message = N_("There is nothing at this address. The description of the API lists what there is.")


class WrongMethod(MatchmakerError):
    """The address is known, the method is not."""

    code = "method_not_allowed"
    message = N_("This address does not take that method. The header Allow names those it takes.")


class TooLarge(MatchmakerError):
    """The body is larger than any that is taken."""

    code = "too_large"
    message = N_("The body is too large. Send fewer or shorter texts at once.")


class InternalFault(MatchmakerError):
    """A fault of ours."""

    code = "internal_error"
    message = N_("Something went wrong on our side. Tell us the request id if it happens again.")


# What the web server refuses by itself, by its status; others count as 400 or 500.
REFUSAL_OF_STATUS: dict[int, type[MatchmakerError]] = {
    400: BadRequest,
    404: NothingHere,
    405: WrongMethod,
    413: TooLarge,
    415: UnsupportedType,
    500: InternalFault,
}

# Statuses of what `web.errors.STATUS_OF` does not know.
STATUS_OF_REFUSAL: dict[type[MatchmakerError], int] = {
    InvalidRequest: 422,
    MalformedBody: 400,
    UnsupportedType: 415,
    MissingToken: 401,
    MissingScope: 403,
    PreconditionFailed: 412,
    PreconditionRequired: 428,
    KeyReused: 422,
    KeyInFlight: 409,
    FixedField: 409,
    NoModel: 503,
    BadRequest: 400,
    NothingHere: 404,
    WrongMethod: 405,
    TooLarge: 413,
    InternalFault: 500,
    Busy: 503,
}
