"""The demo after its organizers accepted whatever was suggested, and more: a round with much to choose from."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.models import Expert, Suggestion
from matchmaker.models.codes import SuggestionState

MORE = 3


def accept_everything(session: Session) -> None:
    """What was suggested, and three times as many again: with little to choose from nobody would see a search."""
    open_ones = select(Suggestion).where(
        Suggestion.expert_id.isnot(None), Suggestion.state == SuggestionState.SUGGESTED
    )
    rows = list(session.scalars(open_ones.order_by(Suggestion.id)))
    experts = session.scalars(select(Expert.id).order_by(Expert.id)).all()
    known = {tuple(pair) for pair in session.execute(select(Suggestion.need_id, Suggestion.expert_id))}
    for row in rows:
        others = (experts[(row.id * 17 + 29 * turn) % len(experts)] for turn in range(1, MORE + 1))
        for expert_id in others:
            if (row.need_id, expert_id) not in known:
                known.add((row.need_id, expert_id))
                session.add(Suggestion(
                    ref=f"T{len(known):09}", run_id=row.run_id, need_id=row.need_id, expert_id=expert_id, rank=9,
                    grade=row.grade, score=0.2 + (len(known) * 53 % 97) / 160, state=SuggestionState.ACCEPTED,
                    created_at=row.created_at, updated_at=row.updated_at,
                ))  # fmt: skip
        row.state, row.score = SuggestionState.ACCEPTED, 0.3 + (row.id * 37 % 101) / 200
