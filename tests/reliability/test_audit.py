"""Every sensitive act leaves its event in its own transaction; without the event there is no act (S14)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import MetaData, func, select, text
from sqlalchemy.exc import DatabaseError

from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.jobs.handlers import PURGES, purge
from matchmaker.jobs.runner import JobContext
from matchmaker.models import ApiToken, Event, Need, Suggestion, User
from matchmaker.models.codes import Confidentiality, NeedResult, NeedState, Role, Verdict
from matchmaker.services.api_token import create_client, create_token, revoke_token
from matchmaker.services.audit import EventFilter, verify_chain
from matchmaker.services.audit_export import export_events
from matchmaker.services.contact_disclosure import note_reveal
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.need import close_need, note_confidential_read
from matchmaker.services.need_export import export_needs
from matchmaker.services.need_list import NeedFilter
from matchmaker.services.personal_data.erasure import erase_person
from matchmaker.services.personal_data.export import export_person
from matchmaker.services.personal_data.person import Person, find_people
from matchmaker.services.user import NewUser, create_user, deactivate_user, set_role
from matchmaker.services.work import SYSTEM, Work
from matchmaker.settings import Settings
from tests.support.accounts import add_user, cheap_passwords, sign_in_as, works_of  # noqa: F401  (a fixture)
from tests.support.builders import a_need, a_suggestion, an_enterprise, an_expert
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")
DAYS_KEPT = 183


@dataclass(frozen=True)
class Scene:
    """A database with a confidential need, a suggestion, a user and a token."""

    database: Database
    world: World

    def do(self, act: Callable[[Work], object]) -> None:
        with self.database.write() as session:
            act(self.world.work(session))

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        metadata = MetaData()
        metadata.reflect(self.database.engine)
        with self.database.engine.connect() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table))]
                for table in metadata.sorted_tables
                if table.name != "rate_count"  # counted before an attempt is looked at, on purpose
            }

    def actions(self) -> list[str]:
        with self.database.read() as session:
            return list(session.scalars(select(Event.action).order_by(Event.id)))


@pytest.fixture
def scene(sqlite_database: Database, world: World) -> Scene:
    return a_scene(sqlite_database, world)


def a_scene(database: Database, world: World) -> Scene:
    scene = Scene(database, world)

    def seed(work: Work) -> None:
        secret = {"confidentiality": Confidentiality.CONFIDENTIAL}
        need = a_need(work, an_enterprise(work), state=NeedState.VERIFIED, **secret)
        a_suggestion(work, need, an_expert(work))
        client = create_client(work=work, name="示例中心")
        create_token(work=work, client=client, scopes=["needs:read"], expires_at=None)

    scene.do(seed)
    add_user(database, world, "li.wei", Role.AUDITOR)
    return scene


def the(work: Work, kind: type) -> object:
    return work.session.scalars(select(kind)).one()


def the_expert(work: Work) -> Person:
    return find_people(work=work, words="林示例")[0]


def export(scene: Scene) -> None:
    list(export_events(works=works_of(scene.database, scene.world), actor=SYSTEM, where=EventFilter()))


# what is done -> the event that it leaves
ACTS: dict[str, Callable[[Scene], object]] = {
    "user.sign_in": lambda scene: sign_in_as(works_of(scene.database, scene.world)),
    "need.read_confidential": lambda scene: scene.do(
        lambda work: note_confidential_read(work=work, need=the(work, Need))
    ),
    "contact.reveal": lambda scene: scene.do(lambda work: note_reveal(work=work, subject=the(work, Need))),
    "need.export": lambda scene: scene.do(
        lambda work: export_needs(work=work, noting=lambda: nullcontext(work), where=NeedFilter())
    ),
    "audit.export": export,
    "suggestion.accept": lambda scene: scene.do(
        lambda work: decide_suggestion(work=work, suggestion=the(work, Suggestion), new=NewDecision(Verdict.ACCEPT))
    ),
    "user.create": lambda scene: scene.do(
        lambda work: create_user(work=work, new=NewUser("wang.fang", "示例", Role.CITY))
    ),
    "user.role": lambda scene: scene.do(lambda work: set_role(work=work, user=the(work, User), role=Role.CITY)),
    "user.deactivate": lambda scene: scene.do(lambda work: deactivate_user(work=work, user=the(work, User))),
    "token.create": lambda scene: scene.do(
        lambda work: create_token(
            work=work, client=create_client(work=work, name="另一家"), scopes=["needs:read"], expires_at=None
        )
    ),
    "token.revoke": lambda scene: scene.do(lambda work: revoke_token(work=work, token=the(work, ApiToken))),
    "person.export": lambda scene: scene.do(
        lambda work: export_person(work=work, person=the_expert(work), ending="json")
    ),
    "person.erase": lambda scene: scene.do(
        lambda work: erase_person(work=work, person=the_expert(work), confirmed="林示例", why="asked for it")
    ),
    "need.close": lambda scene: scene.do(
        lambda work: close_need(work=work, need=the(work, Need), result=NeedResult.UNSOLVED)
    ),
}


@pytest.mark.parametrize("action", ACTS)
def test_the_act_leaves_its_event(scene: Scene, action: str) -> None:
    before = len(scene.actions())
    ACTS[action](scene)
    assert action in scene.actions()[before:]
    with scene.database.read() as session:
        assert verify_chain(session) == len(scene.actions())


def refuse_events(database: Database) -> None:
    """From now on no event can be written, as on a full disk."""
    with database.engine.execution_options(matchmaker_write=True).begin() as connection:
        if database.is_sqlite:
            connection.execute(
                text("CREATE TRIGGER no_events BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no room'); END")
            )
            return
        connection.execute(
            text("CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no room'; END$$")
        )
        connection.execute(text("CREATE TRIGGER no_events BEFORE INSERT ON event EXECUTE FUNCTION no_room()"))


def test_without_its_event_no_act_happens(database: Database, world: World) -> None:
    scene = a_scene(database, world)
    refuse_events(database)
    before = scene.contents()
    for action, act in ACTS.items():
        with pytest.raises(DatabaseError, match="no room"):
            act(scene)
        assert scene.contents() == before, action


def test_events_outlive_everything_that_is_purged(sqlite_database: Database, world: World, tmp_path: Path) -> None:
    scene = Scene(sqlite_database, world)
    add_user(sqlite_database, world, "li.wei", Role.AUDITOR)
    sign_in_as(works_of(sqlite_database, world))
    kept = scene.actions()
    world.clock.advance(days=DAYS_KEPT + 1)
    settings = Settings(_env_file=None, data_dir=tmp_path, environment="testing")
    application = Application(settings, sqlite_database, clock=world.clock, entropy=world.random.randbytes)
    removed = purge(application, JobContext(payload={}))
    assert removed["purge_sessions"] == 1
    assert set(removed) == {remove.__name__ for remove in PURGES} | {"purge_parked"}
    assert scene.actions() == kept == ["user.sign_in"]
    with sqlite_database.read() as session:
        oldest = session.scalars(select(func.min(Event.at))).one()
        assert world.clock() - oldest > timedelta(days=DAYS_KEPT)
        assert verify_chain(session) == 1
