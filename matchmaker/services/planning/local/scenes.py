"""The scene of each kind of plan that is re-planned as a whole; visits have their own way (`replan_options`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matchmaker.models import Plan
from matchmaker.services.planning.local.meetings import meeting_scene
from matchmaker.services.planning.local.pairs import pair_scene
from matchmaker.services.planning.local.scene import Scene
from matchmaker.services.planning.local.trips import trip_scene
from matchmaker.services.work import Work

SCENES: dict[str, Callable[..., Any]] = {"trips": trip_scene, "meetings": meeting_scene, "pairs": pair_scene}


def scene_of(*, work: Work, plan: Plan) -> Scene:
    """The plan as it stands, for its kind."""
    scene: Scene = SCENES[plan.kind](work=work, plan=plan)
    return scene
