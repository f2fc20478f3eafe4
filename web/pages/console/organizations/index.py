"""The register of organizations."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.models.codes import OrganizationKind
from matchmaker.services.organization import ORGANIZERS
from matchmaker.services.registry_list import RegistryFilter, list_organizations
from matchmaker.services.registry_parts import count_by_kind, count_records_of
from matchmaker.services.work import Work
from web.choices import choices, counties
from web.labels import label
from web.list_query import ListQuery, Offers, read_query
from web.navigation import REGISTRY
from web.pages.console.rendering import render_page
from web.session import reading, require

CHAINS = "chains"
VERIFIED = {"yes": True, "no": False}


@require(*REGISTRY)
def show_list() -> ResponseReturnValue:
    query = read_query(("kind", "county", "chain", "verified"))
    offers = filter_offers()
    with reading() as work:
        found = list_organizations(work=work, where=organization_filter(query), page=query.page, count=True)
        return render_page(
            work,
            "console/organizations.html",
            listing=query.listing(found),
            kinds=choices("organization_kinds"),
            counties=offers["county"][1],
            chains=offers["chain"][1],
            tabs=tabs(work, query),
            set=query.active(offers),
            counts=count_records_of(work=work, organizations=found.items),
            may_edit=work.actor.role in ORGANIZERS,
        )


def filter_offers() -> Offers:
    return {
        "county": (gettext("County"), counties()),
        "chain": (gettext("Industry chain"), choices(CHAINS)),
        "verified": (gettext("Verified"), [("yes", gettext("verified")), ("no", gettext("to be verified"))]),
    }


def organization_filter(query: ListQuery) -> RegistryFilter:
    chain = query.get("chain")
    return RegistryFilter(
        words=query.get("q") or "",
        kind=query.code("kind", OrganizationKind),
        county_code=query.get("county"),
        verified=VERIFIED.get(query.get("verified") or ""),
        scheme=CHAINS if chain else None,
        code=chain,
    )


def tabs(work: Work, query: ListQuery) -> list[tuple[str, str, int, bool]]:
    """The kinds with how many there are of each in the caller's scope."""
    counts, chosen = count_by_kind(work=work), query.get("kind")
    return [
        (gettext("All"), url_for("organizations.index"), sum(counts.values()), chosen is None),
        *(
            (label(kind, "organization_kinds"), url_for("organizations.index", kind=kind.value), counts[kind],
             chosen == kind)
            for kind in OrganizationKind
            if kind in counts
        ),
    ]  # fmt: skip
