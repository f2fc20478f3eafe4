"""Suggested institutions as a queue: in order, in scope, filtered, with what they rest on; needs by school."""

from __future__ import annotations

from matchmaker.database import Database
from matchmaker.models import Classification, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, NeedState, OrganizationKind, Role, SuggestionState
from matchmaker.services.both_ways.partner_queue import PartnerFilter, grounds_of, partner_queue
from matchmaker.services.both_ways.relations import chains_with_relations, institutions_with_relations
from matchmaker.services.both_ways.suitable import Fitting, SuitableNeed, of_school
from matchmaker.services.institution_suggestion import suggest_institutions
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.work import Work
from tests.support.builders import TAISHAN, XINTAI, a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.world import World


def pair(work: Work, enterprise: Organization, grade: Grade, score: float, **values: object) -> Suggestion:
    """An institution with one expert that fits one need of `enterprise`."""
    new = NewOrganization(kind=OrganizationKind.UNIVERSITY, name=f"{enterprise.name}大学")
    institution = create_organization(work=work, new=new)
    need = a_need(work, enterprise, f"{enterprise.name}的需求", NeedState.VERIFIED, **values)
    row = a_suggestion(work, need, an_expert(work, f"{enterprise.name}专家", institution=institution), grade)
    row.score = score
    (found,) = suggest_institutions(work=work, enterprise=enterprise, run=row.run)
    return found


def test_the_queue_is_in_order_in_scope_and_filtered(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        chain = work.schemes("chains").codes[0]
        fair = pair(work, an_enterprise(work, "甲厂", TAISHAN), Grade.FAIR, 0.9)
        strong = pair(work, an_enterprise(work, "乙厂", XINTAI), Grade.STRONG, 0.5)
        held = pair(work, an_enterprise(work, "丙厂", XINTAI), Grade.STRONG, 0.8)
        held.state = SuggestionState.HELD
        assert fair.enterprise is not None
        fair.enterprise.classifications.append(Classification(scheme="chains", code=chain))
        session.flush()
        county = work.as_actor(a_user(work, Role.COUNTY, "county", county_code=TAISHAN))

        def refs(own: Work, **where: object) -> list[str]:
            return [row.ref for row in partner_queue(work=own, where=PartnerFilter(**where)).rows]  # type: ignore[arg-type]

        assert refs(work) == [strong.ref, fair.ref]
        assert refs(county) == [fair.ref]
        assert refs(work, chain=chain) == [fair.ref]
        assert refs(work, county_code=XINTAI) == [strong.ref]
        assert refs(work, state=SuggestionState.HELD) == [held.ref]
        assert (chains_with_relations(work=work), chains_with_relations(work=county)) == ([chain], [chain])
        assert [one.name for one in institutions_with_relations(work=county)] == ["甲厂大学"]


def test_grounds_leave_out_confidential_needs(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        plain = pair(work, an_enterprise(work, "甲厂"), Grade.FAIR, 0.9)
        secret = pair(work, an_enterprise(work, "乙厂"), Grade.FAIR, 0.9, confidentiality=Confidentiality.CONFIDENTIAL)
        found = grounds_of(work=work, rows=[plain, secret])
        assert [row.need.title for row in found[plain.id] if row.need] == ["甲厂的需求"]
        assert found[secret.id] == []
        assert grounds_of(work=work, rows=[]) == {}


def test_of_a_school_only_its_own_people_stay() -> None:
    both = (Fitting("林", "化学学院", Grade.STRONG), Fitting("祁", "机械学院", Grade.FAIR))
    needs = [SuitableNeed("1", "一", "", None, (), Grade.STRONG, both),
             SuitableNeed("2", "二", "", None, (), Grade.FAIR, both[1:])]  # fmt: skip
    assert [(one.ref, one.fitting) for one in of_school(needs, "化学学院")] == [("1", both[:1])]
    assert of_school(needs, "") == needs
