"""Records that the pages of partners and of needs that suit an institution are tested with."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.models import Classification, MatchRun, Need, Organization, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, NeedState
from matchmaker.services.institution_suggestion import suggest_institutions
from matchmaker.services.work import Work
from tests.support.builders import XINTAI, a_need, a_suggestion, an_enterprise, an_expert
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import a_university

SECRET = "保密的涂层配方改进"
INTERNAL = "内部说明：现有产线停机损失八百万元"


@dataclass(frozen=True)
class Pairs:
    """References: enterprises of 泰山区 and 新泰市, both institutions, the pairs of them that are suggested."""

    near: str
    far: str
    university: str
    institute: str
    near_pair: str
    far_pair: str


def seed_pairs(office: Office) -> Pairs:
    """化工大学 fits two needs of the near enterprise, one of them confidential, and one of the far one."""

    def seed(work: Work) -> Pairs:
        near, far = an_enterprise(work, "泰安近处机械有限公司"), an_enterprise(work, "新泰远方矿业有限公司", XINTAI)
        near.classifications.append(Classification(scheme="chains", code=work.schemes("chains").codes[0]))
        university, institute = a_university(work, "示例化工大学"), a_university(work, "示例材料研究院")
        chemist = an_expert(work, "林化工", institution=university, school="化学学院")
        welder = an_expert(work, "祁焊接", institution=university, school="机械学院")
        smith = an_expert(work, "蔺材料", institution=institute)
        open_need = shown(work, a_need(work, near, "换热管防垢", NeedState.PUBLISHED, problem=INTERNAL))
        secret = shown(work, a_need(work, near, SECRET, NeedState.PUBLISHED, problem=INTERNAL,
                                    confidentiality=Confidentiality.CONFIDENTIAL))  # fmt: skip
        unseen = a_need(work, far, "硬岩巷道快速掘进", NeedState.VERIFIED)
        related = [(open_need, chemist, Grade.STRONG, 0.8), (secret, welder, Grade.FAIR, 0.4),
                   (unseen, welder, Grade.FAIR, 0.3), (open_need, smith, Grade.WEAK, 0.1)]  # fmt: skip
        for need, expert, grade, score in related:
            row = a_suggestion(work, need, expert, grade)
            row.score, row.evidence = score, {"shared_terms": ["换热管"]}
        run = work.session.query(MatchRun).one()
        (one,) = suggest_institutions(work=work, enterprise=near, run=run)
        (two,) = suggest_institutions(work=work, enterprise=far, run=run)
        return Pairs(near.ref, far.ref, university.ref, institute.ref, one.ref, two.ref)

    return office.do(seed)


def shown(work: Work, need: Need) -> Need:
    """With a public version that the enterprise approved."""
    need.public_title, need.public_text = f"{need.title}（公开）", f"{need.title}的公开说明"
    need.public_approved_at = work.now()
    return need


def pair_of(office: Office, ref: str) -> tuple[str, int, list[str]]:
    """State and version of a suggestion, and the verdicts on it."""
    return office.do(lambda work: read(work.session.query(Suggestion).filter_by(ref=ref).one()))


def read(row: Suggestion) -> tuple[str, int, list[str]]:
    return row.state.value, row.version, [each.verdict.value for each in row.decisions]


def organization_id(office: Office, ref: str) -> int:
    return office.do(lambda work: work.session.query(Organization).filter_by(ref=ref).one().id)
