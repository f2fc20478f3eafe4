"""From planning near a plan with one thing forced or forbidden to what that costs."""

from __future__ import annotations

from collections.abc import Callable

from matchmaker.planning.errors import LocksExcludeEachOther
from matchmaker.planning.values.explanations import Adjustment, Near, Reason


def adjusted(
    *, forced: bool, value: float, reasons: tuple[Reason, ...], replan: Callable[[], Near]
) -> Adjustment[Near]:
    """The adjustment of a plan worth `value`; impossible if the locks exclude it."""
    try:
        near = replan()
    except LocksExcludeEachOther:
        return Adjustment(forced=forced, price=None, at_least=float("inf"), reasons=reasons, instead=None)
    return Adjustment(
        forced=forced,
        price=value - near.plan.value,
        at_least=value - near.plan.bound,
        reasons=reasons,
        instead=near,
    )
