"""No password, token, code or second-factor secret in any row but the mail that carries it, nor in any log (S14)."""

from __future__ import annotations

import logging

import pyotp
import pytest
from sqlalchemy import MetaData, select

from matchmaker.database import Database
from matchmaker.models import OutboxMessage
from matchmaker.models.codes import Role
from matchmaker.services.api_token import authenticate, create_client, create_token
from matchmaker.services.password_change import change_password
from matchmaker.services.password_reset import finish_reset, request_reset
from matchmaker.services.sign_in import attempt_sign_in
from matchmaker.services.sign_in_code import attempt_code, attempt_enrolment, enrol
from matchmaker.services.user import NewUser, create_user
from matchmaker.services.work import SYSTEM
from tests.support.accounts import OFFICE, STRICT, cheap_passwords, works_of  # noqa: F401
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("cheap_passwords")


def life_of_an_account(database: Database, world: World) -> dict[str, str]:
    """Everything an account goes through, and every secret of it by name."""
    works = works_of(database, world)
    secrets = {"chosen": "river under old stone", "by mail": "seven green bottles", "mistyped": "riber under old stone"}
    with works.writing(SYSTEM) as work:
        made = create_user(work=work, new=NewUser("li.wei", "示例", Role.CITY, email="li@example.org"))
    secrets["made"] = made.password or ""

    def sign_in(password: str) -> str:
        return attempt_sign_in(works=works, name="li.wei", password=password, origin=OFFICE, rules=STRICT).token

    secrets["first token"] = sign_in(secrets["made"])
    for name, password in (("li.wei", secrets["mistyped"]), (secrets["chosen"], "li.wei")):
        with pytest.raises(Exception, match="not right"):
            attempt_sign_in(works=works, name=name, password=password, origin=OFFICE, rules=STRICT)
    enrolment = enrol(works=works, token=secrets["first token"], rules=STRICT, issuer="x")
    code = pyotp.TOTP(enrolment.secret).at(world.clock())
    done = attempt_enrolment(
        works=works,
        token=secrets["first token"],
        code=code,
        sealed=enrolment.sealed,
        origin=OFFICE,
        rules=STRICT,
    )
    secrets["second token"] = done.token
    secrets["third token"] = change_password(
        works=works, token=done.token, current=secrets["made"], new=secrets["chosen"], rules=STRICT
    )
    request_reset(works=works, email="li@example.org", origin=OFFICE, base_url="https://match.example.org")
    with works.reading() as work:
        mail = work.session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "password_reset")).one()
    secrets["link"] = mail.payload["secret"]["link"].rpartition("/")[2]
    finish_reset(works=works, token=secrets["link"], password=secrets["by mail"], origin=OFFICE)
    world.clock.advance(minutes=1)
    secrets["fourth token"] = sign_in(secrets["by mail"])
    later = pyotp.TOTP(enrolment.secret).at(world.clock())
    attempt_code(works=works, token=secrets["fourth token"], code=later, origin=OFFICE, rules=STRICT)
    with works.writing(SYSTEM) as work:
        client = create_client(work=work, name="示例中心")
        secrets["api token"] = create_token(work=work, client=client, scopes=["needs:read"], expires_at=None).text
    authenticate(works=works, token=secrets["api token"])
    return secrets | {"second factor": enrolment.secret, "code": code, "later code": later}


def rows_of(database: Database) -> dict[str, str]:
    """All rows of all tables, as text, by table."""
    metadata = MetaData()
    metadata.reflect(database.engine)
    with database.engine.connect() as connection:
        return {table.name: str(connection.execute(select(table)).all()) for table in metadata.sorted_tables}


def test_secrets_are_in_no_row_and_no_log(
    database: Database, world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.INFO):
        secrets = life_of_an_account(database, world)
    rows = rows_of(database)
    found = {(name, table) for name, secret in secrets.items() for table, text in rows.items() if secret in text}
    # The mail is on its way; an authenticator's secret is stored sealed.
    assert found == {("link", "outbox_message")}
    assert len(secrets) == 13
    assert "user.password_reset" in rows["event"]
    printed = capfd.readouterr()
    for secret in secrets.values():
        assert secret not in caplog.text + printed.out + printed.err
