"""A proposal as its page shows it: what happened, and each way to answer with what moves and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from matchmaker.models import Plan, Proposal
from matchmaker.models import Trip as TripRow
from matchmaker.services.planning.names import Names, names_of
from matchmaker.services.planning.replan_cause import FoundCause, find_cause
from matchmaker.services.planning.words import day_text
from matchmaker.services.planning.words_others import names_in_plan
from matchmaker.services.work import Work
from web.form_errors import locale
from web.labels import label
from web.pages.console.plans.colleague import colleague_card
from web.pages.console.plans.failing import problem_words
from web.pages.console.plans.moves_others import MOVES, Move
from web.pages.console.plans.shown import moves_of, price_text

_l = lazy_gettext
STATES = {
    "waiting": (_l("being worked out"), "go"),
    "open": (_l("to decide"), "wait"),
    "failed": (_l("no way found"), "bad"),
    "accepted": (_l("accepted"), "good"),
    "dismissed": (_l("dismissed"), "still"),
    "outdated": (_l("outdated"), "still"),
}
SIDES = {
    "expert": _l("The expert"),
    "enterprise": _l("The enterprise"),
    "institution": _l("The institution"),
    "": _l("The organizers"),
}
Teller = Callable[[dict[str, Any]], list[Move]]


def proposal_card(work: Work, plan: Plan, row: Proposal) -> dict[str, Any]:
    words, tone = STATES[row.state]
    tell = _teller(work, plan, row.options)
    return {
        "ref": row.ref,
        "state": row.state,
        "state_words": str(words),
        "tone": tone,
        "pending": row.state in ("waiting", "open", "failed"),
        "cause": cause_text(work, plan, row),
        "why": row.cause.get("why", ""),
        "colleague": row.cause.get("colleague", ""),
        "named": colleague_card(work, plan, row),
        "at": row.created_at,
        "chosen": row.chosen,
        "options": [option_card(number, one, tell(one), plan.kind) for number, one in enumerate(row.options)],
        "problem": problem_words(work, row.problem) if row.state == "failed" else None,
    }


def option_card(number: int, option: dict[str, Any], moves: list[Move], kind: str) -> dict[str, Any]:
    """One way to answer."""
    titles = {
        "without": gettext("Without this visit") if kind == "visits" else gettext("Without it"),
        "to_date": gettext("On %(day)s instead", day=day_text(option["day"], locale()) if option["day"] else ""),
        "around": gettext("Everything else adapts"),
        "to_school": gettext("With the school that was named"),
        "colleague": gettext("With the colleague who was named"),
    }
    return {
        "number": number,
        "title": titles[option["code"]],
        "best": number == 0,
        "moves": moves,
        "moved": moved_words(option["moved"], kind),
        "price": price_text(option["price"]),
        "gives_way": bool(option.get("last_resort")),
        "nothing": not moves and not option["needs"],
    }


def moved_words(count: int, kind: str) -> str:
    """How much of what is published moves beyond what the cause itself takes away."""
    if kind == "visits":
        if not count:
            return gettext("no other published visit moves")
        return ngettext("%(num)s published visit moves", "%(num)s published visits move", count)
    if not count:
        return gettext("nothing else that is published moves")
    return ngettext("%(num)s more published engagement changes", "%(num)s more published engagements change", count)


def _teller(work: Work, plan: Plan, options: list[dict[str, Any]]) -> Teller:
    if plan.kind in MOVES:
        names = names_in_plan(work=work, plan=plan)
        return lambda option: MOVES[plan.kind](plan, option, names)
    people = [one for option in options for one in (*option["remove"], *option["add"])]
    found: Names = names_of(work=work, experts={one["expert"] for one in people},
                            organizations={one["enterprise"] for one in people})  # fmt: skip
    return lambda option: moves_of(option, found)


def cause_text(work: Work, plan: Plan, row: Proposal) -> str:
    """What happened, with names."""
    cause = find_cause(work=work, document=row.cause)
    day = day_text(row.cause["on_date"], locale()) if row.cause.get("on_date") else ""
    if cause.code == "new_need":
        return gettext("A new need of %(enterprise)s", enterprise=cause.enterprise.name if cause.enterprise else "")
    if cause.code == "review":
        return gettext("The plan was checked against the round as it is now")
    if cause.code in ("party_out", "party_dates"):
        return _party_text(cause)
    who = str(SIDES.get(cause.by, cause.by))
    about = gettext("%(what)s on %(day)s", what=_item_text(cause), day=day) if day else _item_text(cause)
    texts = {
        "declined": gettext("%(who)s declines: %(what)s", who=who, what=about),
        "another_date": gettext("%(who)s wants another day: %(what)s", who=who, what=about),
        "another_school": gettext("%(who)s recommends another school: %(what)s", who=who, what=about),
        "cancelled": gettext("To be taken out: %(what)s", what=about),
    }
    return texts[cause.code]


def _party_text(cause: FoundCause) -> str:
    party = _name(cause.expert or cause.enterprise or cause.institution) or _chain(cause)
    if cause.code == "party_out":
        return gettext("%(party)s cannot take part any more", party=party)
    return gettext("%(party)s can come on other days only", party=party)


def _item_text(cause: FoundCause) -> str:
    """Whom the visit, talk, journey or pairing brings together."""
    if isinstance(cause.item, TripRow):
        host, guest = _name(cause.institution), _name(cause.enterprise)
        if guest:
            return gettext("%(enterprise)s on the trip to %(institution)s", enterprise=guest, institution=host)
        return gettext("the trip to %(institution)s", institution=host)
    if cause.institution is not None:
        one = _name(cause.enterprise) or _chain(cause)
        return gettext("%(one)s with %(other)s", one=one, other=_name(cause.institution))
    expert, enterprise = _name(cause.expert), _name(cause.enterprise)
    if cause.visit is not None:
        return gettext("%(expert)s at %(enterprise)s", expert=expert, enterprise=enterprise)
    return gettext("%(one)s with %(other)s", one=expert, other=enterprise)


def _name(party: Any) -> str:
    return party.name if party is not None else ""


def _chain(cause: FoundCause) -> str:
    return gettext("Industry chain: %(name)s", name=label(cause.chain, "chains")) if cause.chain else ""
