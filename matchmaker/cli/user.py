"""`matchmaker user create | list | passwd | deactivate | reactivate | reset-second-factor | reseal`: accounts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from matchmaker.cli.context import open_application, open_work, operator
from matchmaker.models.codes import Role

if TYPE_CHECKING:
    from matchmaker.models import Organization, User
    from matchmaker.services.work import Work

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; default: make one."
)
_KEEP = click.option(
    "--keep-password", is_flag=True, help="With --password-stdin: need not be changed at first sign-in."
)
_WHY = click.option("--why", default="", help="The reason, for the audit log.")


@click.group()
def command() -> None:
    """Create users, give them new passwords, switch them off.

    A password made here is printed once and has to be changed at the first sign-in.
    """


@command.command()
@click.argument("username")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", "display_name", help="The person's name; default: the user name.")
@click.option("--email")
@click.option("--mobile")
@click.option("--organization", help="Reference, USCC or name; for the roles enterprise and liaison.")
@click.option("--county", help="Code of the county, for example 370982; for the role county.")
@_STDIN
@_KEEP
@_JSON
def create(
    username: str,
    role: str,
    display_name: str | None,
    email: str | None,
    mobile: str | None,
    organization: str | None,
    county: str | None,
    password_stdin: bool,
    keep_password: bool,
    as_json: bool,
) -> None:
    """Create the user USERNAME."""
    from matchmaker.services.user import NewUser, create_user

    password = _password(password_stdin, keep_password)
    with open_application() as application, application.database.write() as session:
        if county is not None:
            _require_county(county, application.settings.reference_dir)
        work = application.work(session, operator())
        new = NewUser(
            username=username,
            display_name=display_name or username,
            role=Role(role),
            email=email,
            mobile=mobile,
            organization=_organization(work, organization) if organization else None,
            county_code=county,
        )
        made = create_user(work=work, new=new, password=password, must_change_password=not keep_password)
    _print_made(made.user, made.password, as_json)


@command.command("list")
@click.option("--role", type=click.Choice([role.value for role in Role]))
@click.option("--search", "text", default="", help="Part of a user name, a name or an e-mail address.")
@click.option("--all", "everyone", is_flag=True, help="Deactivated users, too.")
@_JSON
def list_(role: str | None, text: str, everyone: bool, as_json: bool) -> None:
    """List users by user name."""
    from matchmaker.services.user import UserFilter, list_users

    where = UserFilter(text=text, role=Role(role) if role else None, active=None if everyone else True)
    with open_work(write=False) as work:
        rows = [_values(user) for user in list_users(work=work, where=where)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        place = row["organization"] or row["county_code"] or "-"
        state = "active" if row["active"] else "off"
        click.echo("\t".join((row["username"], row["display_name"], row["role"], place, state)))


@command.command()
@click.argument("username")
@_STDIN
@_KEEP
@_JSON
def passwd(username: str, password_stdin: bool, keep_password: bool, as_json: bool) -> None:
    """Give USERNAME a new password. All their sessions and reset links end."""
    from matchmaker.services.password_change import give_password
    from matchmaker.services.user_scope import get_user_by_name

    password = _password(password_stdin, keep_password)
    with open_work() as work:
        user = get_user_by_name(work=work, name=username)
        made = give_password(work=work, user=user, password=password, must_change=not keep_password)
    _print_made(user, made, as_json)


@command.command()
@click.argument("username")
@_WHY
def deactivate(username: str, why: str) -> None:
    """Switch the account USERNAME off: no sign-in, all sessions end. Nothing is deleted."""
    from matchmaker.services.user import deactivate_user
    from matchmaker.services.user_scope import get_user_by_name

    with open_work() as work:
        deactivate_user(work=work, user=get_user_by_name(work=work, name=username), why=why)
    click.echo(f"{username} is deactivated.", err=True)


@command.command()
@click.argument("username")
@_WHY
def reactivate(username: str, why: str) -> None:
    """Switch the account USERNAME on again."""
    from matchmaker.services.user import reactivate_user
    from matchmaker.services.user_scope import get_user_by_name

    with open_work() as work:
        reactivate_user(work=work, user=get_user_by_name(work=work, name=username), why=why)
    click.echo(f"{username} is active.", err=True)


@command.command("reset-second-factor")
@click.argument("username")
@_WHY
def reset_second_factor(username: str, why: str) -> None:
    """Take the second factor off USERNAME (a lost telephone); the next sign-in sets up a new one."""
    from matchmaker.services.second_factor import reset_second_factor as reset
    from matchmaker.services.user_scope import get_user_by_name

    with open_work() as work:
        reset(work=work, user=get_user_by_name(work=work, name=username), why=why)
    click.echo(f"The second factor of {username} is reset.", err=True)


@command.command()
def reseal() -> None:
    """Seal the stored second-factor secrets with the present MATCHMAKER_SECRET_KEY, after it was changed.

    MATCHMAKER_SECRET_KEY_OLD has to name the earlier one until this was done.
    """
    from matchmaker.services.second_factor import reseal_secrets

    with open_work() as work:
        count = reseal_secrets(work=work)
    click.echo(f"{count} secrets were sealed anew.", err=True)


def _password(from_stdin: bool, keep: bool) -> str | None:
    if keep and not from_stdin:
        raise click.UsageError("--keep-password needs --password-stdin: a password made here has to be changed.")
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else None


def _require_county(code: str, overrides: Any) -> None:
    from matchmaker.reference import load_scheme

    counties = [term.code for term in load_scheme("divisions", overrides) if term.parent is not None]
    if code not in counties:
        raise click.BadParameter(f"{code} is no county; known are: {', '.join(counties)}.", param_hint="--county")


def _organization(work: Work, text: str) -> Organization:
    from sqlalchemy import select

    from matchmaker.errors import NotFound
    from matchmaker.models import Organization
    from matchmaker.services.organization import find_organization

    by_ref = work.session.scalars(select(Organization).where(Organization.ref == text)).one_or_none()
    found = by_ref or find_organization(session=work.session, name=text, uscc=text)
    if found is None:
        raise NotFound(kind="organization", ref=text)
    return found


def _values(user: User) -> dict[str, Any]:
    return {
        "ref": user.ref,
        "username": user.username,
        "display_name": user.display_name,
        "role": user.role.value,
        "organization": user.organization.name if user.organization is not None else None,
        "county_code": user.county_code,
        "active": user.active,
        "second_factor": user.totp_confirmed_at is not None,
        "last_signed_in_at": user.last_signed_in_at.isoformat() if user.last_signed_in_at else None,
    }


def _print_made(user: User, password: str | None, as_json: bool) -> None:
    """The result; the only place where a password is ever printed, and only one that was made here."""
    if as_json:
        click.echo(json.dumps({"ref": user.ref, "username": user.username, "password": password}, ensure_ascii=False))
        return
    click.echo(f"{user.username}\t{password}" if password is not None else user.username)
