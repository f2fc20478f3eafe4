"""Explanations as documents: what is not a number of JSON is null."""

from __future__ import annotations

import json

from matchmaker.planning.forms.explanations import explanation_document
from matchmaker.planning.values.explanations import Explanation, Reason


def test_an_impossible_wish_has_neither_price_nor_plan() -> None:
    reason = Reason("forbidden", {"expert": 1, "enterprise": 2})
    told = Explanation(forced=True, price=None, at_least=float("inf"), parts={}, reasons=(reason,), instead=None)
    document = explanation_document(told)
    assert document == {
        "forced": True,
        "price": None,
        "at_least": None,
        "parts": {},
        "reasons": [{"code": "forbidden", "params": {"expert": 1, "enterprise": 2}}],
        "instead": None,
    }
    assert json.loads(json.dumps(document, allow_nan=False)) == document
