"""What decisions did to the other candidates, in words: 因为您否决了……; and the list as it stands after a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from matchmaker.models import Suggestion
from matchmaker.models.codes import SuggestionState, Verdict
from matchmaker.services.learning.judgement import standing_decision
from matchmaker.services.suggestion_moves import Moves
from matchmaker.services.suggestion_text import candidate_name
from matchmaker.services.work import Work
from web.formats import listed
from web.labels import label

# As many names are told; of more only how many.
_NAMES = 3


def moved_of(work: Work, row: Suggestion, rows: Mapping[str, Suggestion]) -> dict[str, Any] | None:
    """Which decisions moved this candidate: {up, text}; None where none did. `rows`: the need's suggestions by ref."""
    if row.state is not SuggestionState.SUGGESTED:
        return None
    movers = [mover for mover in row.evidence.get("moved_by", ()) if mover["suggestion"] in rows]
    if not movers:
        return None
    texts = [because(work, rows[mover["suggestion"]]) for mover in movers]
    up = movers[0]["odds"] > 0
    effect = gettext("moved up") if up else gettext("moved down")
    return {"up": up, "text": gettext("%(because)s: %(effect)s", because=listed(texts, long=True), effect=effect)}


def because(work: Work, row: Suggestion) -> str:
    """Who decided what on whom, and why."""
    decision = standing_decision(row)
    name = candidate_name(row)
    own = decision is not None and decision.user_id is not None and decision.user_id == work.actor.user_id
    if decision is None or decision.verdict is not Verdict.REJECT:
        accepted = gettext("Because you accepted “%(name)s”", name=name)
        return accepted if own else gettext("Because “%(name)s” was accepted", name=name)
    reason = label(decision.reason_code, "rejection_reasons")
    if own:
        return gettext("Because you rejected “%(name)s” (%(reason)s)", name=name, reason=reason)
    return gettext("Because “%(name)s” was rejected (%(reason)s)", name=name, reason=reason)


def told(work: Work, verdict: Verdict, decided: Suggestion, moves: Moves | None) -> dict[str, Any] | None:
    """What the list says above itself after a decision; None where nobody moved.

    `moves` is None where a job compares again in a moment.
    """
    if moves is None:
        return {"text": gettext("The other candidates are compared again in a moment."), "lines": []}
    if not moves.any:
        return None
    name = candidate_name(decided)
    back = gettext("Because the decision on “%(name)s” was taken back", name=name)
    lines = (
        (gettext("moved up"), moves.up),
        (gettext("moved down"), moves.down),
        (gettext("newly listed"), moves.new),
        (gettext("no longer listed"), moves.gone),
    )
    return {
        "text": back if verdict is Verdict.UNDO else because(work, decided),
        "lines": [(effect, _names(names)) for effect, names in lines if names],
    }


def _names(names: Sequence[str]) -> str:
    if len(names) <= _NAMES:
        return listed(names)
    return gettext("%(names)s and %(num)s more", names=listed(names[:_NAMES]), num=len(names) - _NAMES)
