"""Ask for a plan of trips or pairings: the round's rules, and what the plan may rest on."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import InvalidInput
from matchmaker.models import Campaign
from matchmaker.reference.planning_defaults import PlanningRule, RuleValue, planning_rules
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.inputs import Inputs
from matchmaker.services.planning.rules import rules_of, set_rules
from matchmaker.services.work import Work
from web.choices import choices
from web.form_errors import field_errors
from web.form_reader import FormReader
from web.form_state import FormState
from web.i18n import language
from web.pages.console.other_plans.kinds import PlanKind
from web.pages.console.plans.asking import LONGEST_NAME, planned_round, read_rule, shown
from web.pages.console.rendering import render_page
from web.session import reading, writing


def asking_form(kind: PlanKind) -> ResponseReturnValue:
    with reading() as work:
        campaign = planned_round(work)
        values: dict[str, Any] = {
            name: value if isinstance(value, bool) else shown(value)
            for name, value in rules_of(campaign=campaign, kind=kind.code).values.items()
        }
        return form_page(work, campaign, kind, FormState(values))


def ask(kind: PlanKind) -> ResponseReturnValue:
    reader = FormReader(request.form)
    values = read_rules(reader, kind)
    name = reader.text("name", LONGEST_NAME)
    chains = tuple(reader.codes("chains", [code for code, _ in choices("chains")]))
    inputs = Inputs(suggested="suggested" in request.form, unknown="unknown" in request.form, chains=chains)
    errors = dict(reader.errors)
    if not errors:
        try:
            with writing("campaign") as work:
                campaign = planned_round(work)
                set_rules(work=work, campaign=campaign, kind=kind.code, values=values)
                ref = ask_for_plan(work=work, campaign=campaign, kind=kind.code, inputs=inputs, name=name).ref
            return redirect(url_for(f"{kind.pages}.show", ref=ref), 303)
        except InvalidInput as error:
            errors = field_errors(error)
    with reading() as work:
        return form_page(work, planned_round(work), kind, reader.state(several=("chains",), more=errors)), 422


def form_page(work: Work, campaign: Campaign, kind: PlanKind, form: FormState) -> str:
    rules = planning_rules()[kind.code]
    return render_page(
        work,
        "console/other_plans/new.html",
        kind=kind,
        round=campaign,
        form=form,
        rules=[field_of(rules[name]) for name in kind.rules],
        further=[field_of(rules[name]) for name in kind.further],
        chains=choices("chains") if kind.code == "pairs" else [],
        labels={name: rule.label(language()) for name, rule in rules.items()},
    )


def field_of(rule: PlanningRule) -> dict[str, Any]:
    """A rule as a field of the form."""
    if rule.kind == "date":
        return {"name": rule.name, "label": rule.label(language()), "kind": "date", "extra": {}, "optional": True}
    step = "1" if rule.kind == "whole" else "any"
    extra = {"min": f"{rule.least:g}", "step": step, "inputmode": "decimal"}
    return {"name": rule.name, "label": rule.label(language()), "kind": "number", "extra": extra, "optional": False}


def read_rules(reader: FormReader, kind: PlanKind) -> dict[str, RuleValue]:
    """What was typed; a field that was not sent keeps its value."""
    found: dict[str, RuleValue] = {}
    for name, rule in planning_rules()[kind.code].items():
        if name in reader.form:
            value = read_rule(reader, rule)
            if value is not None:
                found[name] = value
    return found
