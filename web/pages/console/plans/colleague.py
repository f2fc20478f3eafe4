"""What a proposal says about the colleague who was recommended: not registered, not possible, or on what it rests."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext

from matchmaker.models import Plan, Proposal
from matchmaker.services.planning.colleague import FOUND, SEVERAL, UNREGISTERED, Colleague, colleague_of
from matchmaker.services.planning.propose_replan import OPEN, PENDING
from matchmaker.services.planning.replan_cause import find_cause
from matchmaker.services.work import Work
from web.labels import label

OPTION = "colleague"


def colleague_card(work: Work, plan: Plan, row: Proposal) -> dict[str, Any] | None:
    """{text, tone, href, act}; None where nobody was recommended, or nothing stands in the way."""
    if row.state not in PENDING:
        return None
    found = colleague_of(work=work, plan=plan, cause=find_cause(work=work, document=row.cause))
    if found is None:
        return None
    if found.expert is None:
        return _not_found(found)
    profile = {"href": url_for("experts.show", ref=found.expert.ref), "act": gettext("To the profile")}
    if found.code != FOUND:
        return {"tone": "warn", "text": _against(found), **profile}
    if row.state == OPEN and not any(one["code"] == OPTION for one in row.options):
        return {"tone": "warn", "text": _impossible(plan, found), **profile}
    if not found.unknown:
        return None
    text = gettext("%(name)s has not said yet whether they are willing: ask them before you accept this.",
                   name=found.name)  # fmt: skip
    return {"tone": "info", "text": text, **profile}


def _not_found(found: Colleague) -> dict[str, Any]:
    house = found.institution.name if found.institution is not None else ""
    if found.code == SEVERAL:
        text = gettext("Several experts of %(institution)s could be meant. Ask which of them, then plan by hand.",
                       institution=house)  # fmt: skip
        return {"tone": "warn", "text": text, "href": url_for("experts.index", q=found.name), "act": gettext("Experts")}
    assert found.code == UNREGISTERED
    text = gettext(
        "The colleague must be registered first: nobody of this name is known at %(institution)s. Then work the "
        "options out again.",
        institution=house or gettext("the institution"),
    )
    href = url_for("experts.new", name=found.name or None, institution=house or None)
    return {"tone": "warn", "text": text, "href": href, "act": gettext("Register the colleague")}


def _against(found: Colleague) -> str:
    """Why the one who was found is not offered."""
    kind, _, code = found.code.partition("_")
    if kind == "answer":
        answer = label(code, "willingness_answers")
        return gettext("%(name)s cannot be offered: their answer is “%(answer)s”.", name=found.name, answer=answer)
    if kind == "state":
        state = label(code, "expert_states")
        return gettext("%(name)s cannot be offered: the profile is “%(state)s”.", name=found.name, state=state)
    if found.code == "conflict":
        return gettext("%(name)s cannot be offered: there is a conflict of interest with the enterprise.",
                       name=found.name)  # fmt: skip
    if found.code == "cooperating":
        return gettext("%(name)s cannot be offered: they work with the enterprise already.", name=found.name)
    return gettext("%(name)s cannot be offered: an order keeps them apart from the enterprise.", name=found.name)


def _impossible(plan: Plan, found: Colleague) -> str:
    if plan.kind == "meetings":
        return gettext("%(name)s is not offered: they take no part in this meeting, or have no time left in it.",
                       name=found.name)  # fmt: skip
    return gettext("%(name)s is not offered: no day keeps the limits of both sides.", name=found.name)
