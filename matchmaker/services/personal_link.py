"""Personal links (专属链接): secret addresses by which a party reads its invitation and answers without an account.

Only the hash of a token is stored. Whoever holds the link acts for the party, and is an actor of kind `link`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from matchmaker.errors import TooMany
from matchmaker.models import Campaign, Expert, Invitation, PersonalLink, Plan
from matchmaker.services.audit import audit
from matchmaker.services.invitations.errors import AnswersClosed, LinkOver, LinkRevoked, LinkUnknown
from matchmaker.services.invitations.records import REVOKED
from matchmaker.services.invitations.times import deadline_of, may_be_answered, may_be_read
from matchmaker.services.party import Party, party_of, require_spokesman, side_of
from matchmaker.services.rate import Limit, Quota, admit
from matchmaker.services.work import Actor, Work, token_hash
from matchmaker.services.work_source import WorkSource

# The page that opens with a link; the token follows.
LINK_PATH = "/a/"
TOKEN_LENGTH = 64
# Of wrong links only: who holds a right one is never shut out by a neighbour's guessing.
WRONG_PER_NETWORK = Limit("link.wrong.network", count=60, seconds=3600)
WRONG_EVERYWHERE = Limit("link.wrong.everywhere", count=3000, seconds=3600)
ANSWERS_PER_LINK = Limit("link.answers", count=60, seconds=3600)


@dataclass(frozen=True)
class Opened:
    """An invitation opened by one of its links. `work` acts as the link's holder; `open`: answers are taken."""

    invitation: Invitation
    campaign: Campaign
    party: Party
    plan: Plan | None
    open: bool
    work: Work = field(repr=False)


def issue_link(*, work: Work, invitation: Invitation) -> str:
    """A new link of the invitation: its token, which is known only now. Those made before go on working."""
    party = party_of(work=work, row=invitation)
    require_spokesman(work=work, party=party, action="invitation.link")
    if invitation.state == REVOKED:
        raise LinkRevoked
    token = work.new_token()
    link = PersonalLink(token_hash=token_hash(token), made_at=work.now(), made_by_id=work.actor.user_id)
    invitation.links.append(link)
    audit(work=work, action="invitation.link", subject=party, after={"purpose": invitation.purpose})
    return token


def link_address(base_url: str, token: str) -> str:
    """The whole address of a link."""
    return f"{base_url.rstrip('/')}{LINK_PATH}{token}"


def revoke_links(*, work: Work, invitation: Invitation) -> int:
    """Let all links made so far stop working (one went astray); how many. The invitation stays."""
    party = party_of(work=work, row=invitation)
    require_spokesman(work=work, party=party, action="invitation.links_revoke")
    living = [link for link in invitation.links if link.revoked_at is None]
    for link in living:
        link.revoked_at = work.now()
    if living:
        after = {"purpose": invitation.purpose, "count": len(living)}
        audit(work=work, action="invitation.links_revoke", subject=party, after=after)
    return len(living)


def open_link(*, work: Work, token: str) -> Opened:
    """The invitation of a link. Only reads.

    Raises LinkUnknown, LinkRevoked or LinkOver: a secret of 256 bits cannot be guessed, so that telling these apart
    tells a stranger nothing, and tells whoever was sent the link what to do.
    """
    link = _find(work, token)
    if link is None:
        raise LinkUnknown
    invitation = link.invitation
    if link.revoked_at is not None or invitation.state == REVOKED:
        raise LinkRevoked
    if not may_be_read(work=work, invitation=invitation):
        raise LinkOver
    party = party_of(work=work, row=invitation)
    return Opened(
        invitation=invitation,
        campaign=work.session.get_one(Campaign, invitation.campaign_id),
        party=party,
        plan=work.session.get(Plan, invitation.plan_id) if invitation.plan_id is not None else None,
        open=may_be_answered(work=work, invitation=invitation),
        work=work.as_actor(link_actor(invitation, party)),
    )


def require_open(opened: Opened) -> None:
    """Raise AnswersClosed once the deadline has passed."""
    if not opened.open:
        raise AnswersClosed(until=deadline_of(work=opened.work, invitation=opened.invitation).isoformat())


def link_actor(invitation: Invitation, party: Party) -> Actor:
    """Who acts by a link: the party, Its name stays out of the log: the reference leads to it."""
    organization_id = None if isinstance(party, Expert) else party.id
    return Actor(kind="link", ref=invitation.ref, name=f"{side_of(party)} link", organization_id=organization_id)


def admit_wrong_link(*, works: WorkSource, network: str) -> None:
    """Count a link that was none. Raises TooMany for whoever tries many."""
    wait = admit(works=works, quotas=(Quota(WRONG_PER_NETWORK, network), Quota(WRONG_EVERYWHERE)))
    if wait:
        raise TooMany(seconds=wait)


def admit_answer(*, works: WorkSource, token: str) -> None:
    """Count an answer through a link. Raises TooMany."""
    wait = admit(works=works, quotas=(Quota(ANSWERS_PER_LINK, token_hash(token)),))
    if wait:
        raise TooMany(seconds=wait)


def _find(work: Work, token: str) -> PersonalLink | None:
    if len(token) != TOKEN_LENGTH or not (token.isascii() and token.isalnum()):
        return None
    return work.session.scalars(select(PersonalLink).where(PersonalLink.token_hash == token_hash(token))).one_or_none()
