"""Why a plan could not be worked out, in words, with the orders that exclude each other by name."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from matchmaker.errors import InvalidInput
from matchmaker.locale.render import render
from matchmaker.models import Plan
from matchmaker.planning.rules import ALL_RULES
from matchmaker.services.planning.errors import PlanRefused, Said
from matchmaker.services.planning.names import names_of, plan_names
from matchmaker.services.planning.words import conflict_text, violation_text
from matchmaker.services.work import Work
from web.form_errors import locale


def failure_words(work: Work, plan: Plan) -> dict[str, Any]:
    """{title, text, orders, limits} of a plan that failed."""
    return problem_words(work, plan.report.get("problem") or {})


def problem_words(work: Work, problem: dict[str, Any]) -> dict[str, Any]:
    """The same for the stored problem of a plan or of a proposal."""
    conflict = problem.get("conflict") or []
    if conflict:
        named = names_of(
            work=work,
            experts={one["expert"] for one in conflict if isinstance(one.get("expert"), int)},
            organizations={one["enterprise"] for one in conflict if isinstance(one.get("enterprise"), int)},
        )
        return {
            "title": gettext("These locks exclude each other"),
            "text": gettext("No plan can keep all of them. Give up one of them under “Locks”, then plan again."),
            "orders": conflict_text(conflict, named, locale()),
            "limits": [rule_title(name) for name in problem.get("limits", [])],
        }
    params = dict(problem.get("params") or {})
    if isinstance(params.get("problem"), str):
        params["problem"] = render(params["problem"], params, locale=locale())
    if problem.get("message") == InvalidInput.message:  # the name of a field says nothing here
        text = str(params["problem"])
    elif problem.get("message"):
        text = render(problem["message"], params, locale=locale())
    else:
        text = gettext("The work ended unexpectedly. Ask for the plan again, or tell your administrator.")
    return {"title": gettext("The plan could not be worked out"), "text": text, "orders": [], "limits": []}


def rule_title(name: str) -> str:
    """What a planning rule is about."""
    return render(ALL_RULES[name].title, locale=locale()) if name in ALL_RULES else name


def refusal_words(work: Work, plan: Plan, error: PlanRefused) -> list[str]:
    """What the checker found, a sentence each; the same once."""
    names = plan_names(work=work, plan=plan)
    return list(dict.fromkeys(violation_text(one, names, locale()) for one in error.violations))


def sentences(work: Work, plan: Plan, violations: list[Said]) -> list[str]:
    names = plan_names(work=work, plan=plan)
    return list(dict.fromkeys(violation_text(one, names, locale()) for one in violations))
