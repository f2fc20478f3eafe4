"""Why a visit is in a plan or not, as a JSON document."""

from __future__ import annotations

import math
from typing import Any

from matchmaker.planning.forms.replans import replan_document
from matchmaker.planning.values.explanations import Explanation


def explanation_document(explanation: Explanation) -> dict[str, Any]:
    """{forced, price, at_least, parts, reasons: [{code, params}], instead}; null where there is none."""
    return {
        "forced": explanation.forced,
        "price": explanation.price,
        "at_least": explanation.at_least if math.isfinite(explanation.at_least) else None,
        "parts": dict(explanation.parts),
        "reasons": [{"code": one.code, "params": dict(one.params)} for one in explanation.reasons],
        "instead": None if explanation.instead is None else replan_document(explanation.instead),
    }
