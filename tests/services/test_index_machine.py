"""The index equals the database under random interleavings of everything that changes it (N4, N5)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from embeddings import Encoder, FakeEncoder
from matchmaker import schema
from matchmaker.database import open_database
from matchmaker.models import Achievement, Embedding, Expert, Need, Passage
from matchmaker.models.codes import ExpertState, NeedResult, NeedState
from matchmaker.services.achievement import NewAchievement, create_achievement, set_achievement_active
from matchmaker.services.expert import edit_expert, set_expert_state
from matchmaker.services.index_snapshot import SnapshotFile
from matchmaker.services.need import (
    approve_public_version,
    close_need,
    edit_need,
    publish_need,
    reopen_need,
    verify_need,
)
from matchmaker.services.passage import remove_passages
from matchmaker.services.search_index import SearchIndex
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World

WORDS = ("铜丝绞合", "隧道掘进", "高盐废水", "电解液添加剂", "小麦育种")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True)


class OtherModel(FakeEncoder):
    """The fake encoder under another name."""

    @property
    def model_id(self) -> str:
        return "other-model"


MODELS: dict[str, Encoder] = {"first": FakeEncoder(), "other": OtherModel()}


class IndexMachine(RuleBasedStateMachine):
    """Two processes hold an index each; the database is changed by anybody; brute force is the judge."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        self.database = open_database(f"sqlite:///{path / 'm.sqlite3'}")
        schema.upgrade(self.database)
        self.world = World()
        self.snapshot = SnapshotFile(path / "index.snapshot")
        self.model = "first"
        self.indexes = [self.started(), self.started()]

    def started(self) -> SearchIndex:
        return a_search_index(self.database, MODELS[self.model], self.snapshot)

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.dispose()
            self.folder.cleanup()

    @rule(texts=TEXTS)
    def add_expert(self, texts: list[str]) -> None:
        with self.database.write() as session:
            an_expert(self.world.work(session), name=f"专家{self.world.random.random()}", directions=texts)

    @rule(texts=TEXTS, pick=st.integers(0, 9))
    def edit_an_expert(self, texts: list[str], pick: int) -> None:
        with self.database.write() as session:
            row = self.picked(session, Expert, pick)
            if row is not None:
                edit_expert(work=self.world.work(session), expert=row, values={"directions": texts})

    @rule(state=st.sampled_from(list(ExpertState)), pick=st.integers(0, 9))
    def hide_or_show(self, state: ExpertState, pick: int) -> None:
        with self.database.write() as session:
            row = self.picked(session, Expert, pick)
            if row is not None:
                set_expert_state(work=self.world.work(session), expert=row, state=state)

    @rule(words=st.sampled_from(WORDS))
    def post_need(self, words: str) -> None:
        with self.database.write() as session:
            work = self.world.work(session)
            a_need(work, an_enterprise(work, f"示例{self.world.random.random()}厂"), words)

    @rule(pick=st.integers(0, 9))
    def move_a_need(self, pick: int) -> None:
        with self.database.write() as session:
            row = self.picked(session, Need, pick)
            work = self.world.work(session)
            if row is None or row.state is NeedState.CLOSED:
                return
            if row.state is NeedState.SUBMITTED:
                verify_need(work=work, need=row)
            elif pick % 3 == 1:
                edit_need(work=work, need=row, values={"goal": f"目标{pick}"})
            elif pick % 3 == 2 and row.state is NeedState.VERIFIED:
                approve_public_version(work=work, need=row, title="公开", text="公开的说明", how="电话")
                publish_need(work=work, need=row)
            else:
                close_need(work=work, need=row, result=NeedResult.UNSOLVED)

    @rule(pick=st.integers(0, 9))
    def reopen_a_need(self, pick: int) -> None:
        with self.database.write() as session:
            row = self.picked(session, Need, pick)
            if row is not None and row.state is NeedState.CLOSED:
                reopen_need(work=self.world.work(session), need=row, why="又有了")

    @rule(words=st.sampled_from(WORDS))
    def add_achievement(self, words: str) -> None:
        with self.database.write() as session:
            work = self.world.work(session)
            create_achievement(work=work, new=NewAchievement(title=f"{words}{self.world.random.random()}", text=words))

    @rule(pick=st.integers(0, 9), active=st.booleans())
    def hide_or_show_an_achievement(self, pick: int, active: bool) -> None:
        with self.database.write() as session:
            row = self.picked(session, Achievement, pick)
            if row is not None and row.active is not active:
                set_achievement_active(work=self.world.work(session), achievement=row, active=active)

    @rule(pick=st.integers(0, 9))
    def delete_an_expert(self, pick: int) -> None:
        with self.database.write() as session:
            row = self.picked(session, Expert, pick)
            if row is not None:
                remove_passages(work=self.world.work(session), owner=row)
                session.flush()
                session.delete(row)

    @rule()
    def roll_back(self) -> None:
        """What was written and never committed."""
        session = self.database.writing()
        an_expert(self.world.work(session), name=f"专家{self.world.random.random()}", directions=["从未提交"])
        session.flush()
        session.rollback()
        session.close()

    @rule()
    def encode(self) -> None:
        encode_all(self.database, self.world, MODELS[self.model])

    @rule(which=st.integers(0, 1))
    def crash_after_a_commit(self, which: int) -> None:
        """The process committed and encoded, and is gone before its index heard of it; another takes its place."""
        self.add_expert([WORDS[which]])
        self.encode()
        self.indexes[which] = self.started()

    @rule(which=st.integers(0, 1))
    def restart_a_process(self, which: int) -> None:
        self.indexes[which] = self.started()

    @rule(which=st.integers(0, 1))
    def rebuild(self, which: int) -> None:
        self.indexes[which].rebuild()

    @rule(which=st.integers(0, 1))
    def write_snapshot(self, which: int) -> None:
        self.indexes[which].save_snapshot()

    @precondition(lambda self: self.world.random.random() < 0.3)
    @rule()
    def switch_model(self) -> None:
        self.model = "other" if self.model == "first" else "first"
        self.indexes = [self.started(), self.started()]

    @invariant()
    def every_index_equals_the_database(self) -> None:
        if not hasattr(self, "indexes"):
            return
        texts, vectors = self.truth()
        for index in self.indexes:
            state = index.current()
            assert sorted(state.lexical.ids.tolist()) == sorted(texts)
            ids = state.vectors.ids.tolist()
            assert sorted(ids) == sorted(vectors)
            assert len(set(ids)) == len(ids)
            for number, vector in zip(ids, state.vectors.vectors, strict=True):
                assert np.array_equal(vector, vectors[number])
            assert index.check().ok

    def picked(self, session, kind, pick):
        rows = list(session.scalars(select(kind).order_by(kind.id)))
        return rows[pick % len(rows)] if rows else None

    def truth(self) -> tuple[dict[int, str], dict[int, np.ndarray]]:
        """Searchable passages and their vectors, read row by row without the services."""
        texts, vectors = {}, {}
        with self.database.read() as session:
            for row in session.scalars(select(Passage).where(Passage.searchable)):
                texts[row.id] = row.text
                found = session.scalars(
                    select(Embedding).where(
                        Embedding.text_hash == row.text_hash,
                        Embedding.model_id == MODELS[self.model].model_id,
                        Embedding.purpose == ("query" if row.need_id else "passage"),
                    )
                ).one_or_none()
                if found is not None and found.vector is not None:
                    vectors[row.id] = np.frombuffer(found.vector, "<f4")
        return texts, vectors


TestIndexMachine = IndexMachine.TestCase
TestIndexMachine.settings = settings(
    max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
