"""Rows for tests, made through the services."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from matchmaker.models import Expert, MatchRun, Need, Organization, Suggestion, User
from matchmaker.models.codes import ExpertKind, Grade, NeedSource, NeedState, OrganizationKind, Role
from matchmaker.services.expert import NewExpert, create_expert
from matchmaker.services.need import NewNeed, create_need
from matchmaker.services.need_values import NeedValues
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.work import Actor, Work, actor_of

TAISHAN, XINTAI = "370902", "370982"


def an_enterprise(work: Work, name: str = "示例机械有限公司", county: str = TAISHAN) -> Organization:
    new = NewOrganization(kind=OrganizationKind.ENTERPRISE, name=name, county_code=county)
    return create_organization(work=work, new=new)


def a_user(work: Work, role: Role, name: str, **values: Any) -> Actor:
    """A stored user of `role` as an actor (the password hash is none)."""
    now = work.now()
    row = User(ref=work.new_ref(), username=name, display_name=name, role=role, password_hash="!", created_at=now,
               updated_at=now, **values)  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return actor_of(row)


def a_need(
    work: Work,
    organization: Organization,
    title: str = "高盐废水零排放",
    state: NeedState = NeedState.SUBMITTED,
    **values: Any,
) -> Need:
    texts: NeedValues = {"title": title, "problem": f"{title}的主要难题说明", **values}  # type: ignore[typeddict-item]
    new = NewNeed(organization=organization, intake=NeedSource.PORTAL, values=texts, state=state)
    return create_need(work=work, new=new)


def an_expert(work: Work, name: str = "林示例", kind: ExpertKind = ExpertKind.PERSON, **values: Any) -> Expert:
    directions = values.pop("directions", ["高盐废水蒸发结晶与膜分离"])
    institution = values.pop("institution", None)
    new = NewExpert(kind=kind, name=name, institution=institution, values={"directions": directions, **values})
    return create_expert(work=work, new=new)


def a_suggestion(work: Work, need: Need, expert: Expert, grade: Grade = Grade.STRONG) -> Suggestion:
    """A stored suggestion as a run of matching would have left it."""
    now = work.now()
    run = work.session.scalars(select(MatchRun)).first()
    if run is None:
        run = MatchRun(model_id="fake", weights_version="test", generation=0, reason="test", started_at=now)
    row = Suggestion(ref=work.new_ref(), run=run, need=need, expert=expert, rank=1, grade=grade, score=0.8,
                     created_at=now, updated_at=now)  # fmt: skip
    work.session.add(row)
    work.session.flush()
    return row
