"""Must not: pairs that are ruled out. They are no columns of the program, so no rows are needed."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.planning.rules.rule import Rule

RULE = Rule(
    name="pair_forbidden",
    title=N_("forbidden pairs"),
    explanations={"pair_forbidden": N_("Row %(row)s must not pair with column %(column)s.")},
)
