"""调整影响: why a plan has a pair or has it not, what the other way costs, and doing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext

from matchmaker.models import Expert, Need, Organization, Plan
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.explain_pair import Impact, explain_pair, follow_impact
from matchmaker.services.planning.names import Names, names_of, plan_names
from matchmaker.services.planning.unmet import candidates_for
from matchmaker.services.planning.words import part_text, reason_text
from matchmaker.services.scope import get_visible
from matchmaker.services.work import Work
from web.form_errors import locale
from web.navigation import ORGANIZERS
from web.pages.console.plans.failing import refusal_words
from web.pages.console.plans.finding import given_day, own_plan, visit_plan
from web.pages.console.plans.shown import moves_of, price_text
from web.pages.console.plans.visits import onward, told
from web.session import reading, require, writing


@require(*ORGANIZERS)
def show(ref: str) -> ResponseReturnValue:
    """A fragment for the dialog."""
    with reading() as work:
        plan = own_plan(work, ref)
        expert, enterprise, day = asked(work)
        try:
            impact = explain_pair(work=work, plan=plan, expert=expert, enterprise=enterprise, on_date=day)
        except PlanRefused as error:
            return told(" ".join(refusal_words(work, plan, error)))
        return render_template("console/plans/why.html", **impact_view(work, plan, impact, expert, enterprise, day))


@require(*ORGANIZERS)
def follow(ref: str) -> ResponseReturnValue:
    try:
        with writing("plan") as work:
            plan = own_plan(work, ref)
            expert, enterprise, day = asked(work)
            why = request.form.get("note", "")[:300]
            impact = follow_impact(work=work, plan=plan, expert=expert, enterprise=enterprise, on_date=day, why=why)
    except PlanRefused as error:
        with reading() as work:
            return told(" ".join(refusal_words(work, visit_plan(work, ref), error)))
    flash(gettext("Done and locked.") if impact.forced else gettext("Done: these two are not planned together."))
    return onward(url_for("plans.show", ref=ref, view=request.values.get("view") or None))


def asked(work: Work) -> tuple[Expert, Organization, date | None]:
    """Whom the question is about."""
    expert = get_visible(work=work, kind=Expert, ref=request.values.get("expert", ""))
    enterprise = get_visible(work=work, kind=Organization, ref=request.values.get("enterprise", ""))
    return expert, enterprise, given_day()


def impact_view(
    work: Work, plan: Plan, impact: Impact, expert: Expert, enterprise: Organization, day: date | None
) -> dict[str, Any]:
    """Sentences and figures for the template."""
    names = plan_names(work=work, plan=plan)
    return {
        "ref": plan.ref,
        "expert": expert,
        "enterprise": enterprise,
        "on_date": day.isoformat() if day else "",
        "known": impact.known,
        "forced": impact.forced,
        "possible": impact.option is not None,
        "price": price_text(impact.price),
        "parts": [(part_text(name, locale()), format_decimal(round(change, 3)), change)
                  for name, change in sorted(impact.parts.items(), key=lambda item: item[1])],
        "reasons": list(dict.fromkeys(reason_text(one, names, locale()) for one in impact.reasons)),
        "moves": moves_of(impact.option, with_others(work, names, impact.option)) if impact.option else [],
        "view": request.values.get("view", ""),
    }  # fmt: skip


def with_others(work: Work, names: Names, option: dict[str, Any]) -> Names:
    """The names, with those of experts and enterprises that only the option knows."""
    rows = [*option["remove"], *option["add"]]
    more = names_of(work=work, experts={one["expert"] for one in rows},
                    organizations={one["enterprise"] for one in rows})  # fmt: skip
    return Names({**names.experts, **more.experts}, {**names.organizations, **more.organizations}, names.needs,
                 names.schemes)  # fmt: skip


@require(*ORGANIZERS)
def candidates(ref: str, need: str) -> ResponseReturnValue:
    """Who could serve an open need, and what keeps them from it: a fragment."""
    with reading() as work:
        plan = own_plan(work, ref)
        row = get_visible(work=work, kind=Need, ref=need)
        found = candidates_for(work=work, plan=plan, need=row)
        names = plan_names(work=work, plan=plan)
        house = work.session.get_one(Organization, row.organization_id)
        return render_template(
            "console/plans/candidates.html",
            rows=[
                {
                    "expert": names.experts[one.expert_id],
                    "fit": format_decimal(round(one.value, 2)),
                    "reasons": list(dict.fromkeys(reason_text(said, names, locale()) for said in one.reasons)),
                    "why": url_for("plans.why", ref=ref, expert=names.experts[one.expert_id].ref, enterprise=house.ref,
                                   view="unmet"),
                }
                for one in found
            ],
        )  # fmt: skip
