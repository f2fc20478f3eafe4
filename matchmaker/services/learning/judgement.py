"""How related a need and a candidate are by what an organizer decided: the levels that relevance is trained with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from matchmaker.models import Decision, Suggestion
from matchmaker.models.codes import SuggestionState, Verdict

ACCEPTED = 4.0
# Reason of a rejection -> level (1 not related, 2 weakly related). Reasons that say nothing of the subject (no time, in
# contact already, a text nobody understands) and reasons an operator added are no judgement.
REJECTED: Mapping[str, float] = MappingProxyType(
    {"field_mismatch": 1.0, "too_early": 2.0, "benefit_unclear": 2.0, "route_unclear": 2.0}
)


def standing_decision(suggestion: Suggestion) -> Decision | None:
    """The decision that holds: the last one that was not taken back; None while the suggestion is open."""
    undone = 0
    for decision in reversed(suggestion.decisions):
        if decision.verdict is Verdict.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return decision
    return None


def judged_level(suggestion: Suggestion) -> float | None:
    """1 to 4, or None where no judgement of the relation stands (open, held, rejected for another reason)."""
    if suggestion.state is SuggestionState.ACCEPTED:
        return ACCEPTED
    if suggestion.state is not SuggestionState.REJECTED:
        return None
    decision = standing_decision(suggestion)
    return REJECTED.get(decision.reason_code or "") if decision is not None else None
