"""Changed and given passwords: what ends, what is asked, who may (S7)."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, SignInExpired, SignInRefused, TooMany
from matchmaker.models import Event, OutboxMessage, User
from matchmaker.models.codes import Role
from matchmaker.services import password_change
from matchmaker.services.password import password_matches
from matchmaker.services.password_change import PER_SESSION, change_password, give_password
from matchmaker.services.user_scope import get_user
from matchmaker.services.user_session import Step, resume_session
from matchmaker.services.work import SYSTEM
from tests.support.accounts import (
    HOME,
    PASSWORD,
    RULES,
    STRICT,
    actor_for,
    add_user,
    cheap_hash,
    cheap_passwords,  # noqa: F401
    sign_in_as,
    works_of,
)
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")
NEW = "river under old stone"


def test_all_other_sessions_end_and_this_one_gets_a_new_token(database: Database, world: World) -> None:
    add_user(database, world, email="li@example.org", must_change_password=True)
    works = works_of(database, world)
    here, there = sign_in_as(works), sign_in_as(works, origin=HOME)
    assert here.step is Step.PASSWORD
    token = change_password(works=works, token=here.token, current=PASSWORD, new=NEW, rules=RULES)
    assert resume_session(works=works, token=here.token, rules=RULES) is None
    assert resume_session(works=works, token=there.token, rules=RULES) is None
    found = resume_session(works=works, token=token, rules=RULES)
    assert found is not None
    assert found.step is Step.NONE
    with pytest.raises(SignInRefused):
        sign_in_as(works)
    assert sign_in_as(works, password=NEW).step is Step.NONE
    with database.read() as session:
        actions = session.scalars(select(Event.action).order_by(Event.id)).all()
        assert actions.count("user.password_change") == 1
        assert session.scalars(select(OutboxMessage.topic)).all() == ["password_changed"]


def test_the_current_password_is_asked_a_few_times_only(database: Database, world: World) -> None:
    add_user(database, world)
    works = works_of(database, world)
    token = sign_in_as(works).token
    for _ in range(PER_SESSION.count):
        with pytest.raises(SignInRefused):
            change_password(works=works, token=token, current="wrong", new=NEW, rules=RULES)
    with pytest.raises(TooMany):
        change_password(works=works, token=token, current=PASSWORD, new=NEW, rules=RULES)
    elsewhere = sign_in_as(works, origin=HOME).token  # the owner, in another session
    change_password(works=works, token=elsewhere, current=PASSWORD, new=NEW, rules=RULES)


@pytest.mark.parametrize("new", ["short", PASSWORD, "li.wei-and-more"])
def test_a_new_password_must_be_new_and_good(sqlite_database: Database, world: World, new: str) -> None:
    add_user(sqlite_database, world)
    works = works_of(sqlite_database, world)
    token = sign_in_as(works).token
    with pytest.raises(InvalidInput):
        change_password(works=works, token=token, current=PASSWORD, new=new, rules=RULES)


def test_an_unfinished_sign_in_changes_nothing(database: Database, world: World) -> None:
    add_user(database, world, role=Role.CITY)
    works = works_of(database, world)
    token = sign_in_as(works, rules=STRICT).token
    for dead in (token, "unknown"):
        with pytest.raises(SignInExpired):
            change_password(works=works, token=dead, current=PASSWORD, new=NEW, rules=STRICT)


def test_a_change_that_was_overtaken_is_refused(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_user(database, world)
    works = works_of(database, world)
    token = sign_in_as(works).token

    def overtaken(stored: str, secret: str) -> bool:
        with database.write() as session:
            session.execute(update(User).values(password_hash=cheap_hash("set by an administrator")))
        return password_matches(stored, secret)

    monkeypatch.setattr(password_change, "password_matches", overtaken)
    with pytest.raises(SignInExpired):
        change_password(works=works, token=token, current=PASSWORD, new=NEW, rules=RULES)


def test_a_given_password_is_shown_once_and_has_to_be_changed(database: Database, world: World) -> None:
    user = add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    token = sign_in_as(works).token
    with works.writing(SYSTEM) as work:
        made = give_password(work=work, user=get_user(work=work, ref=user.ref))
    assert made is not None
    assert resume_session(works=works, token=token, rules=RULES) is None
    assert sign_in_as(works, password=made).step is Step.PASSWORD
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "user.password")).one()
        assert (event.subject_ref, event.before, event.after) == (user.ref, {}, {})
        mail = session.scalars(select(OutboxMessage)).one()
        assert (mail.topic, mail.payload["secret"]) == ("password_changed", {})


def test_who_may_give_passwords(database: Database, world: World) -> None:
    city = add_user(database, world, "city", Role.CITY)
    admin = add_user(database, world, "admin", Role.ADMINISTRATOR)
    county = add_user(database, world, "county", Role.COUNTY, county_code="370982")
    works = works_of(database, world)
    for actor, target in ((city, admin), (city, city), (admin, admin), (county, county)):
        with pytest.raises(Forbidden), works.writing(actor_for(database, actor)) as work:
            give_password(work=work, user=get_user(work=work, ref=target.ref))
    with works.writing(actor_for(database, city)) as work:
        assert (
            give_password(work=work, user=get_user(work=work, ref=county.ref), password=NEW, must_change=False) is None
        )
    assert sign_in_as(works, "county", NEW).step is Step.NONE
