"""From a need to stored suggestions, with the real model: who fits, who may not be asked, what decisions keep."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.models import Expert, MatchRun, Need, NeedAssessment, Suggestion
from matchmaker.models.codes import ExpertState, Grade, NeedState, OrganizationKind, SuggestionState, Verdict
from matchmaker.ranking.engine import Engine
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.expert import declare_conflict, set_expert_state
from matchmaker.services.organization import NewOrganization, create_organization
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.suggest_pass import SuggestPass
from matchmaker.services.suggestion import NeedOutcome
from matchmaker.services.suggestion_text import describe_outcome
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

pytestmark = pytest.mark.model

EXPERTS = {
    "焊接": ["钛合金与不锈钢异种金属激光焊接工艺及接头性能", "厚板窄间隙焊接变形控制"],
    "电解液": ["锂离子电池电解液添加剂与界面成膜机理", "磷酸铁锂电池高温循环性能提升"],
    "掘进": ["煤矿巷道快速掘进与掘锚一体化装备", "矿井智能化掘进系统集成"],
    "小麦": ["黄淮海地区小麦抗逆高产育种", "小麦种质资源创新"],
}


@pytest.fixture
def index(database: Database, world: World, real_encoder: Encoder, engine: Engine) -> SearchIndex:
    with database.write() as session:
        work = world.work(session)
        for name, directions in EXPERTS.items():
            an_expert(work, name=f"{name}专家", directions=directions)
    encode_all(database, world, real_encoder)
    return a_search_index(database, real_encoder, engine=engine)


def verified_need(database: Database, world: World, title: str, problem: str) -> int:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work, f"示例{title[:6]}有限公司")
        return a_need(work, enterprise, title, state=NeedState.VERIFIED, problem=problem).id


def suggest(database: Database, world: World, index: SearchIndex, need_id: int) -> NeedOutcome:
    outcomes: list[NeedOutcome] = []

    def seen(outcome: NeedOutcome) -> None:
        described = describe_outcome(outcome, locale="en")
        assert len(described["candidates"]) == len(outcome.suggestions)
        outcomes.append(outcome)

    done = SuggestPass(database, index, world.work).run([need_id], reason="test", seen=seen)
    assert (done.needs, done.suggestions) == (1, len(outcomes[0].suggestions))
    return outcomes[0]


TUNNEL = ("矿山智能化掘进系统", "煤矿巷道掘进效率低，掘锚不能同时作业，需要智能化快速掘进成套装备与控制系统。")


def names(database: Database, need_id: int, **where: object) -> list[str]:
    with database.read() as session:
        query = select(Expert.name).join(Suggestion, Suggestion.expert_id == Expert.id)
        return list(session.scalars(query.where(Suggestion.need_id == need_id).order_by(Suggestion.rank)))


def test_the_right_expert_comes_first_with_true_evidence(
    database: Database, world: World, index: SearchIndex, engine: Engine
) -> None:
    need_id = verified_need(database, world, *TUNNEL)
    outcome = suggest(database, world, index, need_id)
    assert outcome.grade in (Grade.STRONG, Grade.FAIR)
    assert names(database, need_id)[0] == "掘进专家"
    with database.read() as session:
        row = session.scalars(select(Suggestion).where(Suggestion.rank == 1)).one()
        evidence = row.evidence
        assert evidence["passage_text"] in EXPERTS["掘进"]
        marked = {evidence["passage_text"][span["start"] : span["stop"]] for span in evidence["passage_spans"]}
        assert marked
        assert all(word in TUNNEL[0] + TUNNEL[1] for word in marked)
        run = session.scalars(select(MatchRun)).one()
        assert (run.model_id, run.weights_version, run.needs) == (index.tools.model_id, engine.model.version, 1)
        assert session.get_one(Need, need_id).grade == outcome.grade.value


def test_nobody_fits_is_an_answer_with_a_reason_and_a_hint(
    database: Database, world: World, index: SearchIndex
) -> None:
    need_id = verified_need(database, world, "RFID复杂环境下消除干扰", "仓库金属货架多，超高频电子标签漏读串读严重。")
    outcome = suggest(database, world, index, need_id)
    assert outcome.grade in (Grade.WEAK, Grade.NONE)
    with database.read() as session:
        found = session.scalars(select(NeedAssessment)).one()
        assert found.reasons[0]["code"] in ("not_covered", "only_weak")
        assert {"code": "invite_experts"} in found.hints


def test_who_is_related_to_the_enterprise_is_not_introduced(
    database: Database, world: World, index: SearchIndex
) -> None:
    """S5: a declared interest, the same employer, the same e-mail domain, or cooperating already."""
    need_id = verified_need(database, world, *TUNNEL)
    with database.write() as session:
        work = world.work(session)
        need = session.get_one(Need, need_id)
        expert = session.scalars(select(Expert).where(Expert.name == "掘进专家")).one()
        declare_conflict(work=work, expert=expert, organization=need.organization, kind="declared")
    suggest(database, world, index, need_id)
    assert "掘进专家" not in names(database, need_id)
    with database.write() as session:
        expert = session.scalars(select(Expert).where(Expert.name == "掘进专家")).one()
        expert.conflicts.clear()
    suggest(database, world, index, need_id)
    assert names(database, need_id)[0] == "掘进专家"
    with database.write() as session:
        work = world.work(session)
        institute = NewOrganization(
            kind=OrganizationKind.INSTITUTE, name="示例研究院", values={"email_domain": "same.example"}
        )
        expert = session.scalars(select(Expert).where(Expert.name == "掘进专家")).one()
        expert.institution = create_organization(work=work, new=institute)
        session.get_one(Need, need_id).organization.email_domain = "same.example"
    suggest(database, world, index, need_id)
    assert "掘进专家" not in names(database, need_id)


def test_a_new_pass_keeps_decisions_and_forgets_the_undecided(
    database: Database, world: World, index: SearchIndex
) -> None:
    need_id = verified_need(database, world, *TUNNEL)
    suggest(database, world, index, need_id)
    with database.write() as session:
        first = session.scalars(select(Suggestion).where(Suggestion.rank == 1)).one()
        rejection = NewDecision(verdict=Verdict.REJECT, reason_code="field_mismatch")
        decide_suggestion(work=world.work(session), suggestion=first, new=rejection)
        score = first.score
        for expert in session.scalars(select(Expert).where(Expert.name != "掘进专家")):
            set_expert_state(work=world.work(session), expert=expert, state=ExpertState.RETIRED)
    suggest(database, world, index, need_id)
    with database.read() as session:
        rows = list(session.scalars(select(Suggestion)))
        assert [(row.state, row.score) for row in rows] == [(SuggestionState.REJECTED, score)]


ADD_AND_DIE = """
import os, signal, sys
from matchmaker.database import open_database
from tests.support.builders import an_expert
from tests.support.world import World
database = open_database(sys.argv[1])
with database.write() as session:
    an_expert(World(seed=99).work(session), name="晚来专家", directions=["仓储超高频电子标签抗金属干扰"])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_between_commit_and_refresh_loses_nothing(
    sqlite_database: Database, world: World, real_encoder: Encoder, engine: Engine
) -> None:
    url = str(sqlite_database.engine.url)
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", ADD_AND_DIE, url], cwd=root, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    encode_all(sqlite_database, world, real_encoder)
    index = a_search_index(sqlite_database, real_encoder, engine=engine)
    need_id = verified_need(sqlite_database, world, "RFID复杂环境下消除干扰", "仓库金属货架多，超高频电子标签漏读。")
    suggest(sqlite_database, world, index, need_id)
    assert names(sqlite_database, need_id) == ["晚来专家"]
    assert index.check().ok
