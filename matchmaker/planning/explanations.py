"""Every code that explains a plan, with its English source text: limits of all rules, and reasons for and against."""

from __future__ import annotations

from matchmaker.planning.rules import ALL_RULES
from matchmaker.planning.visits.reasons import REASONS

EXPLANATIONS: dict[str, str] = {
    **{code: text for rule in ALL_RULES.values() for code, text in rule.explanations.items()},
    **REASONS,
}
