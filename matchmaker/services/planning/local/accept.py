"""Let a published plan of trips, pairings or a meeting follow an option: rows, checker, figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matchmaker.errors import Conflicting
from matchmaker.models import Plan
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.local.scene import Scene, Variant
from matchmaker.services.planning.local.scenes import scene_of
from matchmaker.services.planning.local.standing import figures_of
from matchmaker.services.planning.replan_cause import FoundCause
from matchmaker.services.planning.statements import violations_told
from matchmaker.services.planning.stored import proven
from matchmaker.services.work import Work


def accept_near(*, work: Work, plan: Plan, cause: FoundCause, option: dict[str, Any]) -> None:
    """The rows of the plan as the option has them; from now on the plan stands for what the cause left of its problem.

    Conflicting if the option is none of this cause, PlanRefused if the checker does not pass the whole.
    """
    scene = scene_of(work=work, plan=plan)
    cause = replace(cause, stand_in=option.get("colleague"))
    problem = _variant(work, scene, cause, option).problem
    follow_option(work=work, plan=plan, scene=scene, problem=problem, option=option, why=cause.why)


def follow_option(*, work: Work, plan: Plan, scene: Scene, problem: Any, option: dict[str, Any], why: str) -> None:
    """The same for a problem that is known."""
    scene.apply(work, plan, option, why)
    plan.problem = {**plan.problem, "problem": scene.document(plan, problem)}
    work.session.flush()
    value, violations, figures = figures_of(plan)
    if violations:
        raise PlanRefused(violations=violations_told(scene.index, violations))
    plan.value = value
    plan.bound = None if option["bound"] is None else proven(option["bound"], value)
    changes = int(plan.report.get("changes", 0)) + 1
    plan.report = {**plan.report, **figures, "changes": changes}
    plan.updated_at = work.now()
    work.session.flush()


def _variant(work: Work, scene: Scene, cause: FoundCause, option: dict[str, Any]) -> Variant:
    found = [one for one in scene.variants(work, cause)
             if one.code == option["code"] and (one.day.isoformat() if one.day else None) == option["day"]
             and one.last_resort == option.get("last_resort", False)]  # fmt: skip
    if not found:
        raise Conflicting(what="plan")
    return found[0]
