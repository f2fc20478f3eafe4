"""调整影响 of trips, pairings and meetings: why two are together or are not, and what the other way costs."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.locale import N_
from matchmaker.models import Expert, Organization, Plan
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.explain_pair import Impact
from matchmaker.services.planning.local.explain import explain_tie, follow_tie
from matchmaker.services.planning.local.scene import Tie
from matchmaker.services.planning.names import Names
from matchmaker.services.planning.stored import stored_index
from matchmaker.services.planning.words import day_text, reason_text, row_name
from matchmaker.services.planning.words_others import names_in_plan, violation_sentences
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.form_errors import locale
from web.pages.console.other_plans.acting import change_plan, planners_plan
from web.pages.console.other_plans.kinds import PlanKind
from web.pages.console.other_plans.showing import Content
from web.pages.console.plans.moves_others import MOVES
from web.pages.console.plans.shown import plan_card, price_text
from web.pages.console.rendering import render_page
from web.session import reading

_l = lazy_gettext
# kind of plan -> (name, title) of its two sides in the form
SIDES = {
    "trips": (("enterprise", _l("Enterprise")), ("institution", _l("University or institute"))),
    "meetings": (("expert", _l("Expert")), ("enterprise", _l("Enterprise"))),
    "pairs": (("row", _l("Enterprise or chain")), ("institution", _l("University or institute"))),
}
NAMES = ("expert", "institution", "enterprise")
Choice = tuple[str, str]


def why_page(ref: str, kind: PlanKind) -> ResponseReturnValue:
    """The form, and the answer once two are chosen."""
    with reading() as work:
        plan = planners_plan(work, ref, kind, "plan.change")
        names = names_in_plan(work=work, plan=plan)
        sides = [(name, str(title), choices(plan, names, name), request.args.get(name, ""))
                 for name, title in SIDES[kind.code]]  # fmt: skip
        context: dict[str, Any] = {}
        if all(given for *_, given in sides):
            try:
                impact = explain_tie(work=work, plan=plan, tie=asked(work, kind))
                context = impact_view(plan, names, impact)
            except PlanRefused as error:
                context = {"refused": violation_sentences(error.violations, names, locale())}
        return render_page(
            work,
            "console/other_plans/why.html",
            kind=kind,
            plan=plan_card(plan),
            sides=sides,
            days=days(plan) if kind.code == "trips" else [],
            on_date=request.args.get("on_date", ""),
            asked={name: given for name, _, _, given in sides} | {"on_date": request.args.get("on_date", "")},
            **{"refused": [], "impact": None} | context,
        )


def follow_why(ref: str, kind: PlanKind, content: Content) -> ResponseReturnValue:
    """Do it; an order keeps it so."""

    def change(work: Work, plan: Plan) -> float | None:
        return follow_tie(work=work, plan=plan, tie=asked(work, kind), why=request.form.get("note", "")[:300]).price

    return change_plan(ref, kind, content, change)


def asked(work: Work, kind: PlanKind) -> Tie:
    """Whom the question is about."""
    found: dict[str, Any] = {}
    for side, _ in SIDES[kind.code]:
        name, value = side, request.values.get(side, "")
        if side == "row":
            name, _, value = value.partition(":")
        if name == "chain":
            found[name] = value
        else:
            found[name if name in NAMES else "enterprise"] = _key(work, name, value)
    given = request.values.get("on_date", "")
    return Tie(**found, on_date=_day(given) if given else None)


def _key(work: Work, name: str, ref: str) -> int:
    kind: type[Expert] | type[Organization] = Expert if name == "expert" else Organization
    if not ref:
        raise NotFound(kind=name, ref=ref)
    return int(get_visible(work=work, kind=kind, ref=ref).id)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InvalidInput(field="on_date", problem=N_("Write the day as 2026-11-24.")) from None


def choices(plan: Plan, names: Names, side: str) -> list[Choice]:
    """(value, name) of everybody on one side of the plan's problem, by name."""
    index = stored_index(plan)
    if side == "row":
        found = [
            (f"{kind}:{names.organizations[int(key)].ref if kind == 'enterprise' else key}",
             row_name((kind, key), names, locale()))
            for kind, key in index.rows
        ]  # fmt: skip
    elif side == "expert":
        found = [(names.experts[key].ref, names.expert(key)) for key in index.experts]
    else:
        keys = index.institutions if side == "institution" else index.enterprises
        found = [(names.organizations[key].ref, names.organization(key)) for key in keys]
    return sorted(found, key=lambda one: one[1])


def days(plan: Plan) -> list[Choice]:
    return [(day.isoformat(), day_text(day, locale())) for day in stored_index(plan).dates]


def impact_view(plan: Plan, names: Names, impact: Impact) -> dict[str, Any]:
    """Sentences and figures for the template."""
    return {
        "impact": {
            "known": impact.known,
            "forced": impact.forced,
            "possible": impact.option is not None,
            "price": price_text(impact.price),
            "at_least": price_text(impact.at_least) if impact.at_least else "",
            "reasons": list(dict.fromkeys(reason_text(one, names, locale()) for one in impact.reasons)),
            "moves": MOVES[plan.kind](plan, impact.option, names) if impact.option else [],
        }
    }
