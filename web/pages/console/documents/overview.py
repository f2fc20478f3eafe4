"""Which papers there are: of the round's plans, of one plan, of the experts who have been here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFound
from matchmaker.locale.render import render
from matchmaker.models import Campaign, Expert, Plan
from matchmaker.services.documents.arrangements import ARRANGEMENTS
from matchmaker.services.documents.certificate import experts_served
from matchmaker.services.documents.letter import institutions_of
from matchmaker.services.documents.program import Item, parties_of, program_of
from matchmaker.services.party import Party, side_of
from matchmaker.services.planning.access import DRAFT, PUBLISHED, campaign_of, get_plan
from matchmaker.services.planning.plan_list import plans_of
from matchmaker.services.planning.rules import KINDS
from matchmaker.services.planning.stored import READY
from matchmaker.services.planning.words import day_text
from matchmaker.services.work import Work
from web.form_errors import locale
from web.form_state import FormState
from web.navigation import READERS
from web.pages.console.plans.index import may_plan, round_of
from web.pages.console.plans.shown import plan_card
from web.pages.console.rendering import render_page
from web.pages.console.willingness.index import side_names
from web.session import reading, require


@require(*READERS)
def show_round() -> ResponseReturnValue:
    with reading() as work:
        campaign = round_of(work)
        plans = round_plans(work, campaign) if campaign is not None else []
        published = [plan for plan in plans if plan.state == PUBLISHED and plan.kind != "pairs"]
        days = sorted({item.engagement.on_date for item in program_of(work=work, plans=published)})
        may = may_plan(work, campaign)
        return render_page(
            work,
            "console/documents/index.html",
            round=campaign,
            plans=[plan_card(plan) | {"kind": plan.kind} for plan in plans],
            days=[(day.isoformat(), day_text(day, locale())) for day in days],
            may_print=work.actor.is_organizer,
            served=experts_served(work=work, campaign=campaign) if may and campaign is not None else [],
            may=may,
            form=heading_form(work),
        )


def round_plans(work: Work, campaign: Campaign) -> list[Plan]:
    """Published plans of all kinds, then drafts that are worked out."""
    found = [one.plan for kind in KINDS for one in plans_of(work=work, campaign=campaign, kind=kind)]
    ready = [plan for plan in found if plan.report.get("stage") == READY and plan.state in (PUBLISHED, DRAFT)]
    return sorted(ready, key=lambda plan: plan.state != PUBLISHED)


@require(*READERS)
def show_plan(ref: str) -> ResponseReturnValue:
    with reading() as work:
        return plan_page(work, papers_of(work, ref))


def papers_of(work: Work, ref: str) -> Plan:
    """A plan that is worked out, of any kind that has papers."""
    plan = get_plan(work=work, ref=ref)
    if plan.kind not in KINDS or plan.report.get("stage", READY) != READY:
        raise NotFound(kind="plan", ref=ref)
    return plan


def plan_page(work: Work, plan: Plan, form: FormState | None = None) -> str:
    campaign = campaign_of(work=work, plan=plan)
    items = program_of(work=work, plans=[plan]) if plan.kind != "pairs" else []
    may = may_plan(work, campaign)
    parties = parties_of(items)
    side = request.args.get("side", "")
    return render_page(
        work,
        "console/documents/plan.html",
        plan=plan_card(plan) | {"kind": plan.kind},
        round=campaign,
        back=back_to(plan),
        may=may,
        may_print=work.actor.is_organizer,
        institutions=institutions_of(work=work, plan=plan) if may else [],
        parties=[party_line(one, items) for one in parties if not side or side_of(one) == side],
        sides=side_chips(plan, parties, side),
        items=[item_line(item) for item in items] if may and plan.kind in ("visits", "trips") else [],
        days=[(day.isoformat(), day_text(day, locale())) for day in sorted({i.engagement.on_date for i in items})],
        arrangements=arrangement_fields(),
        form=form or FormState({**plan.arrangements}),
        heading=heading_form(work),
    )


def side_chips(plan: Plan, parties: Sequence[Party], side: str) -> list[tuple[str, str, int, bool]]:
    """(name, address, how many, chosen) of the sides that take part; choosing the chosen one shows all again."""
    counts = Counter(side_of(one) for one in parties)
    return [
        (name, url_for("documents.plan", ref=plan.ref, side=None if side == code else code), counts[code], side == code)
        for code, name in side_names().items()
        if counts[code]
    ]


def heading_form(work: Work) -> FormState:
    return FormState({"dated": work.today().isoformat()})


def arrangement_fields() -> list[tuple[str, str]]:
    """(name, label) in the reader's language."""
    return [(name, render(text, locale=locale())) for name, text in ARRANGEMENTS.items()]


def back_to(plan: Plan) -> str:
    pages = {"visits": "plans", "pairs": "pairings"}.get(plan.kind, plan.kind)
    return url_for(f"{pages}.show", ref=plan.ref)


def party_line(party: Party, items: list[Item]) -> dict[str, Any]:
    mine = [item for item in items if item.concerns(party)]
    place = party.institution.name if isinstance(party, Expert) and party.institution is not None else ""
    return {
        "ref": party.ref,
        "name": party.name,
        "side": side_of(party),
        "place": place,
        "count": len(mine),
        "agreed": sum(item.accepted(party) for item in mine),
    }


def item_line(item: Item) -> dict[str, Any]:
    one = item.engagement
    return {
        "ref": one.ref,
        "day": day_text(one.on_date, locale()),
        "who": "、".join(expert.name for expert in one.experts) or one.organizations[0].name,
        "where": one.organizations[0].name if one.experts else "、".join(place.name for place in one.organizations[1:]),
        "own": bool(getattr(one.row, "arrangements", None) and any(
            name in ARRANGEMENTS for name in one.row.arrangements)),  # type: ignore[union-attr]
    }  # fmt: skip
