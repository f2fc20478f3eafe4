"""The kinds of plans with pages like these: their names and the rules that are asked for first."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from matchmaker.errors import NotFound
from matchmaker.models import Plan
from matchmaker.services.planning.access import get_plan
from matchmaker.services.work import Work

_l = lazy_gettext


@dataclass(frozen=True)
class PlanKind:
    """`pages` is the blueprint, `code` the plan's kind; `rules` stand in the form, `further` in its closed part.

    `items` and `item` name its trips, talks or pairings in addresses, `ending` the act that takes one out.
    """

    pages: str
    code: str
    title: LazyString
    new: LazyString
    about: LazyString
    rules: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    items: str = ""
    item: str = ""
    ending: str = "cancel"


MEETINGS = PlanKind(
    "meetings",
    "meetings",
    _l("Meetings"),
    _l("New meeting"),
    _l("Many experts meet many enterprises at tables: who talks with whom, when, and where."),
    items="talks",
    item="talk",
)
TRIPS = PlanKind(
    "trips",
    "trips",
    _l("Trips to institutions"),
    _l("New plan of trips"),
    _l("Which delegation of enterprises goes to which institution on which day."),
    (
        "from",
        "to",
        "min_delegation",
        "max_delegation",
        "institution_trips",
        "enterprise_trips",
        "leaders_per_day",
        "target",
    ),
    ("max_dates", "far_km", "default_km", "km_cost", "unserved_cost", "target_cost", "seconds"),
    items="trips",
    item="trip",
)
PAIRINGS = PlanKind(
    "pairings",
    "pairs",
    _l("Pairings with institutions"),
    _l("New plan of pairings"),
    _l("Which enterprise, or whole chain, works with which institution for long; the worst served come first."),
    ("demand", "max_load", "min_load", "chain_places"),
    ("seconds",),
    items="pairings",
    item="pairing",
    ending="part",
)


def plan_of(work: Work, ref: str, kind: PlanKind) -> Plan:
    """A plan of this kind in the reader's scope."""
    plan = get_plan(work=work, ref=ref)
    if plan.kind != kind.code:
        raise NotFound(kind="plan", ref=ref)
    return plan
