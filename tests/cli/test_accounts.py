"""`matchmaker user`, `token` and `audit` on a real database, as an operator types them."""

from __future__ import annotations

import json
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

from matchmaker.cli import main
from matchmaker.database import Database, open_database
from matchmaker.ledger import EventNote, digest_of
from matchmaker.models import Event, User
from matchmaker.models.codes import OrganizationKind, Role
from matchmaker.services.password import password_matches
from tests.support.accounts import add_organization, add_user, cheap_passwords  # noqa: F401
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@dataclass
class Terminal:
    """Runs `matchmaker` on one database."""

    database: Database

    def run(self, *arguments: str, stdin: str | None = None, code: int = 0) -> Result:
        result = CliRunner().invoke(main, list(arguments), input=stdin)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    def json(self, *arguments: str) -> object:
        return json.loads(self.run(*arguments, "--json").stdout)

    def user(self, username: str) -> User:
        with self.database.read() as session:
            return session.scalars(select(User).where(User.username == username)).one()


@pytest.fixture
def terminal(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.chdir(tmp_path)
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path / "data"))
    return Terminal(database)


def test_user_from_creation_to_deactivation(terminal: Terminal) -> None:
    made = terminal.json("user", "create", "Li.Wei", "--role", "administrator", "--name", "李示例")
    assert isinstance(made, dict)
    user = terminal.user("li.wei")
    assert (made["ref"], made["username"]) == (user.ref, "li.wei")
    assert password_matches(user.password_hash, made["password"])
    name, password = terminal.run("user", "passwd", "li.wei").stdout.split()
    assert name == "li.wei"
    assert password != made["password"]
    assert password_matches(terminal.user("li.wei").password_hash, password)
    result = terminal.run("user", "deactivate", "li.wei", code=1)
    assert (result.stdout, "last administrator" in result.stderr) == ("", True)
    terminal.run("user", "create", "second", "--role", "administrator")
    terminal.run("user", "deactivate", "li.wei", "--why", "left")
    assert not terminal.user("li.wei").active
    assert terminal.run("user", "list").stdout == "second\tsecond\tadministrator\t-\tactive\n"
    terminal.run("user", "reactivate", "li.wei")
    rows = terminal.json("user", "list", "--search", "li")
    assert isinstance(rows, list)
    assert [(row["username"], row["display_name"], row["role"], row["active"]) for row in rows] == [
        ("li.wei", "李示例", "administrator", True)]  # fmt: skip


def test_password_from_standard_input_is_never_printed(terminal: Terminal) -> None:
    result = terminal.run("user", "create", "li.wei", "--role", "city", "--password-stdin", "--keep-password",
                          stdin="river under old stone\n")  # fmt: skip
    assert (result.stdout, result.stderr) == ("li.wei\n", "")
    user = terminal.user("li.wei")
    assert password_matches(user.password_hash, "river under old stone")
    assert not user.must_change_password
    weak = terminal.run("user", "passwd", "li.wei", "--password-stdin", stdin="password123\n", code=1)
    assert "easy to guess" in weak.stderr
    assert "password123" not in weak.output
    terminal.run("user", "passwd", "li.wei", "--keep-password", code=2)


def test_roles_get_their_place(terminal: Terminal, world: World) -> None:
    add_organization(terminal.database, world, "示例电缆厂")
    add_organization(terminal.database, world, "示例研究院", OrganizationKind.INSTITUTE)
    terminal.run("user", "create", "cable", "--role", "enterprise", "--organization", "示例电缆厂")
    terminal.run("user", "create", "lab", "--role", "liaison", "--organization", "示例研究院")
    terminal.run("user", "create", "county", "--role", "county", "--county", "370982")
    rows = terminal.json("user", "list")
    assert isinstance(rows, list)
    assert [(row["username"], row["organization"], row["county_code"]) for row in rows] == [
        ("cable", "示例电缆厂", None), ("county", None, "370982"), ("lab", "示例研究院", None)]  # fmt: skip
    unknown = terminal.run("user", "create", "x1", "--role", "county", "--county", "370999", code=2)
    assert "370982" in unknown.stderr
    terminal.run("user", "create", "x2", "--role", "county", "--county", "370900", code=2)  # the city is no county
    terminal.run("user", "create", "x3", "--role", "enterprise", "--organization", "示例别家", code=1)
    terminal.run("user", "create", "x4", "--role", "enterprise", "--organization", "示例研究院", code=1)
    terminal.run("user", "create", "x5", "--role", "headmaster", code=2)


def test_second_factor_is_reset(terminal: Terminal, world: World) -> None:
    add_user(terminal.database, world, role=Role.CITY, totp_secret="A" * 32, totp_confirmed_at=world.clock())
    terminal.run("user", "reset-second-factor", "li.wei", "--why", "lost telephone")
    assert terminal.user("li.wei").totp_secret is None
    terminal.run("user", "reset-second-factor", "nobody", code=1)


def test_token_is_printed_once_listed_and_revoked(terminal: Terminal) -> None:
    made = terminal.json(
        "token", "create", "示例中心", "--scope", "needs:read", "--scope", "search:read", "--days", "30"
    )
    assert isinstance(made, dict)
    plain = terminal.run("token", "create", "示例中心", "--scope", "reference:read").stdout
    assert plain.startswith("mm_")
    listed = terminal.run("token", "list").stdout
    assert made["token"] not in listed
    assert [line.split("\t")[:3] for line in listed.splitlines()] == [
        [plain[:9], "示例中心", "reference:read"],
        [made["prefix"], "示例中心", "needs:read,search:read"],
    ]
    terminal.run("token", "revoke", made["prefix"], "--why", "lost")
    rows = terminal.json("token", "list", "--all")
    assert isinstance(rows, list)
    assert [(row["prefix"], row["revoked_at"] is not None) for row in rows] == [
        (plain[:9], False),
        (made["prefix"], True),
    ]
    unknown = terminal.run("token", "create", "示例中心", "--scope", "needs:everything", code=1)
    assert "known are: needs:read, needs:write" in unknown.stderr
    terminal.run("token", "revoke", "mm_XXXXXX", code=1)


def test_audit_names_the_operator_and_is_listed_and_verified(terminal: Terminal) -> None:
    terminal.run("user", "create", "li.wei", "--role", "city")
    terminal.run("user", "deactivate", "li.wei", "--why", "left")
    assert terminal.run("audit", "verify").stdout == "ok, 2 events\n"
    assert terminal.json("audit", "verify") == {"ok": True, "events": 2}
    lines = [line.split("\t") for line in terminal.run("audit", "list").stdout.splitlines()]
    assert [(line[0], line[3], line[5]) for line in lines] == [
        ("2", "user.deactivate", "left"),
        ("1", "user.create", ""),
    ]
    assert {line[2].partition(":")[0] for line in lines} == {"command line"}
    chosen = terminal.json(
        "audit", "list", "--action", "user.create", "--subject", f"user:{terminal.user('li.wei').ref}"
    )
    assert isinstance(chosen, list)
    assert [event["number"] for event in chosen] == [1]
    assert terminal.json("audit", "list", "--until", "2020-01-01") == []


def test_export_is_whole_private_verifiable_and_an_event(terminal: Terminal, tmp_path: Path) -> None:
    terminal.run("user", "create", "li.wei", "--role", "city")
    out = tmp_path / "log.jsonl"
    terminal.run("audit", "export", "--out", str(out))
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".log*")) == []
    events = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(event["number"], event["action"]) for event in events] == [(1, "user.create"), (2, "audit.export")]
    with terminal.database.read() as session:
        stored = {event.id: event for event in session.scalars(select(Event))}
    previous = "0" * 64
    for event in events:  # as a third party would
        note = EventNote(
            **{name: event[name] for name in EventNote.__dataclass_fields__} | {"at": stored[event["number"]].at}
        )
        assert event["at"] == note.at.isoformat(timespec="microseconds")
        assert (event["previous_digest"], event["digest"]) == (previous, digest_of(previous, event["number"], note))
        previous = event["digest"]
    assert terminal.run("audit", "export", "--action", "user.create").stdout.count("\n") == 1


def test_broken_chain_exits_with_1(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", str(sqlite_database.engine.url))
    terminal = Terminal(sqlite_database)
    terminal.run("user", "create", "li.wei", "--role", "city")
    terminal.run("user", "deactivate", "li.wei")
    with sqlite_database.write() as session:
        session.execute(text("DROP TRIGGER event_refuse_update"))
        session.execute(text("UPDATE event SET why = 'retired' WHERE id = 2"))
    result = terminal.run("audit", "verify", code=1)
    assert (result.stdout, "event 2" in result.stderr) == ("", True)
    broken = json.loads(terminal.run("audit", "verify", "--json", code=1).stdout)
    assert broken == {"ok": False, "number": 2, "problem": "its content was changed"}


def test_what_is_wrong_with_the_installation_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", url)
    open_database(url).dispose()
    terminal = Terminal(open_database(url))
    assert "matchmaker db upgrade" in terminal.run("user", "list", code=1).stderr
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", f"sqlite:///{tmp_path}")
    assert "cannot be used" in terminal.run("user", "list", code=1).stderr
    monkeypatch.setenv("MATCHMAKER_WEB_WORKERS", "hunter2")
    told = terminal.run("user", "list", code=1).stderr
    assert "MATCHMAKER_WEB_WORKERS" in told
    assert "hunter2" not in told
    terminal.database.dispose()
