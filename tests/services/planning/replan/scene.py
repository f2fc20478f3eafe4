"""The first visit of a plan, and its refusal."""

from __future__ import annotations

from matchmaker.models import (
    Plan,
    Visit,
)
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work


def first_visit(work: Work, plan: Plan) -> Visit:
    return visit_rows(work, plan)[0]


def declined(work: Work, plan: Plan) -> Cause:
    return Cause("declined", visit=first_visit(work, plan), by="enterprise", why="设备检修")
