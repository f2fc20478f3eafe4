"""What a plan falls short of, as a JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from matchmaker.planning.values.plans import Shortfall


def shortfall_documents(shortfalls: Iterable[Shortfall]) -> list[dict[str, Any]]:
    """{code, about, amount, cost} of each."""
    return [{"code": one.code, "about": dict(one.about), "amount": one.amount, "cost": one.cost} for one in shortfalls]
