"""The colleague whom an expert recommends instead (推荐同事): found by name in the registry, and if they can come."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.models import Expert, Organization, Plan
from matchmaker.services.party import EXPERT
from matchmaker.services.planning.access import campaign_of
from matchmaker.services.planning.replan_cause import OF_ONE, FoundCause
from matchmaker.services.planning.standing import MUST_NOT, Standing, standing_of
from matchmaker.services.planning.stored import stored_inputs
from matchmaker.services.scope import experts_in_scope
from matchmaker.services.willingness import UNKNOWN
from matchmaker.services.work import Work

FOUND, UNREGISTERED, SEVERAL, APART = "found", "unregistered", "several", "must_not"
# What people write before and after a name without a space.
_BEFORE = "推荐|建议|邀请|请联系|联系|联络|请|由|同事|教授|院士|博士|老师|主任|院长|所长"
_AFTER = (
    "副教授|教授|副研究员|助理研究员|研究员|院士|博士|老师|讲师|高工|工程师|主任|副院长|院长|副所长|所长"
    "|先生|女士|同志|团队|可以|可|来"
)
_LONGEST_NAME = 64


@dataclass(frozen=True)
class Colleague:
    """`code`: found, unregistered, several (more than one of the institution has a name in the text), or why the one
    found cannot come: state_..., answer_..., conflict, cooperating, must_not.

    `name`: of the expert, or what in the text is most likely the name. `unknown`: found, but has not said whether they
    are willing, so that a plan with them rests on that.
    """

    code: str
    name: str
    expert: Expert | None = None
    institution: Organization | None = None
    unknown: bool = False


def colleague_of(*, work: Work, plan: Plan, cause: FoundCause) -> Colleague | None:
    """Whom an expert's answer recommends instead; None if it recommends nobody. Only experts of the same institution in
    the caller's scope are looked at.
    """
    if not cause.colleague or cause.by != EXPERT or cause.code not in OF_ONE or cause.expert is None:
        return None
    house = cause.expert.institution
    query = select(Expert).where(Expert.institution_id == cause.expert.institution_id, Expert.id != cause.expert.id)
    rows = work.session.scalars(query.where(experts_in_scope(work.actor)).order_by(Expert.id)) if house else ()
    found = [row for row in rows if is_named(row.name, cause.colleague)]
    if len(found) != 1:
        code = SEVERAL if found else UNREGISTERED
        return Colleague(code, name_in(cause.colleague), institution=house)
    return _standing(work, plan, cause, found[0])


def stand_in_of(*, work: Work, plan: Plan, cause: FoundCause) -> int | None:
    """The key of the one who was recommended, if they were found and can be planned."""
    found = colleague_of(work=work, plan=plan, cause=cause)
    return found.expert.id if found is not None and found.expert is not None and found.code == FOUND else None


def is_named(name: str, text: str) -> bool:
    """Whether the text names this person: the whole name, not a part of a longer one."""
    wanted, given = _flat(name), _flat(text)
    if not wanted:
        return False
    before = rf"(?:^|[\W\d_]|(?:{_BEFORE}))"
    after = rf"(?:$|[\W\d_]|(?:{_AFTER}))"
    return re.search(before + re.escape(wanted) + after, given) is not None


def name_in(text: str) -> str:
    """What in the text is most likely the name: what stands first, without titles and how to reach them."""
    flat = unicodedata.normalize("NFKC", text).strip()
    first = re.split(r"[,;:、。/|()\d@]", flat)[0].strip()
    if not first.isascii():
        first = (first.split() or [""])[0]
    first = re.sub(rf"^(?:{_BEFORE})+", "", first)
    return re.sub(rf"(?:{_AFTER})+$", "", first).strip()[:_LONGEST_NAME]


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _standing(work: Work, plan: Plan, cause: FoundCause, expert: Expert) -> Colleague:
    """Whether the one found can be planned at all, and brought together with the enterprise."""
    standing = standing_of(
        work=work, campaign=campaign_of(work=work, plan=plan), kind=plan.kind, inputs=stored_inputs(plan)
    )
    against = standing.against(expert)
    unknown = standing.answers.of(expert) == UNKNOWN
    code = against if against is not None and not unknown else _apart(standing, expert, cause.enterprise)
    return Colleague(code or FOUND, expert.name, expert, expert.institution, unknown=unknown)


def _apart(standing: Standing, expert: Expert, enterprise: Organization | None) -> str | None:
    if enterprise is None:
        return None
    apart = standing.kept_apart([enterprise]).get((expert.id, enterprise.id))
    pair = expert.id, enterprise.id
    orders = {(one.expert_id, one.enterprise_id) for one in standing.orders if one.kind == MUST_NOT}
    return apart or (APART if pair in orders else None)
