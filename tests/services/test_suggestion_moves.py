"""What was accepted or rejected moves the need's other candidates at once, says why, and comes back with an undo."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.models import Expert, Job, Need, Suggestion
from matchmaker.models.codes import JobState, NeedState, SuggestionState, Verdict
from matchmaker.ranking.engine import Engine
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.suggest_pass import SuggestPass
from matchmaker.services.suggestion_moves import Moves, move_others
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

pytestmark = pytest.mark.model

PROBLEM = "煤矿巷道掘进效率低，掘锚不能同时作业，需要智能化快速掘进成套装备与控制系统。"
EXPERTS = {
    "掘进甲": ["煤矿巷道快速掘进与掘锚一体化装备", "矿井智能化掘进系统集成"],
    "掘进乙": ["煤矿巷道快速掘进成套装备", "掘锚同步作业与智能掘进控制"],
    "支护丙": ["矿山巷道围岩控制与锚杆支护"],
    "小麦丁": ["黄淮海地区小麦抗逆高产育种"],
}


@pytest.fixture
def index(database: Database, world: World, real_encoder: Encoder, engine: Engine) -> SearchIndex:
    with database.write() as session:
        for name, directions in EXPERTS.items():
            an_expert(world.work(session), name=name, directions=directions)
    encode_all(database, world, real_encoder)
    index = a_search_index(database, real_encoder, engine=engine)
    index.current()
    return index


@pytest.fixture
def need_id(database: Database, world: World, index: SearchIndex, real_encoder: Encoder) -> int:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), "矿山智能化掘进系统", NeedState.VERIFIED, problem=PROBLEM)
    encode_all(database, world, real_encoder)
    SuggestPass(database, index, world.work).run([need.id], reason="test")
    return need.id


Row = tuple[str, str, float, int]


def rows(database: Database, need_id: int) -> dict[str, tuple[str, str, float, int]]:
    """State, grade, score and version of each candidate by name."""
    with database.read() as session:
        query = select(Expert.name, Suggestion).join(Suggestion, Suggestion.expert_id == Expert.id)
        found = session.execute(query.where(Suggestion.need_id == need_id)).all()
        return {name: (row.state.value, row.grade.value, row.score, row.version) for name, row in found}


def decide(database: Database, world: World, need_id: int, name: str, new: NewDecision) -> None:
    with database.write() as session:
        query = select(Suggestion).join(Expert, Suggestion.expert_id == Expert.id)
        row = session.scalars(query.where(Suggestion.need_id == need_id, Expert.name == name)).one()
        decide_suggestion(work=world.work(session), suggestion=row, new=new)


def follow(database: Database, world: World, index: SearchIndex | None, need_id: int) -> Moves | None:
    return move_others(database=database, index=index, work_of=world.work, need_id=need_id)


REJECTION = NewDecision(Verdict.REJECT, "field_mismatch")


def test_a_rejection_moves_who_is_alike_down_and_an_undo_brings_it_back(
    database: Database, world: World, index: SearchIndex, need_id: int
) -> None:
    before = rows(database, need_id)
    decide(database, world, need_id, "掘进甲", REJECTION)
    moves = follow(database, world, index, need_id)
    after = rows(database, need_id)
    assert moves is not None
    assert "掘进乙" in (*moves.down, *moves.gone)
    assert moves.up == ()
    assert after["掘进甲"][:3] == ("rejected", *before["掘进甲"][1:3])
    if "掘进乙" in after:
        assert after["掘进乙"][2] < before["掘进乙"][2]
    decide(database, world, need_id, "掘进甲", NewDecision(Verdict.UNDO))
    follow(database, world, index, need_id)
    restored = rows(database, need_id)
    assert {name: row[:2] for name, row in restored.items()} == {name: row[:2] for name, row in before.items()}
    assert {name: round(row[2], 6) for name, row in restored.items()} == {
        name: round(row[2], 6) for name, row in before.items()
    }


def test_a_candidate_names_the_decision_that_moved_it(
    database: Database, world: World, index: SearchIndex, need_id: int
) -> None:
    decide(database, world, need_id, "掘进甲", NewDecision(Verdict.ACCEPT))
    moves = follow(database, world, index, need_id)
    with database.read() as session:
        query = select(Suggestion).join(Expert, Suggestion.expert_id == Expert.id).where(Suggestion.need_id == need_id)
        found = {row.expert.name: row for row in session.scalars(query) if row.expert}
        movers = found["掘进乙"].evidence.get("moved_by", [])
        assert moves is not None
        assert [mover["suggestion"] for mover in movers] == [found["掘进甲"].ref]
        assert movers[0]["odds"] > 0
        assert "moved_by" not in found["掘进甲"].evidence


def test_what_comes_out_the_same_is_not_touched(
    database: Database, world: World, index: SearchIndex, need_id: int
) -> None:
    """Else every pass would make what an organizer has on the screen stale."""
    before = rows(database, need_id)
    assert follow(database, world, index, need_id) == Moves()
    assert rows(database, need_id) == before


def test_a_reason_that_says_nothing_of_the_subject_moves_nobody(
    database: Database, world: World, index: SearchIndex, need_id: int
) -> None:
    decide(database, world, need_id, "掘进甲", NewDecision(Verdict.REJECT, "expert_unavailable"))
    assert follow(database, world, index, need_id) == Moves()


def test_without_an_index_at_hand_the_job_does_it(
    database: Database, world: World, index: SearchIndex, need_id: int
) -> None:
    decide(database, world, need_id, "掘进甲", REJECTION)
    assert follow(database, world, None, need_id) is None
    with database.read() as session:
        waiting = select(Job.payload).where(Job.kind == "suggest", Job.state == JobState.QUEUED)
        assert session.scalars(waiting).all() == [{"need_id": need_id}]
        state = session.get_one(Need, need_id).state
        assert state is NeedState.MATCHING
        assert SuggestionState.REJECTED in session.scalars(select(Suggestion.state)).all()
