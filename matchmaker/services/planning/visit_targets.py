"""What is still missing to the round's targets of experts and enterprises."""

from __future__ import annotations

from matchmaker.models import Campaign
from matchmaker.services.campaign_figures import COUNTS, campaign_facts
from matchmaker.services.work import SYSTEM, Work

COUNTED = ("experts", "enterprises_visited")


def remaining_targets(*, work: Work, campaign: Campaign) -> tuple[int, int]:
    """(experts, enterprises) that are missing to the targets after what has taken place; 0 without a target."""
    targets = {entry["code"]: entry["target"] for entry in campaign.targets}
    if not set(COUNTED) & set(targets):
        return 0, 0
    facts = campaign_facts(work=work.as_actor(SYSTEM), campaign=campaign)
    experts, enterprises = (max(0, int(targets.get(code, 0)) - int(COUNTS[code][0](facts))) for code in COUNTED)
    return experts, enterprises
