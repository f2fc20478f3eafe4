"""Why nobody fits a need, and what would help, in words."""

from __future__ import annotations

from flask_babel import gettext

from matchmaker.locale.render import render
from matchmaker.models import Need
from matchmaker.models.codes import Grade
from matchmaker.services.suggestion_board import assessment_of
from matchmaker.services.suggestion_text import HINTS, REASONS
from matchmaker.services.work import Work
from web.form_errors import locale
from web.formats import listed

NOBODY = (Grade.NONE, Grade.WEAK)


def no_match_of(work: Work, need: Need) -> dict[str, list[str]] | None:
    """Reasons and hints of the last run; None if somebody fits or nobody looked yet."""
    found = assessment_of(work=work, need=need)
    if found is None or found.grade not in NOBODY:
        return None
    reasons = [render(REASONS[reason["code"]], locale=locale()) for reason in found.reasons]
    terms = [term for reason in found.reasons for term in reason.get("terms", ())]
    if terms:
        reasons.append(gettext("Nobody names %(terms)s.", terms=listed(terms)))
    return {"reasons": reasons, "hints": [render(HINTS[hint["code"]], locale=locale()) for hint in found.hints]}
