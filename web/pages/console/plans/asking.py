"""Ask for a plan of visits: the rules of the round with their defaults, and what the plan may rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from matchmaker.errors import InvalidInput, NotFound
from matchmaker.models import Campaign
from matchmaker.reference.planning_defaults import PlanningRule, RuleValue, planning_rules
from matchmaker.services.planning.access import require_planner
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.basis import basis_of
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.rules import rules_of, set_rules
from matchmaker.services.work import Work
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.i18n import language
from web.navigation import ORGANIZERS
from web.pages.console.plans.index import round_of
from web.pages.console.rendering import render_page
from web.session import reading, require, writing

_l = lazy_gettext
KIND = "visits"
MOST = 100_000
LONGEST_NAME = 120
# what is asked first, what are wishes, and what only few will change
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_l("Days"), ("from", "to", "max_dates")),
    (
        _l("Limits"),
        ("enterprises_per_day", "expert_days", "expert_visits", "experts_per_need", "enterprise_visits",
         "enterprise_visits_per_day", "escorts_per_day", "max_km"),
    ),
    (_l("Wishes"), ("county_needs", "county_visits", "chain_needs", "chain_visits")),
)  # fmt: skip


@require(*ORGANIZERS)
def form() -> ResponseReturnValue:
    with reading() as work:
        campaign = planned_round(work)
        values = {name: shown(value) for name, value in rules_of(campaign=campaign, kind=KIND).values.items()}
        return page(work, campaign, FormState(values))


@require(*ORGANIZERS)
def ask() -> ResponseReturnValue:
    reader = FormReader(request.form)
    values = {name: value for name, value in read_rules(reader).items() if value is not None}
    name = reader.text("name", LONGEST_NAME)
    inputs = Inputs(suggested="suggested" in request.form, unknown="unknown" in request.form,
                    seed=reader.whole("seed", 0, MOST) or 0)  # fmt: skip
    errors = dict(reader.errors)
    if not errors:
        try:
            with writing("campaign") as work:
                campaign = planned_round(work)
                set_rules(work=work, campaign=campaign, kind=KIND, values=values)
                plan = ask_for_plan(work=work, campaign=campaign, kind=KIND, inputs=inputs, name=name)
                ref = plan.ref
            return redirect(url_for("plans.show", ref=ref), 303)
        except InvalidInput as error:
            errors = field_errors(error)
    with reading() as work:
        return page(work, planned_round(work), reader.state(more=errors)), 422


def planned_round(work: Work) -> Campaign:
    """The running round, if the actor manages it."""
    campaign = round_of(work)
    if campaign is None:
        raise NotFound(kind="campaign", ref="-")
    require_planner(work=work, campaign=campaign, action="plan.create")
    return campaign


def page(work: Work, campaign: Campaign, state: FormState) -> str:
    first = {name for _, names in GROUPS for name in names}
    further = [name for name in planning_rules()[KIND] if name not in first]
    return render_page(
        work,
        "console/plans/new.html",
        round=campaign,
        basis=basis_of(work=work, campaign=campaign),
        form=state,
        groups=[(str(title), [field(name) for name in names]) for title, names in GROUPS],
        further=[field(name) for name in further],
        labels={name: rule.label(language()) for name, rule in planning_rules()[KIND].items()},
    )


def field(name: str) -> dict[str, Any]:
    """A rule as a field of the form."""
    rule = planning_rules()[KIND][name]
    kinds = {"whole": "number", "number": "number", "date": "date", "flag": "checkbox"}
    extra: dict[str, Any] = {}
    if rule.kind in ("whole", "number"):
        extra = {"min": f"{rule.least:g}", "step": "1" if rule.kind == "whole" else "any", "inputmode": "decimal"}
    return {
        "name": name,
        "label": rule.label(language()),
        "kind": kinds[rule.kind],
        "extra": extra,
        "optional": rule.kind == "date",
        "default": gettext("Usually %(value)s", value=shown(rule.value)) if shown(rule.value) else "",
    }


def shown(value: RuleValue) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def read_rules(reader: FormReader) -> Mapping[str, RuleValue | None]:
    """What was typed; a field that was not sent keeps its value."""
    return {name: read_rule(reader, rule) for name, rule in planning_rules()[KIND].items() if name in reader.form}


def read_rule(reader: FormReader, rule: PlanningRule) -> RuleValue | None:
    given = reader.form.get(rule.name, "").strip()
    if rule.kind == "date":
        day = reader.day(rule.name)
        return day.isoformat() if day else ""
    try:
        number = float(given) if rule.kind == "number" else int(given)
    except ValueError:
        number = -1
    if not rule.accepts(number) or number > MOST:
        reader.errors[rule.name] = gettext("Write a number from %(least)s.", least=f"{rule.least:g}")
        return None
    return number
