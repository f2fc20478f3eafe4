"""An explanation of a visit as sentences: the price, what it is made of, what moves, and the limits that bind."""

from __future__ import annotations

from collections.abc import Iterator

from matchmaker.locale import N_
from matchmaker.planning.values.explanations import Explanation, Reason
from matchmaker.planning.values.visits import PublishedVisit

# below this a price is none
NOTHING = 5e-3

TOLD: dict[str, str] = {
    "price.impossible": N_("No plan can have this visit as things stand."),
    "price.needed": N_("No plan can do without this visit as things stand."),
    "price.force": N_("With this visit the plan is worth %(price).2f less."),
    "price.force_free": N_("This visit would cost nothing: the plan would be worth as much."),
    "price.force_gain": N_("With this visit the plan would be worth %(gain).2f more."),
    "price.forbid": N_("Without this visit the plan is worth %(price).2f less."),
    "price.forbid_free": N_("Without this visit the plan would be worth as much."),
    "price.forbid_gain": N_("Without this visit the plan would be worth %(gain).2f more."),
    "price.at_least": N_("No other plan that follows the wish loses less than %(at_least).2f."),
    "part.experts_per_need": N_("Fit of experts and needs: %(change)+.2f."),
    "part.travel": N_("Kilometres and days of travel: %(change)+.2f."),
    "part.coverage": N_("Needs that nobody serves: %(change)+.2f."),
    "part.district_quota": N_("Minimum of the districts: %(change)+.2f."),
    "part.chain_quota": N_("Minimum of the chains: %(change)+.2f."),
    "part.invited": N_("Invited experts without a visit: %(change)+.2f."),
    "part.targets": N_("Targets of the campaign: %(change)+.2f."),
    "moves.nothing_else": N_("Nothing else would have to move."),
    "moves.gone": N_("Expert %(expert)s would no longer visit enterprise %(enterprise)s on date %(date)s."),
    "moves.added": N_("Expert %(expert)s would visit enterprise %(enterprise)s on date %(date)s."),
}


def sentences(explanation: Explanation) -> tuple[Reason, ...]:
    """Codes of `planning.explanations.EXPLANATIONS` with their parameters, in the order in which one would say them.

    First the price (and that nothing does better, where that is proven), then the rules that gain or lose, the limits
    that bind or what the visit is good for, then each visit that would go or come.
    """
    return (
        *_price(explanation),
        *(Reason(f"part.{rule}", {"change": change}) for rule, change in explanation.parts.items() if _counts(change)),
        *explanation.reasons,
        *_moves(explanation),
    )


def _counts(amount: float) -> bool:
    return abs(amount) >= NOTHING


def _price(explanation: Explanation) -> Iterator[Reason]:
    wish = "force" if explanation.forced else "forbid"
    if explanation.price is None:
        yield Reason("price.impossible" if explanation.forced else "price.needed")
    elif not _counts(explanation.price):
        yield Reason(f"price.{wish}_free")
    elif explanation.price < 0:
        yield Reason(f"price.{wish}_gain", {"gain": -explanation.price})
    else:
        yield Reason(f"price.{wish}", {"price": explanation.price})
        if explanation.at_least >= NOTHING:
            yield Reason("price.at_least", {"at_least": explanation.at_least})


def _moves(explanation: Explanation) -> Iterator[Reason]:
    if explanation.instead is None:
        return
    gone = sorted((*explanation.instead.lost, *explanation.instead.moved))
    added = sorted(explanation.instead.added)
    if len(gone) + len(added) <= 1:
        yield Reason("moves.nothing_else")
    else:
        yield from (_move("moves.gone", visit) for visit in gone)
        yield from (_move("moves.added", visit) for visit in added)


def _move(code: str, visit: PublishedVisit) -> Reason:
    return Reason(code, {"expert": visit.expert, "enterprise": visit.enterprise, "date": visit.date})
