"""Decides on suggestions that came after the story was told: the demo was loaded without running jobs meanwhile."""

from __future__ import annotations

from sqlalchemy import exists, select

from matchmaker.bootstrap import Application
from matchmaker.demo.act import PREFIX
from matchmaker.demo.data import demo_data
from matchmaker.demo.decisions import decide_need
from matchmaker.demo.marks import performed_acts
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.models import Decision, Need, Suggestion
from matchmaker.models.codes import NeedState


def decide_demo(application: Application) -> int:
    """Accept, hold and reject suggestions of needs that are matched or in contact, as the data say; how many.

    Needs with a decision, and needs that were decided on by an earlier call, are left alone.
    """
    data, decided = demo_data(), 0
    performed = performed_acts(application.database)
    for key in _undecided(application):
        name = f"{PREFIX}late:{key}"
        if name in performed:
            continue
        with application.database.write() as session:
            scene = Scene(name, application.clock(), session, data, application.settings, known={})
            decided += decide_need(scene, data.by_key[key])
    return decided


def _undecided(application: Application) -> list[str]:
    """Keys of the demo's needs that somebody should have decided on: they have suggestions and no decision."""
    suggestions = select(Suggestion.id).where(Suggestion.need_id == Need.id)
    decisions = select(Decision.id).join(Suggestion).where(Suggestion.need_id == Need.id)
    query = (
        select(Need.external_id)
        .where(Need.source == SOURCE, Need.state.in_((NeedState.MATCHING, NeedState.IN_CONTACT)))
        .where(exists(suggestions.correlate(Need)), ~exists(decisions.correlate(Need)))
        .order_by(Need.id)
    )
    with application.database.read() as session:
        return [key for key in session.scalars(query) if key is not None]
