"""Users: who makes whom, what a role needs, what ends when an account changes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Conflicting, Forbidden, InvalidInput, NotFound
from matchmaker.models import Event, Organization, User, UserSession
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services.password import password_matches
from matchmaker.services.user import (
    NewUser,
    UserFilter,
    create_user,
    deactivate_user,
    edit_user,
    list_users,
    reactivate_user,
    set_role,
)
from matchmaker.services.user_scope import get_user, get_user_by_name
from matchmaker.services.user_session import find_session, start_session
from matchmaker.services.work import ANONYMOUS, SYSTEM, Actor
from tests.support.accounts import (
    OFFICE,
    PASSWORD,
    RULES,
    actor_for,
    add_organization,
    add_user,
    cheap_passwords,  # noqa: F401
    works_of,
)
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")
HEADMASTERS = {Role.CITY: {Role.ENTERPRISE, Role.COUNTY, Role.LIAISON}, Role.ADMINISTRATOR: set(Role)}


def new_of(role: Role, enterprise: Organization, institute: Organization, username: str = "new.user") -> NewUser:
    homes = {Role.ENTERPRISE: enterprise, Role.LIAISON: institute}
    county = "370982" if role is Role.COUNTY else None
    return NewUser(username, "示例新人", role, organization=homes.get(role), county_code=county)


@pytest.fixture
def enterprise(database: Database, world: World) -> Organization:
    return add_organization(database, world, "示例电缆厂", county_code="370982")


@pytest.fixture
def institute(database: Database, world: World) -> Organization:
    return add_organization(database, world, "示例研究院", OrganizationKind.INSTITUTE)


def test_created_user_signs_in_with_the_password_shown_once(database: Database, world: World) -> None:
    with works_of(database, world).writing(SYSTEM) as work:
        new = NewUser("Li.Wei", " 李  示例 ", Role.CITY, email="Li@Example.ORG", mobile="１３８００００１１１１")
        made = create_user(work=work, new=new)
    assert made.password is not None
    with database.read() as session:
        user = session.scalars(select(User)).one()
        assert (user.username, user.display_name, user.email, user.mobile) == (
            "li.wei", "李 示例", "li@example.org", "13800001111")  # fmt: skip
        assert user.must_change_password
        assert password_matches(user.password_hash, made.password)
        event = session.scalars(select(Event)).one()
        assert (event.action, event.subject_ref) == ("user.create", user.ref)
        assert event.after == {"username": "li.wei", "display_name": "李 示例", "email": "***", "role": "city",
                               "organization": None, "county_code": None}  # fmt: skip
    assert made.password not in repr(made)


def test_chosen_password_must_follow_the_policy(database: Database, world: World) -> None:
    works = works_of(database, world)
    new = NewUser("li.wei", "示例", Role.CITY)
    with pytest.raises(InvalidInput), works.writing(SYSTEM) as work:
        create_user(work=work, new=new, password="li.wei-2026!")
    with works.writing(SYSTEM) as work:
        made = create_user(work=work, new=new, password=PASSWORD, must_change_password=False)
        assert (made.password, made.user.must_change_password) == (None, False)


@pytest.mark.parametrize("acting", [*Role, "anonymous", "client"])
def test_who_makes_whom(sqlite_database: Database, world: World, acting: Role | str) -> None:
    enterprise = add_organization(sqlite_database, world, "示例电缆厂")
    institute = add_organization(sqlite_database, world, "示例研究院", OrganizationKind.INSTITUTE)
    actors = {
        "anonymous": ANONYMOUS,
        "client": Actor("client", "c", "c", client_id=1, scopes=frozenset({"needs:write"})),
    }
    actor = actors.get(str(acting)) or Actor("user", "u", "u", role=Role(acting), user_id=99, county_code="370982")
    allowed = set()
    for role in Role:
        try:
            with works_of(sqlite_database, world).writing(actor) as work:
                create_user(work=work, new=new_of(role, enterprise, institute, f"user-{role}"))
            allowed.add(role)
        except Forbidden:
            pass
    assert allowed == HEADMASTERS.get(acting, set())  # type: ignore[call-overload]


def test_placement_follows_the_role(sqlite_database: Database, world: World) -> None:
    homes = {
        "enterprise": add_organization(sqlite_database, world, "示例电缆厂"),
        "institute": add_organization(sqlite_database, world, "示例研究院", OrganizationKind.INSTITUTE),
        "none": None,
    }
    right = {(Role.ENTERPRISE, "enterprise", None), (Role.LIAISON, "institute", None), (Role.COUNTY, "none", "370982"),
             (Role.CITY, "none", None), (Role.AUDITOR, "none", None), (Role.ADMINISTRATOR, "none", None)}  # fmt: skip
    taken, fields = set(), set()
    for role in Role:
        for home, organization in homes.items():
            for county in (None, "370982", "3709", "新泰市"):
                new = NewUser(f"u-{len(taken)}", "示例", role, organization=organization, county_code=county)
                try:
                    with works_of(sqlite_database, world).writing(SYSTEM) as work:
                        create_user(work=work, new=new)
                    taken.add((role, home, county))
                except InvalidInput as refusal:
                    fields.add(refusal.params["field"])
    assert taken == right
    assert fields == {"organization", "county"}


REFUSED = {
    "username": ["x", "", "li wei", "li@wei.cn", ".li", "li\x00wei", "a" * 65],
    "email": ["li", "li@", "li@@example.org", "li@example", "li\x00@example.org"],
    "mobile": ["abc", "1", "138; drop"],
    "display_name": ["", "  ", "a\x00b", "x" * 65],
    "locale": ["fr", "../../etc"],
    "password_hash": ["x"],
    "role": ["administrator"],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in REFUSED.items() for value in values])
def test_bad_values_are_refused_by_field(sqlite_database: Database, world: World, field: str, value: str) -> None:
    user = add_user(sqlite_database, world)
    with pytest.raises(InvalidInput) as refusal, works_of(sqlite_database, world).writing(SYSTEM) as work:
        edit_user(work=work, user=get_user(work=work, ref=user.ref), values={field: value})
    assert refusal.value.params["field"] == field


def test_names_and_addresses_are_taken_once_whatever_their_case(database: Database, world: World) -> None:
    add_user(database, world, "li.wei", email="li@example.org")
    for new, field in (
        (NewUser("LI.WEI", "示例", Role.CITY), "username"),
        (NewUser("other", "示例", Role.CITY, email="LI@example.org"), "email"),
    ):
        with pytest.raises(InvalidInput) as refusal, works_of(database, world).writing(SYSTEM) as work:
            create_user(work=work, new=new)
        assert refusal.value.params["field"] == field


def test_edit_notes_what_changed_and_refuses_a_stale_version(database: Database, world: World) -> None:
    user = add_user(database, world, email="li@example.org")
    works = works_of(database, world)
    with works.writing(SYSTEM) as work:
        edit_user(work=work, user=get_user(work=work, ref=user.ref), version=1,
                  values={"display_name": "王示例", "email": "wang@example.org"})  # fmt: skip
    with pytest.raises(Conflicting), works.writing(SYSTEM) as work:
        edit_user(work=work, user=get_user(work=work, ref=user.ref), version=1, values={"display_name": "x"})
    with works.writing(SYSTEM) as work:  # nothing new: no event
        edit_user(work=work, user=get_user(work=work, ref=user.ref), values={"display_name": "王示例"})
    with database.read() as session:
        event = session.scalars(select(Event)).one()
        assert event.before == {"display_name": "示例li.wei", "email": "***"}
        assert event.after == {"display_name": "王示例", "email": "***"}


def test_people_edit_their_own_name_and_number_but_no_more(database: Database, world: World) -> None:
    user = add_user(database, world, role=Role.AUDITOR)
    actor = actor_for(database, user)
    works = works_of(database, world)
    with works.writing(actor) as work:
        own = edit_user(
            work=work, user=get_user(work=work, ref=user.ref), values={"locale": "en", "mobile": "13800001111"}
        )
        assert (own.locale, own.mobile) == ("en", "13800001111")
    with pytest.raises(Forbidden), works.writing(actor) as work:
        edit_user(work=work, user=get_user(work=work, ref=user.ref), values={"email": "x@example.org"})
    with pytest.raises(Forbidden), works.writing(actor) as work:
        set_role(work=work, user=get_user(work=work, ref=user.ref), role=Role.ADMINISTRATOR)


def test_deactivated_user_is_out_at_once(database: Database, world: World) -> None:
    user = add_user(database, world)
    works = works_of(database, world)
    with works.writing() as work:
        tokens = [start_session(work=work, user=user, origin=OFFICE, rules=RULES) for _ in range(2)]
    with works.writing(SYSTEM) as work:
        deactivate_user(work=work, user=get_user(work=work, ref=user.ref), why="left")
    with works.writing(SYSTEM) as work:
        reactivate_user(work=work, user=get_user(work=work, ref=user.ref))
    with works.reading() as work:  # active again, but the old sessions stay dead
        assert [find_session(work=work, token=token, rules=RULES) for token in tokens] == [None, None]
        events = work.session.scalars(select(Event).order_by(Event.id)).all()
        assert [(event.action, event.after, event.why) for event in events] == [
            ("user.deactivate", {"sessions_ended": 2}, "left"), ("user.reactivate", {}, "")]  # fmt: skip


def test_new_role_ends_sessions_and_is_an_event(database: Database, world: World, enterprise: Organization) -> None:
    user = add_user(database, world, role=Role.ENTERPRISE, organization_id=enterprise.id)
    works = works_of(database, world)
    with works.writing() as work:
        token = start_session(work=work, user=user, origin=OFFICE, rules=RULES)
    city = Actor("user", "c", "c", role=Role.CITY, user_id=99)
    with pytest.raises(Forbidden), works.writing(city) as work:
        set_role(work=work, user=get_user(work=work, ref=user.ref), role=Role.AUDITOR)
    with works.writing(city) as work:
        set_role(work=work, user=get_user(work=work, ref=user.ref), role=Role.COUNTY, county_code="370911")
    with works.reading() as work:
        assert find_session(work=work, token=token, rules=RULES) is None
        event = work.session.scalars(select(Event)).one()
        assert event.action == "user.role"
        assert event.before == {"role": "enterprise", "organization": enterprise.ref, "county_code": None}
        assert event.after == {"role": "county", "organization": None, "county_code": "370911"}


def test_the_last_administrator_stays(database: Database, world: World) -> None:
    first = add_user(database, world, "first", Role.ADMINISTRATOR)
    second = add_user(database, world, "second", Role.ADMINISTRATOR)
    works = works_of(database, world)
    with works.writing(actor_for(database, first)) as work:
        deactivate_user(work=work, user=get_user(work=work, ref=second.ref))
    for act in (
        lambda work, user: deactivate_user(work=work, user=user),
        lambda work, user: set_role(work=work, user=user, role=Role.CITY),
    ):
        with pytest.raises(InvalidInput, match="last administrator"), works.writing(SYSTEM) as work:
            act(work, get_user(work=work, ref=first.ref))
    with pytest.raises(Forbidden), works.writing(actor_for(database, first)) as work:
        deactivate_user(work=work, user=get_user(work=work, ref=first.ref))


def test_everybody_sees_the_users_of_their_scope(database: Database, world: World, enterprise: Organization) -> None:
    other = add_organization(database, world, "示例外县厂", county_code="370911")
    users = {
        "admin": add_user(database, world, "admin", Role.ADMINISTRATOR),
        "auditor": add_user(database, world, "auditor", Role.AUDITOR),
        "city": add_user(database, world, "city", Role.CITY),
        "county": add_user(database, world, "county", Role.COUNTY, county_code="370982"),
        "far-county": add_user(database, world, "far-county", Role.COUNTY, county_code="370911"),
        "cable": add_user(database, world, "cable", Role.ENTERPRISE, organization_id=enterprise.id),
        "cable2": add_user(database, world, "cable2", Role.ENTERPRISE, organization_id=enterprise.id, active=False),
        "far": add_user(database, world, "far", Role.ENTERPRISE, organization_id=other.id),
    }
    everybody = set(users)
    expected = {
        "admin": everybody, "auditor": everybody, "city": everybody, "county": {"county", "cable", "cable2"},
        "far-county": {"far-county", "far"}, "cable": {"cable", "cable2"}, "far": {"far"},
    }  # fmt: skip
    for name, seen in expected.items():
        with works_of(database, world).reading(actor_for(database, users[name])) as work:
            assert {user.username for user in list_users(work=work)} == seen, name
            for other_name, user in users.items():
                if other_name not in seen:
                    with pytest.raises(NotFound):
                        get_user(work=work, ref=user.ref)
    with works_of(database, world).reading(Actor("client", "c", "c", client_id=1)) as work:
        assert list_users(work=work) == []


def test_list_is_filtered_by_text_role_and_state(database: Database, world: World) -> None:
    add_user(database, world, "wang_1", email="w1@example.org")
    add_user(database, world, "wangx1", Role.CITY)
    add_user(database, world, "li", display_name="王示例", active=False)
    with works_of(database, world).reading(SYSTEM) as work:
        found = {
            text: [user.username for user in list_users(work=work, where=UserFilter(text=text))]
            for text in ("WANG", "wang_", "王", "w1@", "%", "\x00")
        }
        assert found == {"WANG": ["wang_1", "wangx1"], "wang_": ["wang_1"], "王": ["li"], "w1@": ["wang_1"], "%": [],
                         "\x00": ["li", "wang_1", "wangx1"]}  # fmt: skip
        assert [user.username for user in list_users(work=work, where=UserFilter(role=Role.CITY))] == ["wangx1"]
        assert [user.username for user in list_users(work=work, where=UserFilter(active=False))] == ["li"]
        assert get_user_by_name(work=work, name="W1@Example.org").username == "wang_1"


def test_sessions_of_others_are_untouched_by_a_deactivation(database: Database, world: World) -> None:
    leaving, staying = add_user(database, world, "leaving"), add_user(database, world, "staying")
    works = works_of(database, world)
    with works.writing() as work:
        for user in (leaving, staying):
            start_session(work=work, user=user, origin=OFFICE, rules=RULES)
    with works.writing(SYSTEM) as work:
        deactivate_user(work=work, user=get_user(work=work, ref=leaving.ref))
    with database.read() as session:
        live = select(UserSession.user_id).where(UserSession.expires_at > world.clock())
        assert session.scalars(live).all() == [staying.id]
