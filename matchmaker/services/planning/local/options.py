"""The answers to a cause in trips, pairings or a meeting, best first, as documents of a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matchmaker.planning.errors import LoadsExcludeEachOther, LocksExcludeEachOther
from matchmaker.planning.watch import Watch
from matchmaker.services.planning.local.scene import COLLEAGUE, NEVER, Near, Scene, Variant
from matchmaker.services.planning.replan_cause import FoundCause
from matchmaker.services.planning.stored import proven
from matchmaker.services.work import Work

ALTERNATIVES = 2
MOST_OPTIONS = 4
Excluded = LocksExcludeEachOther | LoadsExcludeEachOther


def options_near(work: Work, scene: Scene, cause: FoundCause, watch: Watch) -> list[dict[str, Any]]:
    """Up to MOST_OPTIONS documents, the best first, one that adds nothing and the best with a colleague
    who was named among them.

    For each variant: the best plan near the published one, the best that do something else, the one in which nothing
    is added to what is left, and the one in which everything may move. Raises what excludes itself if there is none.
    """
    found: list[dict[str, Any]] = []
    seen: list[tuple[bool, frozenset[Any]]] = []
    refused: Excluded | None = None
    for variant in sorted(scene.variants(work, cause), key=lambda one: one.last_resort):
        if variant.last_resort and found:
            break
        try:
            nears = list(_answers(scene, variant, watch))
        except (LocksExcludeEachOther, LoadsExcludeEachOther) as error:
            refused = error
            continue
        bound = nears[0].bound if variant.wish == variant.problem else None
        for near in nears:
            if (variant.settled, near.items) not in seen and not scene.judge(variant.wish, near).violations:
                seen.append((variant.settled, near.items))
                found.append(option_near(scene, variant, near, bound))
    if not found and refused is not None:
        raise refused
    ranked = sorted(found, key=lambda one: -float(one["worth"]))
    kept = [
        next((one for one in ranked if one["code"] == COLLEAGUE), None),
        next((one for one in ranked if not one["add"]), None),
    ]
    asked = [one for one in kept if one is not None]
    free = [one for one in ranked if one not in asked][: max(0, MOST_OPTIONS - len(asked))]
    return [one for one in ranked if one in asked or one in free]


def option_near(scene: Scene, variant: Variant, near: Near, bound: float | None) -> dict[str, Any]:
    """{code, day, remove, add, needs, moved, price, cost, worth, value, bound}, as for visits.

    `remove` and `add`: items by keys of records, those removed with whether they are `lost` (made impossible).
    """
    value = scene.judge(variant.problem, near).value
    cost = scene.moved * len(near.moved)
    gone = [(item, True) for item in near.lost] + [(item, False) for item in near.moved]
    return {
        "code": variant.code,
        "day": variant.day.isoformat() if variant.day else None,
        "remove": [{**scene.told(near, item), "lost": lost} for item, lost in gone],
        "add": [scene.told(near, item) for item in near.added],
        "needs": {},
        "moved": len(near.moved),
        "price": scene.value - value,
        "cost": cost,
        "worth": value - cost,
        "value": value,
        "bound": None if bound is None else proven(bound, value),
        "last_resort": variant.last_resort,
        **variant.further,
    }


def _answers(scene: Scene, variant: Variant, watch: Watch) -> Iterator[Near]:
    wish = variant.wish
    near = scene.solve(wish, scene.moved, watch)
    yield near
    if variant.settled:
        return
    for _ in range(ALTERNATIVES):
        if not near.added:
            break
        wish = scene.without(wish, near.added)
        try:
            near = scene.solve(wish, scene.moved, watch)
        except (LocksExcludeEachOther, LoadsExcludeEachOther):
            break
        yield near
    for other, moved in ((scene.only_published(variant.wish), NEVER), (variant.wish, 0.0)):
        try:
            yield scene.solve(other, moved, watch)
        except (LocksExcludeEachOther, LoadsExcludeEachOther):
            continue
