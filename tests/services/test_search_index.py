"""The index equals the database, whatever happens (N4-N7).

Each expert has a passage for its name beside one for each direction.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select, update

from embeddings import BadVectors, FakeEncoder
from matchmaker.database import Database
from matchmaker.ledger import note_change
from matchmaker.models import Embedding, Expert, Ledger, Passage
from matchmaker.models.codes import ExpertState, NeedState
from matchmaker.services.encode import drop_unsound
from matchmaker.services.expert import edit_expert, set_expert_state
from matchmaker.services.index_snapshot import SnapshotFile
from matchmaker.services.need import verify_need
from matchmaker.services.passage_rows import Owner
from tests.support.builders import a_need, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World


def add_expert(database: Database, world: World, *directions: str) -> int:
    with database.write() as session:
        return an_expert(world.work(session), directions=list(directions)).id


def passages_of(state, expert_id: int) -> list[int]:
    return [number for number, owner in state.owners.items() if owner == Owner("expert", expert_id)]


def test_a_new_expert_is_found_by_words_at_once_and_by_meaning_once_encoded(database: Database, world: World) -> None:
    index = a_search_index(database)
    expert_id = add_expert(database, world, "铜丝绞合与弯曲疲劳")
    state = index.current()
    assert state.lexical.search("弯曲疲劳", 5).of(0)[0].tolist() == passages_of(state, expert_id)[1:]
    assert (len(state.vectors), len(state.waiting)) == (0, 2)
    assert encode_all(database, world) == 2
    state = index.current()
    assert state.vectors.ids.tolist() == passages_of(state, expert_id)
    assert not state.waiting
    assert index.check().ok


def test_every_process_sees_an_edit_and_a_withdrawal(database: Database, world: World) -> None:
    """N5: two indexes stand for two processes."""
    expert_id = add_expert(database, world, "铜丝绞合", "电缆敷设机器人")
    encode_all(database, world)
    first, second = a_search_index(database), a_search_index(database)
    assert len(first.current().vectors) == len(second.current().vectors) == 3
    with database.write() as session:
        edit_expert(
            work=world.work(session),
            expert=session.get_one(Expert, expert_id),
            values={"directions": ["铜丝绞合", "隧道掘进"]},
        )
    for index in (first, second):
        hits = index.current().lexical.search("机器人", 5).of(0)[0]
        assert hits.tolist() == []
        assert index.check().ok
    with database.write() as session:
        set_expert_state(
            work=world.work(session), expert=session.get_one(Expert, expert_id), state=ExpertState.WITHDRAWN
        )
    for index in (first, second):
        state = index.current()
        assert (len(state.vectors), len(state.lexical), dict(state.owners)) == (0, 0, {})
        assert index.check().ok


def test_the_tail_and_a_rebuild_give_the_same_state(database: Database, world: World) -> None:
    index = a_search_index(database)
    index.current()
    for number in range(6):
        add_expert(database, world, f"方向{number}绞合", f"第{number}种隧道")
        encode_all(database, world)
        index.current()
    followed, fresh = index.current(), a_search_index(database).current()
    assert followed.owners == fresh.owners
    order, other = np.argsort(followed.vectors.ids), np.argsort(fresh.vectors.ids)
    assert np.array_equal(followed.vectors.vectors[order], fresh.vectors.vectors[other])
    for words in ("绞合", "隧道", "方向3"):
        assert followed.lexical.search(words, 10).ids.tolist() == fresh.lexical.search(words, 10).ids.tolist()


def test_a_reader_keeps_its_state_while_the_index_moves_on(sqlite_database: Database, world: World) -> None:
    index = a_search_index(sqlite_database)
    add_expert(sqlite_database, world, "铜丝绞合")
    encode_all(sqlite_database, world)
    old = index.current()
    add_expert(sqlite_database, world, "隧道掘进")
    encode_all(sqlite_database, world)
    assert len(index.current().vectors) == 4
    assert len(old.vectors) == 2


def test_needs_enter_the_index_when_they_are_verified(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
    encode_all(database, world)
    index = a_search_index(database)
    assert len(index.current().vectors) == 0
    with database.write() as session:
        verify_need(work=world.work(session), need=session.merge(need))
    assert {owner.kind for owner in index.current().owners.values()} == {"need"}
    assert index.check().ok
    assert need.state is NeedState.SUBMITTED  # the detached copy of the first session


def test_nothing_is_encoded_twice_and_texts_are_shared(database: Database, world: World) -> None:
    add_expert(database, world, "铜丝绞合")
    add_expert(database, world, "铜丝绞合")
    assert encode_all(database, world) == 2
    assert encode_all(database, world) == 0
    assert len(a_search_index(database).current().vectors) == 4


class NanEncoder(FakeEncoder):
    """Refuses texts with 坏, as the real encoder does when the model gives NaN."""

    def encode_passages(self, texts, *, progress=None):
        if any("坏" in text for text in texts):
            raise BadVectors(reason="not finite", rows=[0])
        return super().encode_passages(texts, progress=progress)


def test_a_text_without_a_vector_waits_visibly_and_stops_nobody(database: Database, world: World) -> None:
    """N7."""
    add_expert(database, world, "好方向", "坏方向")
    assert encode_all(database, world, NanEncoder()) == 3
    assert encode_all(database, world, NanEncoder()) == 0
    index = a_search_index(database, NanEncoder())
    state = index.current()
    assert len(state.vectors) == 2
    assert len(state.waiting) == 1
    with database.read() as session:
        refused = session.scalars(select(Embedding).where(Embedding.state == "refused")).one()
        assert (refused.reason, refused.vector) == ("vectors_bad", None)


UNSOUND = {
    "not a number": np.full(FakeEncoder().dimension, np.nan, "<f4").tobytes(),
    "zero": np.zeros(FakeEncoder().dimension, "<f4").tobytes(),
    "not of unit length": np.full(FakeEncoder().dimension, 1.0, "<f4").tobytes(),
    "of another size": np.eye(1, 8, dtype="<f4").tobytes(),
    "cut": np.eye(1, FakeEncoder().dimension, dtype="<f4").tobytes()[:-3],
    "empty": b"",
}


@pytest.mark.parametrize("how", UNSOUND)
@pytest.mark.parametrize("when", ["at the start", "while running"])
def test_an_unsound_vector_enters_no_index_and_is_made_anew(
    sqlite_database: Database, world: World, how: str, when: str
) -> None:
    """N7: one damaged row takes nobody else down, stands among those that wait, and `index check` names it."""
    database = sqlite_database
    index = a_search_index(database)
    expert_id = add_expert(database, world, "铜丝绞合", "隧道掘进")
    encode_all(database, world)
    if when == "while running":
        index.current()
    with database.write() as session:
        passage = session.scalars(select(Passage).where(Passage.text == "铜丝绞合")).one()
        session.execute(update(Embedding).where(Embedding.text_hash == passage.text_hash).values(vector=UNSOUND[how]))
        note_change(session, passage.id, "upsert")
        damaged = passage.id
    for held in (index, a_search_index(database)):
        state = held.current()
        assert damaged not in state.vectors.ids.tolist()
        assert sorted([*state.vectors.ids.tolist(), damaged]) == sorted(passages_of(state, expert_id))
        assert state.waiting == {damaged}
        assert damaged in state.lexical.search("铜丝绞合", 5).of(0)[0].tolist()
        found = held.check()
        assert (found.wrong, found.ok) == ((damaged,), False)
    assert drop_unsound(database=database, encoder=FakeEncoder()) == 1
    assert encode_all(database, world) == 1
    assert drop_unsound(database=database, encoder=FakeEncoder()) == 0
    assert damaged in index.current().vectors.ids.tolist()
    assert index.check().ok


def test_a_text_without_any_letter_waits_visibly(sqlite_database: Database, world: World) -> None:
    """N7: the real encoder refuses it, too; nobody else waits for it."""
    expert_id = add_expert(sqlite_database, world, "铜丝绞合")
    with sqlite_database.write() as session:
        session.add(Passage(expert_id=expert_id, part="direction", position=9, text=" \n", text_hash="blank"))
    assert encode_all(sqlite_database, world) == 3
    index = a_search_index(sqlite_database)
    assert (len(index.current().vectors), len(index.current().waiting)) == (2, 1)
    assert index.check().ok
    with sqlite_database.read() as session:
        refused = session.scalars(select(Embedding).where(Embedding.state == "refused")).one()
        assert (refused.text_hash, refused.reason) == ("blank", "text_empty")


class OtherModel(FakeEncoder):
    """The fake encoder under another name."""

    @property
    def model_id(self) -> str:
        return "other-model"


def test_a_model_switch_never_mixes_vectors(database: Database, world: World) -> None:
    add_expert(database, world, "铜丝绞合")
    encode_all(database, world)
    switched = a_search_index(database, OtherModel())
    assert (len(switched.current().vectors), len(switched.current().waiting)) == (0, 2)
    assert encode_all(database, world, OtherModel()) == 2
    assert len(switched.current().vectors) == 2
    assert switched.check().ok
    assert a_search_index(database).check().ok


def test_check_finds_what_is_wrong(sqlite_database: Database, world: World) -> None:
    add_expert(sqlite_database, world, "铜丝绞合", "隧道掘进")
    encode_all(sqlite_database, world)
    index = a_search_index(sqlite_database)
    index.current()
    with sqlite_database.engine.execution_options(matchmaker_write=True).begin() as connection:
        connection.execute(Passage.__table__.delete().where(Passage.__table__.c.position == 0))
        other = np.zeros(FakeEncoder().dimension, "<f4")
        other[0] = 1
        connection.execute(Embedding.__table__.update().values(vector=other.tobytes()))
    found = index.check()
    assert (len(found.surplus), len(found.wrong), found.ok) == (1, 2, False)


def snapshot_file(tmp_path: Path) -> SnapshotFile:
    return SnapshotFile(tmp_path / "index.snapshot")


def test_a_snapshot_speeds_the_start_and_the_tail_is_applied(database: Database, world: World, tmp_path: Path) -> None:
    add_expert(database, world, "铜丝绞合")
    encode_all(database, world)
    a_search_index(database, snapshot=snapshot_file(tmp_path)).save_snapshot()
    gone = add_expert(database, world, "隧道掘进")
    encode_all(database, world)
    with database.write() as session:
        set_expert_state(work=world.work(session), expert=session.get_one(Expert, gone), state=ExpertState.RETIRED)
    add_expert(database, world, "电缆敷设")
    encode_all(database, world)
    started = a_search_index(database, snapshot=snapshot_file(tmp_path))
    assert len(started.current().vectors) == 4
    assert started.check().ok


@pytest.mark.parametrize("damage", ["bit", "cut", "foreign", "other database"])
def test_a_snapshot_in_doubt_is_thrown_away(
    sqlite_database: Database, world: World, tmp_path: Path, damage: str
) -> None:
    """N6."""
    add_expert(sqlite_database, world, "铜丝绞合")
    encode_all(sqlite_database, world)
    file = snapshot_file(tmp_path)
    a_search_index(sqlite_database, snapshot=file).save_snapshot()
    content = bytearray(file.path.read_bytes())
    if damage == "bit":
        content[len(content) // 2] ^= 4
    elif damage == "cut":
        del content[-10:]
    elif damage == "foreign":
        content = bytearray(b"not a snapshot")
    else:
        with sqlite_database.write() as session:
            session.get_one(Ledger, 1).lineage = "restored"
    file.path.write_bytes(content)
    started = a_search_index(sqlite_database, snapshot=file)
    assert len(started.current().vectors) == 2
    assert started.check().ok
    assert not file.path.exists()
