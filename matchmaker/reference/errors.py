"""What can be wrong with reference data: unknown names, and files that do not hold what they must."""

from __future__ import annotations

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_


class UnknownScheme(MatchmakerError):
    """No scheme of that name. `params`: name, known (names joined by commas)."""

    code = "reference.unknown_scheme"
    message = N_("There is no reference list named “%(name)s”. Known lists: %(known)s.")


class UnknownCode(MatchmakerError):
    """A scheme does not hold that code. `params`: scheme, code_given, known (codes joined by commas)."""

    code = "reference.unknown_code"
    message = N_("The reference list “%(scheme)s” has no code “%(code_given)s”. Known codes: %(known)s.")


class BadReferenceFile(MatchmakerError):
    """A reference file cannot be used. `params`: file, reason (technical, in English)."""

    code = "reference.bad_file"
    message = N_("The reference file %(file)s cannot be used: %(reason)s. Correct the file and start again.")
