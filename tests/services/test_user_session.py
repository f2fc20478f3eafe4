"""Sessions: hashed, idle and absolute limits, steps that are still open, an end that is an end (S7, trap 10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from matchmaker.database import Database
from matchmaker.errors import NotFound
from matchmaker.models import Event, User, UserSession
from matchmaker.models.codes import Role
from matchmaker.services.user_session import (
    KNOWN_FOR,
    SessionRules,
    Step,
    end_own_session,
    end_session,
    find_session,
    is_known_place,
    own_sessions,
    purge_sessions,
    renew_session,
    resume_session,
    session_rules,
    start_session,
)
from matchmaker.services.work import ANONYMOUS, token_hash
from matchmaker.settings import Settings
from tests.support.accounts import HOME, OFFICE, RULES, STRANGER, STRICT, actor_for, add_user, works_of
from tests.support.world import World


def start(database: Database, world: World, user: User, rules: SessionRules = RULES) -> str:
    with works_of(database, world).writing() as work:
        return start_session(work=work, user=user, origin=OFFICE, rules=rules)


def step_of(database: Database, world: World, token: str, rules: SessionRules = RULES) -> Step | None:
    found = resume_session(works=works_of(database, world), token=token, rules=rules)
    return found.step if found else None


def test_only_the_hash_of_the_token_is_stored(database: Database, world: World) -> None:
    user = add_user(database, world)
    token = start(database, world, user)
    assert len(bytes.fromhex(token)) == 32
    with database.read() as session:
        row = session.scalars(select(UserSession)).one()
        assert (row.token_hash, row.address, row.agent) == (token_hash(token), "192.0.2.10", "office browser")
    found = resume_session(works=works_of(database, world), token=token, rules=RULES)
    assert found is not None
    assert found.actor == actor_for(database, user)
    for wrong in ("", token[:-1], token.upper() + "x", "\ud800", "é"):
        assert step_of(database, world, wrong) is None


def test_idle_session_ends_and_use_keeps_it_alive(database: Database, world: World) -> None:
    token = start(database, world, add_user(database, world))
    for _ in range(3):
        world.clock.advance(minutes=59)
        assert step_of(database, world, token) is Step.NONE
    world.clock.advance(minutes=60)
    assert step_of(database, world, token) is None


def test_absolute_limit_ends_a_session_in_use(database: Database, world: World) -> None:
    token = start(database, world, add_user(database, world))
    alive = 0
    while step_of(database, world, token) is not None:
        alive += 1
        world.clock.advance(minutes=30)
    assert alive == 24


def test_use_is_noted_at_most_once_a_minute(database: Database, world: World) -> None:
    token = start(database, world, add_user(database, world))
    begun = world.clock()
    seen = []
    for _ in range(5):
        world.clock.advance(seconds=25)
        assert step_of(database, world, token) is Step.NONE
        with database.read() as session:
            seen.append((session.scalars(select(UserSession.last_seen_at)).one() - begun).seconds)
    assert seen == [0, 0, 75, 75, 75]


STEPS = [
    (Role.AUDITOR, False, False, RULES, Step.NONE),
    (Role.AUDITOR, False, True, RULES, Step.PASSWORD),
    (Role.AUDITOR, True, True, RULES, Step.CODE),
    (Role.AUDITOR, False, False, STRICT, Step.NONE),
    (Role.ENTERPRISE, False, False, STRICT, Step.NONE),
    (Role.LIAISON, False, False, STRICT, Step.NONE),
    (Role.COUNTY, False, False, STRICT, Step.ENROL),
    (Role.CITY, False, True, STRICT, Step.ENROL),
    (Role.ADMINISTRATOR, False, False, STRICT, Step.ENROL),
    (Role.ADMINISTRATOR, True, False, STRICT, Step.CODE),
    (Role.ADMINISTRATOR, False, False, RULES, Step.NONE),
]


@pytest.mark.parametrize(("role", "enrolled", "must_change", "rules", "step"), STEPS)
def test_nobody_acts_while_a_step_is_open(
    sqlite_database: Database,
    world: World,
    role: Role,
    enrolled: bool,
    must_change: bool,
    rules: SessionRules,
    step: Step,
) -> None:
    user = add_user(sqlite_database, world, role=role, must_change_password=must_change,
                    totp_secret="A" * 32, totp_confirmed_at=world.clock() if enrolled else None)  # fmt: skip
    token = start(sqlite_database, world, user, rules)
    found = resume_session(works=works_of(sqlite_database, world), token=token, rules=rules)
    assert found is not None
    assert found.step is step
    assert found.owner == actor_for(sqlite_database, user)
    assert found.actor == (found.owner if step is Step.NONE else ANONYMOUS)


def test_password_alone_is_good_for_minutes_only(database: Database, world: World) -> None:
    user = add_user(database, world, role=Role.CITY)
    token = start(database, world, user, STRICT)
    world.clock.advance(minutes=9)
    assert step_of(database, world, token, STRICT) is Step.ENROL
    world.clock.advance(minutes=1)
    assert step_of(database, world, token, STRICT) is None


def test_role_and_activity_are_those_of_now(database: Database, world: World) -> None:
    user = add_user(database, world, role=Role.AUDITOR)
    token = start(database, world, user, STRICT)
    with database.write() as session:
        session.execute(update(User).values(role=Role.CITY))
    assert step_of(database, world, token, STRICT) is Step.ENROL
    with database.write() as session:
        session.execute(update(User).values(active=False))
    assert step_of(database, world, token, STRICT) is None


def test_renewed_session_has_another_token(database: Database, world: World) -> None:
    old = start(database, world, add_user(database, world))
    works = works_of(database, world)
    with works.writing() as work:
        found = find_session(work=work, token=old, rules=RULES)
        assert found is not None
        new = renew_session(work=work, session_id=found.id, rules=RULES)
    assert (step_of(database, world, old), step_of(database, world, new)) == (None, Step.NONE)


def test_sign_out_ends_one_session_and_is_an_event(database: Database, world: World) -> None:
    user = add_user(database, world)
    here, there = start(database, world, user), start(database, world, user)
    works = works_of(database, world)
    for token in (here, here, "\ud800", "unknown"):
        with works.writing() as work:
            end_session(work=work, token=token)
    assert (step_of(database, world, here), step_of(database, world, there)) == (None, Step.NONE)
    with database.read() as session:
        events = session.scalars(select(Event)).all()
        assert [(event.action, event.actor_ref, event.subject_ref) for event in events] == [
            ("user.sign_out", user.ref, user.ref)]  # fmt: skip


def test_people_list_and_end_their_own_sessions_only(database: Database, world: World) -> None:
    mine, other = add_user(database, world, "mine"), add_user(database, world, "other")
    first = start(database, world, mine)
    world.clock.advance(minutes=5)
    second = start(database, world, mine)
    foreign = start(database, world, other)
    works = works_of(database, world)
    with works.writing(actor_for(database, mine)) as work:
        rows = own_sessions(work=work, rules=RULES)
        assert [row.token_hash for row in rows] == [token_hash(second), token_hash(first)]
        end_own_session(work=work, session_id=rows[1].id, rules=RULES)
        foreign_id = work.session.scalars(
            select(UserSession.id).where(UserSession.token_hash == token_hash(foreign))
        ).one()
        with pytest.raises(NotFound):
            end_own_session(work=work, session_id=foreign_id, rules=RULES)
    states = [step_of(database, world, token) for token in (first, second, foreign)]
    assert states == [None, Step.NONE, Step.NONE]
    with works.reading() as work:
        assert own_sessions(work=work, rules=RULES) == []


def test_ended_sessions_are_kept_as_known_places_then_purged(database: Database, world: World) -> None:
    user = add_user(database, world)
    token = start(database, world, user)
    works = works_of(database, world)
    with works.writing() as work:
        end_session(work=work, token=token)

    def known() -> list[bool]:
        with works.reading() as work:
            return [is_known_place(work=work, user_id=user.id, origin=origin) for origin in (OFFICE, HOME, STRANGER)]

    world.clock.advance(days=89)
    with works.writing() as work:
        assert purge_sessions(work=work) == 0
    assert known() == [True, False, False]
    world.clock.advance(days=2)
    assert known() == [False, False, False]
    with works.writing() as work:
        assert purge_sessions(work=work) == 1
    assert timedelta(days=90) == KNOWN_FOR


def test_rules_are_those_of_the_settings() -> None:
    settings = Settings(session_idle_minutes=15, session_hours=8, second_factor_required=False)
    assert session_rules(settings) == SessionRules(timedelta(minutes=15), timedelta(hours=8), False)
