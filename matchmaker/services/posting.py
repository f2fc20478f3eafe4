"""Posting (发布需求) by an enterprise, with or without an account: a draft, the need itself, and its tracking link.

Whoever holds the tracking link acts for the need: it may be read, added to, confirmed, submitted and withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.errors import InvalidInput, NotFound, TooMany
from matchmaker.identity import name_key
from matchmaker.locale import N_
from matchmaker.models import Need, Organization
from matchmaker.models.codes import NeedSource, NeedState, OrganizationKind, Role
from matchmaker.services.need import (
    NewNeed,
    create_need,
    edit_need,
    find_by_tracking_token,
    issue_tracking_token,
    submit_need,
)
from matchmaker.services.need_entry import NeedEntry
from matchmaker.services.need_values import NeedValues, title_from
from matchmaker.services.organization import NewOrganization, find_or_create_organization, find_organization
from matchmaker.services.rate import Limit, Quota, admit
from matchmaker.services.scope import find_visible
from matchmaker.services.work import Actor, Work
from matchmaker.services.work_source import WorkSource

# An office behind one address may post its enterprises' needs; a program that fills the queue may not.
PER_NETWORK = Limit("posting.network", count=30, seconds=3600)
EVERYWHERE = Limit("posting.everywhere", count=600, seconds=3600)
PER_USER = Limit("posting.user", count=600, seconds=3600)
LONGEST_TOKEN = 200


@dataclass(frozen=True)
class Posted:
    """A stored need and the secret of its tracking link, which is known only now; empty where none was made."""

    need: Need
    token: str = field(default="", repr=False)


def admit_posting(*, works: WorkSource, actor: Actor, network: str) -> None:
    """Count one posting or saving. Raises TooMany; people with an account have a limit of their own."""
    known = (Quota(PER_USER, actor.ref),) if actor.kind == "user" else ()
    wait = admit(works=works, quotas=known or (Quota(PER_NETWORK, network), Quota(EVERYWHERE)))
    if wait:
        raise TooMany(seconds=wait)


def post_need(*, work: Work, entry: NeedEntry, draft: str = "") -> Posted:
    """Submit a need of the portal, or the caller's earlier `draft` with what was entered since, and make its link."""
    need = save_draft(work=work, entry=entry, draft=draft).need
    submit_need(work=work, need=need)
    return Posted(need, issue_tracking_token(work=work, need=need))


def save_draft(*, work: Work, entry: NeedEntry, draft: str = "", with_link: bool = False) -> Posted:
    """Keep a need that is not finished; `draft` is the reference of the caller's own to go on with."""
    need = find_visible(work.session, Need, draft, work.actor) if draft else None
    if need is not None and need.state is NeedState.DRAFT:
        change_need(work=work, need=need, entry=entry)
    else:
        organization = own_organization(work) or organization_of(work=work, entry=entry)
        county = entry.county_code or organization.county_code
        new = NewNeed(
            organization=organization,
            intake=NeedSource.PORTAL,
            values=with_title(entry.values),
            codes=entry.codes or (),
            county_code=county,
        )
        need = create_need(work=work, new=new)
        work.session.flush()
    return Posted(need, issue_tracking_token(work=work, need=need) if with_link else "")


def change_need(*, work: Work, need: Need, entry: NeedEntry) -> Need:
    """Take over what was entered; an emptied title is made of the problem again."""
    return edit_need(work=work, need=need, values=with_title(entry.values), codes=entry.codes)


def with_title(values: NeedValues) -> NeedValues:
    """`values` with a title made of the problem where one is given but empty."""
    if "title" in values and not values["title"].strip():
        return {**values, "title": title_from(values.get("problem", ""))}
    return values


def own_organization(work: Work) -> Organization | None:
    """The enterprise of a signed-in enterprise user."""
    if work.actor.role is not Role.ENTERPRISE or work.actor.organization_id is None:
        return None
    return work.session.get_one(Organization, work.actor.organization_id)


def organization_of(*, work: Work, entry: NeedEntry, name: str = "organization_name") -> Organization:
    """The enterprise that was named, new ones as 待核实. A credit code and a name of two different ones are refused."""
    if entry.uscc is not None:
        holder = find_organization(session=work.session, name="", uscc=entry.uscc)
        if holder is not None and name_key(holder.name) != name_key(entry.organization_name):
            problem = N_("This code belongs to an organization of another name: check both, or leave the code out.")
            raise InvalidInput(field="uscc", problem=problem)
    new = NewOrganization(
        kind=OrganizationKind.ENTERPRISE,
        name=entry.organization_name,
        uscc=entry.uscc,
        county_code=entry.county_code,
        zone_code=entry.zone_code,
    )
    return find_or_create_organization(work=work, new=new)[0]


def link_actor(need: Need) -> Actor:
    """Who acts by the tracking link of `need`: the enterprise, whoever of it that is."""
    return Actor(kind="link", ref=need.ref, name="tracking link", organization_id=need.organization_id)


def need_of_link(*, work: Work, token: str) -> tuple[Need, Work]:
    """The need of a tracking link, and the unit of work as its holder. NotFound for a link that is none (any more)."""
    need = None
    if token.isascii() and len(token) <= LONGEST_TOKEN:
        need = find_by_tracking_token(work=work, token=token)
    if need is None:
        raise NotFound(kind="need", ref="-")
    return need, work.as_actor(link_actor(need))
