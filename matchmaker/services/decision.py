"""Decisions on suggestions: accept, reject with a reason, hold, undo. Nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.errors import Conflicting, Forbidden, InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Conflict, Decision, Suggestion
from matchmaker.models.codes import MATCHED_STATES, NeedState, Role, SuggestionState, Verdict
from matchmaker.services.audit import audit
from matchmaker.services.need import move_need
from matchmaker.services.scope import require_role
from matchmaker.services.suggest_jobs import ask_for_suggestions
from matchmaker.services.work import Work

DECIDERS = (Role.COUNTY, Role.CITY, Role.ADMINISTRATOR)
RESULTING_STATE = {
    Verdict.ACCEPT: SuggestionState.ACCEPTED,
    Verdict.REJECT: SuggestionState.REJECTED,
    Verdict.HOLD: SuggestionState.HELD,
}
REASON_WITH_TEXT = "other"


@dataclass(frozen=True)
class NewDecision:
    """What an organizer says; `expected_version` is the suggestion's version that was on the screen."""

    verdict: Verdict
    reason_code: str | None = None
    note: str | None = None
    expected_version: int | None = None


def decide_suggestion(*, work: Work, suggestion: Suggestion, new: NewDecision) -> Decision:
    """Store a decision. Rejecting needs a reason from the list; undo takes the last decision back.

    Of two organizers who decide one suggestion, the second gets Conflicting (S12).
    """
    require_role(work, "suggestion.decide", *DECIDERS, scope="decisions:write")
    if new.expected_version is not None and new.expected_version != suggestion.version:
        raise Conflicting(what="suggestion")
    _require_no_own_interest(work, suggestion)
    reason = _checked_reason(work, new)
    state = _undone_state(suggestion) if new.verdict is Verdict.UNDO else RESULTING_STATE[new.verdict]
    now = work.now()
    decision = Decision(
        ref=work.new_ref(),
        verdict=new.verdict,
        reason_code=reason,
        note=(new.note or "").strip() or None,
        user_id=work.actor.user_id,
        client_id=work.actor.client_id,
        grade=suggestion.grade,
        score=suggestion.score,
        previous_state=suggestion.state,
        created_at=now,
        updated_at=now,
    )
    before = {"state": suggestion.state}
    suggestion.decisions.append(decision)
    suggestion.state, suggestion.updated_at = state, now
    decided = state is not SuggestionState.SUGGESTED
    suggestion.decided_at = now if decided else None
    suggestion.decided_by_id = work.actor.user_id if decided else None
    after = {"state": state, "reason": reason}
    audit(work=work, action=f"suggestion.{new.verdict.value}", subject=suggestion, before=before, after=after,
          why=new.note or "")  # fmt: skip
    _move_need_along(work, suggestion)
    if suggestion.need is not None and suggestion.need.state in MATCHED_STATES:
        ask_for_suggestions(work=work, need=suggestion.need)  # what was decided moves the need's other candidates
    return decision


def decisions_of_need(*, work: Work, need_id: int) -> list[Decision]:
    """All decisions on a need's suggestions, oldest first (for `known` in matching)."""
    query = select(Decision).join(Suggestion).where(Suggestion.need_id == need_id).order_by(Decision.id)
    return list(work.session.scalars(query))


def _checked_reason(work: Work, new: NewDecision) -> str | None:
    if new.verdict is not Verdict.REJECT:
        return None
    if not new.reason_code:
        raise InvalidInput(field="reason_code", problem=N_("Choose why this is not a match."))
    reason = work.schemes("rejection_reasons").get(new.reason_code).code
    if reason == REASON_WITH_TEXT and not (new.note or "").strip():
        raise InvalidInput(field="note", problem=N_("Write the reason in a few words."))
    return reason


def _undone_state(suggestion: Suggestion) -> SuggestionState:
    """The state before the last decision that was not undone yet."""
    undone = 0
    for decision in reversed(suggestion.decisions):
        if decision.verdict is Verdict.UNDO:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return decision.previous_state
    raise InvalidInput(field="verdict", problem=N_("There is no decision to take back."))


def _require_no_own_interest(work: Work, suggestion: Suggestion) -> None:
    """A reviewer with a declared relation to a side does not decide on it (S5)."""
    own = work.actor.organization_id
    if own is None:
        return
    expert = suggestion.expert
    involved = {
        suggestion.need.organization_id if suggestion.need else suggestion.enterprise_id,
        expert.institution_id if expert else suggestion.institution_id,
    }
    related = (
        expert is not None
        and work.session.scalars(
            select(Conflict.id).where(Conflict.expert_id == expert.id, Conflict.organization_id == own)
        ).first()
    )
    if own in involved or related:
        raise Forbidden(action="suggestion.decide: conflict of interest")


def _move_need_along(work: Work, suggestion: Suggestion) -> None:
    """The first decision on a need moves it to 专家匹配中."""
    need = suggestion.need
    if need is not None and need.state in (NeedState.VERIFIED, NeedState.PUBLISHED):
        move_need(work=work, need=need, to=NeedState.MATCHING, action="need.matching")
