"""Every code that explains a plan, with its English source text: limits of all rules, reasons, prices and moves.

What the checker finds has its own texts in `planning.violations`.
"""

from __future__ import annotations

from matchmaker.planning.meetings.explain import MEETING_REASONS
from matchmaker.planning.rules import ALL_RULES
from matchmaker.planning.trips.explain import TRIP_REASONS
from matchmaker.planning.visits.reasons import REASONS
from matchmaker.planning.visits.telling import TOLD

EXPLANATIONS: dict[str, str] = {
    **{code: text for rule in ALL_RULES.values() for code, text in rule.explanations.items()},
    **REASONS,
    **TOLD,
    **MEETING_REASONS,
    **TRIP_REASONS,
}
