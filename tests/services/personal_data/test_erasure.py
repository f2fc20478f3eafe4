"""After erasing nothing of the person is found in any table; the campaign's record stands, the chain holds (S15)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from embeddings import FakeEncoder
from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput
from matchmaker.models import Embedding, Event, Expert, Need, Outcome, Passage, Plan, Suggestion, Visit
from matchmaker.models.codes import ExpertState, Role, SuggestionState
from matchmaker.services.audit import verify_chain
from matchmaker.services.personal_data.erasure import GO, STAY, VisitsAhead, erase_person, what_erasing_does
from matchmaker.services.personal_data.holdings import OPENED, mails_to, referring
from matchmaker.services.personal_data.person import contact_person, contacts_of, expert_person, find_people
from tests.services.personal_data.scene import (
    DIRECTION,
    MAIL,
    MOBILE,
    NAME,
    TRACES,
    Scene,
    a_known_expert,
    everything_stored,
)
from tests.support.builders import a_need, a_user, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.support.world import World


def erase(database: Database, world: World, scene: Scene) -> None:
    with database.write() as session:
        work = world.work(session, a_user(world.work(session), Role.ADMINISTRATOR, "chief"))
        person = expert_person(work=work, ref=scene.expert_ref)
        erase_person(work=work, person=person, confirmed=NAME, why="asked for it")


def test_nothing_of_the_person_is_left_and_the_record_stands(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    with database.read() as session:
        before = everything_stored(session)
        assert [trace for trace in TRACES if trace not in before] == []
    erase(database, world, scene)
    with database.read() as session:
        after = everything_stored(session)
        assert [line for line in after.splitlines() if any(trace in line for trace in TRACES)] == []
        expert = session.get_one(Expert, scene.expert_id)
        assert (expert.name, expert.state, expert.ref) == (
            f"#{scene.expert_ref}", ExpertState.WITHDRAWN, scene.expert_ref,
        )  # fmt: skip
        visit = session.scalars(select(Visit).where(Visit.ref == scene.visit_ref)).one()
        assert (visit.expert_id, visit.findings) == (expert.id, f"#{scene.expert_ref}建议更换轧辊。")
        decided = session.scalars(select(Suggestion).where(Suggestion.ref == scene.decided_ref)).one()
        assert (decided.state, decided.evidence, decided.expert_id) == (SuggestionState.ACCEPTED, {}, expert.id)
        assert session.scalars(select(Outcome.expert_id)).all() == [expert.id]
        assert verify_chain(session) > 0
        told = session.scalars(select(Event).order_by(Event.id.desc())).first()
        assert told is not None
        assert (told.action, told.subject_ref, told.actor_name, told.why) == (
            "person.erase", scene.expert_ref, "chief", "asked for it",
        )  # fmt: skip
        assert told.after["kept"]["visit"] >= 1
        assert told.after["removed"]["contact"] == 1


def test_mails_written_as_files_go_and_those_of_others_stay(database: Database, world: World, tmp_path: Path) -> None:
    scene = a_known_expert(database, world)
    with database.write() as session:
        work = world.work(session, a_user(world.work(session), Role.ADMINISTRATOR, "chief"))
        person = expert_person(work=work, ref=scene.expert_ref)
        (tmp_path / "outbox").mkdir()
        refs = [mail.ref for mail in mails_to(session, person)]
        assert refs
        for name in (f"{refs[0]}.eml", f"{refs[0]}.part", "0THERS0000.eml"):
            (tmp_path / "outbox" / name).write_bytes(b"mail")
        done = erase_person(work=work, person=person, confirmed=NAME, why="asked for it", data_dir=tmp_path)
        assert done.removed["mail_file"] == 2
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["0THERS0000.eml"]


def test_embeddings_and_index_follow(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    with database.write() as session:
        an_expert(world.work(session), name="同行示例", directions=[DIRECTION])
    encode_all(database, world)
    index = a_search_index(database, FakeEncoder())
    with database.read() as session:
        passages = select(Passage.id).where(Passage.expert_id == scene.expert_id, Passage.part != "name")
        ids = set(session.scalars(passages))
        vectors = session.scalar(select(func.count()).select_from(Embedding))
    assert ids <= set(index.current().vectors.ids.tolist())
    erase(database, world, scene)
    assert not ids & set(index.current().vectors.ids.tolist())
    assert index.check().surplus == ()
    with database.read() as session:
        left = session.scalar(select(func.count()).select_from(Embedding))
        assert left < vectors
        shared = select(Embedding.id).join(Passage, Passage.text_hash == Embedding.text_hash)
        assert session.scalars(shared.where(Passage.text == DIRECTION)).all() != []  # the colleague's stays


def test_visits_ahead_come_first(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    world.clock.advance(days=-10)
    with pytest.raises(VisitsAhead):
        erase(database, world, scene)
    with database.read() as session:
        assert NAME in everything_stored(session)


def test_what_is_told_before_is_what_happens_and_the_name_confirms_it(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    with database.write() as session:
        work = world.work(session)
        person = expert_person(work=work, ref=scene.expert_ref)
        told = what_erasing_does(work=work, person=person)
        with pytest.raises(InvalidInput):
            erase_person(work=work, person=person, confirmed="另一位", why="")
        done = erase_person(work=work, person=person, confirmed=f" {NAME} ", why="")
    assert told == done
    assert set(told.removed) == GO - {"affiliation", "plan_order"} | {"outbox_message"}
    assert set(told.kept) == STAY - {"talk"}
    assert told.events > 0


def test_texts_of_others_with_the_same_name_are_counted_and_left(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    with database.write() as session:
        work = world.work(session)
        a_need(work, an_enterprise(work, "示例乙厂"), background=f"曾请{NAME}看过。")
        told = what_erasing_does(work=work, person=expert_person(work=work, ref=scene.expert_ref))
    assert told.mentions == {"need": 1}


def test_a_contact_goes_and_the_enterprise_stays(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work, "示例丙厂")
        for title in ("需求甲", "需求乙"):
            a_need(work, enterprise, title, contact_name="李联系", contact_mobile=MOBILE, contact_email=MAIL)
        a_need(work, enterprise, "需求丙", contact_name="王旁人", contact_mobile="13900000002")
        person = next(one for one in contacts_of(work, enterprise) if one.name == "李联系")
        ref, key = enterprise.ref, person.key
    with database.write() as session:
        work = world.work(session)
        person = contact_person(work=work, ref=ref, key=key)
        assert [need.title for need in person.needs] == ["需求甲", "需求乙"]
        assert [one.key for one in find_people(work=work, words=MOBILE)] == [key]
        erase_person(work=work, person=person, confirmed="李联系", why="left the company")
    with database.read() as session:
        stored = everything_stored(session)
        assert not any(word in stored for word in ("李联系", MOBILE, MAIL))
        assert "王旁人" in stored
        needs = session.scalars(select(Need).order_by(Need.id)).all()
        assert [(need.title, need.contact_name) for need in needs] == [
            ("需求甲", None), ("需求乙", None), ("需求丙", "王旁人"),
        ]  # fmt: skip
        assert find_people(work=world.work(session), words=MOBILE) == []
        assert verify_chain(session) > 0


def test_every_table_that_names_an_expert_has_its_fate() -> None:
    """A new table fails here until somebody says what erasing does with it."""
    tables = {model.__tablename__ for start in ("expert", *OPENED) for model, _ in referring(start)}
    assert tables == GO | STAY
    assert not GO & STAY


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY, Role.AUDITOR, Role.LIAISON, Role.ENTERPRISE])
def test_others_than_administrators_reach_nothing(sqlite_database: Database, world: World, role: Role) -> None:
    with sqlite_database.write() as session:
        expert = an_expert(world.work(session))
        work = world.work(session, a_user(world.work(session), role, "other"))
        with pytest.raises(Forbidden):
            expert_person(work=work, ref=expert.ref)
        with pytest.raises(Forbidden):
            find_people(work=work, words="林")
        person = expert_person(work=world.work(session), ref=expert.ref)
        with pytest.raises(Forbidden):
            erase_person(work=work, person=person, confirmed=expert.name, why="")


def test_the_plan_still_opens(database: Database, world: World) -> None:
    scene = a_known_expert(database, world)
    erase(database, world, scene)
    with database.read() as session:
        plan = session.scalars(select(Plan).where(Plan.state == "published")).one()
        assert {visit.expert_id for visit in plan.visits} >= {scene.expert_id}
