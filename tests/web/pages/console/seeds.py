"""Records that the console's tests start from, made through the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from matchmaker.models import Need, NeedAssessment, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, NeedSource, NeedState, OrganizationKind, Role
from matchmaker.services.achievement import NewAchievement, create_achievement
from matchmaker.services.campaign import NewCampaign, create_campaign, open_campaign
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.institution_suggestion import suggest_institutions
from matchmaker.services.need import NewNeed, create_need
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.work import Work
from tests.support.builders import XINTAI, a_need, a_suggestion, an_enterprise, an_expert
from tests.web.pages.console.conftest import Office

PROBLEM = "高盐废水蒸发结晶时换热管结垢严重，每7天就要停机清洗一次。"
PASSAGE = "工业高盐废水零排放：蒸发结晶过程的换热管防垢机理与在线清洗"


@dataclass(frozen=True)
class City:
    """References of what was seeded; the names say what each is."""

    enterprise: str
    other_enterprise: str
    university: str
    submitted: str
    verified: str
    secret: str
    elsewhere: str
    expert: str
    second_expert: str
    achievement: str
    suggestion: str
    second_suggestion: str
    weak_suggestion: str
    elsewhere_suggestion: str
    pair: str


def evidence_of(need_text: str = PROBLEM, passage: str = PASSAGE) -> dict[str, object]:
    """Evidence as matching stores it."""
    terms = ["高盐废水", "换热管"]
    spans = {
        text: [{"start": text.index(term), "stop": text.index(term) + len(term)} for term in terms if term in text]
        for text in (need_text, passage)
    }
    return {
        "part": "problem",
        "need_text": need_text,
        "need_excerpt": {"start": 0, "stop": len(need_text)},
        "need_spans": spans[need_text],
        "passage": 0,
        "passage_text": passage,
        "passage_excerpt": {"start": 0, "stop": len(passage)},
        "passage_spans": spans[passage],
        "similarity": 0.4,
        "shared_terms": terms,
        "supports": [
            {"code": "meaning_close", "params": {"deviations": 4.2}},
            {"code": "terms_shared", "params": {"terms": terms}},
        ],
        "doubts": [{"code": "terms_missing", "params": {"terms": ["三效蒸发"]}}],
    }


def a_university(work: Work, name: str = "岱岳工业大学（示例）") -> Organization:
    new = NewOrganization(kind=OrganizationKind.UNIVERSITY, name=name, county_code="370911")
    return create_organization(work=work, new=new)


def with_evidence(row: Suggestion, **evidence: str) -> Suggestion:
    row.evidence = evidence_of(**evidence)
    row.parts = {"text_similarity": {"value": 0.4, "odds": 1.5}, "key_terms": {"value": 0.3, "odds": 0.9}}
    return row


def a_confidential_need(work: Work, organization: Organization, title: str = "保密的工艺改进需求") -> Need:
    return a_need(work, organization, title, NeedState.VERIFIED, confidentiality=Confidentiality.CONFIDENTIAL)


def seed_city(office: Office) -> City:
    """泰山区 with a reviewed, an unreviewed and a confidential need; 新泰市 with one; an institution that fits."""
    office.person(Role.CITY)

    def seed(work: Work) -> City:
        enterprise = an_enterprise(work, "泰安澄源环保科技有限公司（示例）")
        elsewhere_enterprise = an_enterprise(work, "新泰岩通矿山工程有限公司（示例）", XINTAI)
        set_contact(work=work, owner=enterprise, values={"name": "周示例", "mobile": "13800001234"})
        university = a_university(work)
        submitted = a_need(work, enterprise, "香菇酱褐变控制", contact_name="王示例", contact_mobile="13800005678")
        verified = a_need(work, enterprise, "换热管防垢", NeedState.VERIFIED, problem=PROBLEM)
        secret = a_confidential_need(work, enterprise)
        elsewhere = a_need(work, elsewhere_enterprise, "硬岩巷道快速掘进", NeedState.VERIFIED)
        expert = an_expert(work, "林示例", institution=university, directions=[PASSAGE])
        set_contact(work=work, owner=expert, values={"name": "林示例", "mobile": "13900001234"})
        second, third = an_expert(work, "蔺示例", directions=["原料药晶型"]), an_expert(work, "祁示例")
        achievement = create_achievement(
            work=work, new=NewAchievement(title="晶种法防垢蒸发技术", text="已应用。", institution=university)
        )
        first = with_evidence(a_suggestion(work, verified, expert))
        fair = with_evidence(a_suggestion(work, verified, second, Grade.FAIR))
        weak = a_suggestion(work, verified, third, Grade.WEAK)
        far = a_suggestion(work, elsewhere, expert)
        (pair,) = suggest_institutions(work=work, enterprise=enterprise, run=first.run)
        verified.grade, verified.assessed_at, verified.suggestion_count = "strong", work.now(), 2
        return City(
            enterprise.ref, elsewhere_enterprise.ref, university.ref, submitted.ref, verified.ref, secret.ref,
            elsewhere.ref, expert.ref, second.ref, achievement.ref, first.ref, fair.ref, weak.ref, far.ref, pair.ref,
        )  # fmt: skip

    return office.do(seed)


def assess(work: Work, need: Need, run_id: int) -> None:
    """What a run leaves that found nobody."""
    work.session.add(
        NeedAssessment(
            need_id=need.id,
            run_id=run_id,
            grade=Grade.NONE,
            reasons=[{"code": "not_covered", "terms": ["射频识别"]}],
            hints=[{"code": "add_indicators"}],
            assessed_at=work.now(),
        )
    )


def a_running_campaign(work: Work) -> None:
    new = NewCampaign(
        4, "第四届双百行动（示例）", "百名专家泰安行", "百家企业院校行", date(2026, 10, 8), date(2027, 6, 30)
    )
    open_campaign(work=work, campaign=create_campaign(work=work, new=new))


def needs_of_a_list(office: Office, count: int) -> None:
    def seed(work: Work) -> None:
        for number in range(count):
            a_need(work, an_enterprise(work, f"示例{number}有限公司"), f"需求{number}")

    office.do(seed)


def an_intake(work: Work, organization: Organization, by: int) -> Need:
    """A need that somebody entered by telephone and that waits for the enterprise's word."""
    new = NewNeed(
        organization=organization,
        intake=NeedSource.PHONE,
        values={"title": "电话代填的需求", "problem": "企业来电说明的难题，希望尽快有专家上门。"},
        state=NeedState.SUBMITTED,
    )
    need = create_need(work=work, new=new)
    need.entered_by_id = by
    return need
