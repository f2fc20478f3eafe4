"""Local re-plans as JSON documents."""

from __future__ import annotations

from typing import Any

from matchmaker.planning.forms.visits import visit_plan_document
from matchmaker.planning.values.changes import Proposals, Replan
from matchmaker.planning.values.visits import PublishedVisit


def proposals_document(proposals: Proposals, *, seconds: float) -> dict[str, Any]:
    """The best re-plan in the form of a plan, with what moves and what that costs, and the alternatives if any.

    `moved` counts the published visits that are gone though they could have stayed.
    """
    document = {**replan_document(proposals.best), "seconds": seconds}
    if proposals.others:
        document["alternatives"] = [replan_document(other) for other in proposals.others]
    return document


def replan_document(replan: Replan) -> dict[str, Any]:
    return {
        **visit_plan_document(replan.plan),
        "moved": len(replan.moved),
        "moved_visits": [_visit(visit) for visit in replan.moved],
        "lost_visits": [_visit(visit) for visit in replan.lost],
        "added_visits": [_visit(visit) for visit in replan.added],
        "cost": replan.cost,
        "worth": replan.worth,
    }


def _visit(visit: PublishedVisit) -> dict[str, int]:
    return {"expert": visit.expert, "enterprise": visit.enterprise, "date": visit.date}
