"""The register of experts and teams."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models.codes import ExpertKind, ExpertState, ProfileBasis
from matchmaker.services.expert import KEEPERS, STALE_AFTER
from matchmaker.services.registry_list import RegistryFilter, list_experts
from matchmaker.services.registry_parts import institutions_with_experts
from matchmaker.services.work import Work
from web.choices import choices
from web.list_query import ListQuery, Offers, read_query
from web.navigation import REGISTRY
from web.pages.console.rendering import render_page
from web.session import reading, require


@require(*REGISTRY)
def show_list() -> ResponseReturnValue:
    query = read_query(("kind", "institution", "state", "basis"))
    with reading() as work:
        institutions = institutions_with_experts(work=work)
        offers = filter_offers([(ref, name) for _, ref, name in institutions])
        found = list_experts(work=work, where=expert_filter(query, institutions), page=query.page, count=True)
        return render_page(
            work,
            "console/experts.html",
            listing=query.listing(found),
            kinds=offers["kind"][1],
            states=offers["state"][1],
            bases=offers["basis"][1],
            institutions=offers["institution"][1],
            set=query.active(offers),
            stale_before=work.today() - STALE_AFTER,
            may_edit=may_keep(work),
            may_import=work.actor.is_organizer,
        )


def may_keep(work: Work) -> bool:
    return work.actor.role in KEEPERS


def filter_offers(institutions: list[tuple[str, str]]) -> Offers:
    return {
        "kind": (gettext("Kind"), choices("expert_kinds")),
        "institution": (gettext("Institution"), institutions),
        "state": (gettext("State"), choices("expert_states")),
        "basis": (gettext("Basis"), choices("profile_basis")),
    }


def expert_filter(query: ListQuery, institutions: list[tuple[int, str, str]]) -> RegistryFilter:
    """An institution that is not in the list finds nobody."""
    chosen = query.get("institution")
    return RegistryFilter(
        words=query.get("q") or "",
        kind=query.code("kind", ExpertKind),
        state=query.code("state", ExpertState),
        basis=query.code("basis", ProfileBasis),
        institution_id=next((key for key, ref, _ in institutions if ref == chosen), -1) if chosen else None,
    )
