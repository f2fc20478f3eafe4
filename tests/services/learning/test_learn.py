"""Weights learnt from decisions: kept, run only when better, named on suggestions, and taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from embeddings import Encoder
from matchmaker.database import Database
from matchmaker.errors import Forbidden, WrongState
from matchmaker.evaluation.errors import TooFewDecisions
from matchmaker.evaluation.replay import Verdict
from matchmaker.matching.model import RelevanceModel
from matchmaker.models import Event, Expert, Job, MatchRun, Need, Suggestion
from matchmaker.models.codes import NeedState, Role
from matchmaker.models.codes import Verdict as Decided
from matchmaker.ranking.engine import Engine
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.feedback import give_feedback
from matchmaker.services.learning.learn import Learning
from matchmaker.services.learning.taken_decisions import lessons
from matchmaker.services.learning.weights_store import UnknownWeights, WeightsStore
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.suggest_pass import SuggestPass
from tests.support.builders import a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

pytestmark = pytest.mark.model

DIRECTIONS = [
    "煤矿巷道快速掘进装备",
    "磷酸铁锂电池电解液",
    "黄淮海小麦抗逆育种",
    "高盐废水蒸发结晶",
    "异种金属激光焊接",
]
TOPICS = ["巷道掘进效率低", "电池低温容量下降", "小麦倒伏减产", "换热管结垢停机", "焊缝开裂返修", "食用菌酱褐变"]
REJECTION = NewDecision(Decided.REJECT, "field_mismatch")


@pytest.fixture
def store(tmp_path: Path, engine: Engine) -> WeightsStore:
    return WeightsStore(tmp_path / "weights", shipped=engine.model)


@pytest.fixture
def index(
    sqlite_database: Database, world: World, real_encoder: Encoder, engine: Engine, store: WeightsStore
) -> SearchIndex:
    with sqlite_database.write() as session:
        for place, direction in enumerate(DIRECTIONS):
            an_expert(world.work(session), name=f"示例专家{place}", directions=[direction])
    index = a_search_index(sqlite_database, real_encoder, engine=engine)
    index.weights = store
    return index


def decide_generously(database: Database, world: World, encoder: Encoder, *, needs: int = 24) -> None:
    """Organizers who take every second weak relation: the shipped weights are far too careful for them."""
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        experts = session.scalars(select(Expert)).all()
        for number in range(needs):
            topic = f"{TOPICS[number % len(TOPICS)]}{number}"
            need = a_need(work, enterprise, topic, NeedState.VERIFIED, problem=f"{topic}，每月停机{number + 1}次")
            for at, expert in enumerate(experts[:4]):
                world.clock.advance(minutes=1)
                row = a_suggestion(work, need, expert)
                verdict = NewDecision(Decided.ACCEPT) if (number + at) % 2 else REJECTION
                decide_suggestion(work=work, suggestion=row, new=verdict)
    encode_all(database, world, encoder)


def test_better_weights_run_are_named_on_suggestions_and_are_taken_back(
    sqlite_database: Database, world: World, index: SearchIndex, store: WeightsStore, real_encoder: Encoder
) -> None:
    decide_generously(sqlite_database, world, real_encoder)
    learnt = Learning(sqlite_database, index, world.work).learn()
    assert (learnt.version, learnt.compared_with) == ("learnt-2026-11-24", store.shipped.version)
    assert (learnt.replayed.verdict, learnt.switched) == (Verdict.BETTER, True)
    assert store.history() == (store.shipped.version, "learnt-2026-11-24")
    with sqlite_database.read() as session:
        event = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert event is not None
        assert (event.action, event.subject_ref, event.after["verdict"]) == (
            "weights.switch", "learnt-2026-11-24", "better",
        )  # fmt: skip
        assert session.scalars(select(Job).where(Job.kind == "suggest_all")).first() is not None
        need_id = session.scalars(select(Need.id)).first()
    assert need_id is not None
    SuggestPass(sqlite_database, index, world.work).run([need_id], reason="test")
    with sqlite_database.read() as session:
        runs = session.scalars(select(MatchRun.weights_version).order_by(MatchRun.id.desc())).all()
        assert runs[0] == "learnt-2026-11-24"
    assert Learning(sqlite_database, index, world.work).back() == store.shipped.version
    assert index.current().tools.engine is not None
    assert index.current().tools.engine.model.version == store.shipped.version
    with pytest.raises(WrongState):
        Learning(sqlite_database, index, world.work).back()


def test_weights_that_are_not_better_are_kept_but_do_not_run(
    sqlite_database: Database, world: World, index: SearchIndex, store: WeightsStore, real_encoder: Encoder
) -> None:
    """On eight needs nothing is decided."""
    decide_generously(sqlite_database, world, real_encoder, needs=8)
    learnt = Learning(sqlite_database, index, world.work).learn()
    assert (learnt.replayed.verdict, learnt.switched) == (Verdict.UNDECIDED, False)
    assert [one.version for one in store.versions()] == [learnt.version]
    assert store.running() is store.shipped
    again = Learning(sqlite_database, index, world.work).learn()
    assert again.version == f"{learnt.version}-2"


def test_few_decisions_and_other_roles_are_refused(
    sqlite_database: Database, world: World, index: SearchIndex, store: WeightsStore, real_encoder: Encoder
) -> None:
    with pytest.raises(TooFewDecisions):
        Learning(sqlite_database, index, world.work).learn()
    with sqlite_database.write() as session:
        city = a_user(world.work(session), Role.CITY, "city")
    for act in (Learning.learn, Learning.back):
        with pytest.raises(Forbidden):
            act(Learning(sqlite_database, index, lambda session: world.work(session, city)))
    assert store.history() == (store.shipped.version,)


def test_a_failed_commit_puts_the_pointer_back(
    sqlite_database: Database, index: SearchIndex, store: WeightsStore, world: World
) -> None:
    store.keep(learnt_model(store, "learnt-1"), {"made_at": "2026-11-24T00:00:00+00:00"})
    learning = Learning(sqlite_database, index, world.work)

    def switch_and_fail() -> None:
        with learning._switching(store):
            store.switch("learnt-1")
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        switch_and_fail()
    assert store.history() == (store.shipped.version,)


def learnt_model(store: WeightsStore, version: str, on: str = "") -> RelevanceModel:
    provenance = {**store.shipped.provenance, "learnt": {"on top of": on or store.shipped.version}}
    return replace(store.shipped, version=version, weights=store.shipped.weights * 0.5, provenance=provenance)


def test_a_switch_is_seen_by_another_process_and_what_cannot_be_used_is_told(
    tmp_path: Path, engine: Engine, index: SearchIndex, store: WeightsStore
) -> None:
    other = WeightsStore(tmp_path / "weights", shipped=engine.model)
    assert other.running() is engine.model
    store.keep(learnt_model(store, "learnt-1"), {"made_at": "1"})
    store.switch("learnt-1")
    assert np.allclose(other.running().weights, engine.model.weights * 0.5)
    assert index.current().tools.engine.model.version == "learnt-1"  # type: ignore[union-attr]
    store.keep(learnt_model(store, "learnt-2", on="2025.1"), {"made_at": "2"})
    store.switch("learnt-2")
    assert other.running() is engine.model
    assert other.problem == f"learnt-2 was learnt on 2025.1, but {engine.model.version} ships now"
    (tmp_path / "weights" / "learnt-1" / "relevance.json").write_text("{}", encoding="utf-8")
    assert store.back() == "learnt-1"
    assert other.running() is engine.model
    assert "learnt-1" in (other.problem or "")
    with pytest.raises(UnknownWeights):
        store.switch("learnt-9")


def test_results_and_ratings_speak_louder_than_decisions(
    sqlite_database: Database, world: World, index: SearchIndex, real_encoder: Encoder
) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), "换热管结垢", NeedState.VERIFIED)
        rows: list[Suggestion] = []
        decisions = [NewDecision(Decided.ACCEPT)] * 3 + [REJECTION, NewDecision(Decided.REJECT, "expert_unavailable")]
        for expert, decision in zip(session.scalars(select(Expert)).all(), decisions, strict=True):
            world.clock.advance(minutes=1)
            rows.append(a_suggestion(work, need, expert))
            decide_suggestion(work=work, suggestion=rows[-1], new=decision)
        give_feedback(work=work, subject=rows[1], side="enterprise", rating=1)
        give_feedback(work=work, subject=rows[2], side="expert", rating=3)
        record_outcome(work=work, new=NewOutcome(level="intent", suggestion=rows[4]))
    encode_all(sqlite_database, world, real_encoder)
    with sqlite_database.read() as session:
        found = lessons(session, model_id=real_encoder.model_id)
    assert [taken.level for taken in found.taken] == [4.0, 2.0, 3.0, 1.0, 4.0]


def test_the_command_refuses_too_few_decisions_in_one_line(tmp_path: Path, engine: Engine) -> None:
    from matchmaker import schema
    from matchmaker.cli import main
    from matchmaker.database import open_database

    database = open_database(f"sqlite:///{tmp_path / 'matchmaker.sqlite3'}")
    schema.upgrade(database)
    database.dispose()
    runner = CliRunner(env={"MATCHMAKER_DATA_DIR": str(tmp_path)})
    done = runner.invoke(main, ["learn", "--json"])
    assert done.exit_code == 1
    assert "0 decisions, 0 of them acceptances, are too few to learn from" in done.stderr
    back = runner.invoke(main, ["learn", "--back"])
    assert back.exit_code == 1
    shipped = engine.model.version
    assert back.stderr.splitlines()[-1] == (
        f"Error: There is no earlier version of the weights: those that ship ({shipped}) run already."
    )
