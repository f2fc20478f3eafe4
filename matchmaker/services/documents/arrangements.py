"""Arrangements: pick-up, escort, board and lodging, who pays, whom to call; of a plan, or of one visit or trip."""

from __future__ import annotations

from collections.abc import Mapping

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Plan, Trip, Visit
from matchmaker.services.audit import audit, differences
from matchmaker.services.invitations.engagements import Engagement
from matchmaker.services.planning.access import campaign_of, require_planner
from matchmaker.services.work import Work

# what can be said, in the order in which a sheet says it
ARRANGEMENTS: dict[str, str] = {
    "pickup": N_("Pick-up"),
    "escort": N_("Who comes along"),
    "board": N_("Board and lodging"),
    "costs": N_("Who pays"),
    "contact": N_("Whom to call"),
    "note": N_("Note"),
}
LONGEST = 500


def set_arrangements(*, work: Work, plan: Plan, values: Mapping[str, str], of: Visit | Trip | None = None) -> None:
    """Say what holds for the plan, or for one of its visits or trips. An empty text takes a saying back."""
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.arrange")
    unknown = sorted(set(values) - set(ARRANGEMENTS))
    if unknown:
        problem = N_("There is no such arrangement; known are: %(known)s.")
        raise InvalidInput(field=unknown[0], problem=problem, known=", ".join(ARRANGEMENTS))
    for name, text in values.items():
        if len(text) > LONGEST:
            problem = N_("The text is too long: use at most %(most)s characters.")
            raise InvalidInput(field=name, problem=problem, most=LONGEST)
    row = plan if of is None else of
    merged = {**row.arrangements, **{name: text.strip() for name, text in values.items()}}
    kept = {name: value for name, value in merged.items() if value != ""}
    before, after = differences(row, {"arrangements": kept})
    if not after:
        return
    row.arrangements, row.updated_at = kept, work.now()
    audit(work=work, action="plan.arrange", subject=row, before=before, after=after)


def arrangements_for(plan: Plan, engagement: Engagement) -> dict[str, str]:
    """Name -> text of what holds for one thing in a plan, its own words over those of the plan."""
    own = getattr(engagement.row, "arrangements", None) or {}
    said = {**plan.arrangements, **own}
    return {name: str(said[name]) for name in ARRANGEMENTS if said.get(name)}
