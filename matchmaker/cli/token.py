"""`matchmaker token create | list | revoke`: tokens of API clients."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from matchmaker.cli.context import open_work

if TYPE_CHECKING:
    from datetime import datetime

    from matchmaker.models import ApiToken

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def command() -> None:
    """Make, list and revoke the tokens with which programs use the API."""


@command.command()
@click.argument("client")
@click.option("--scope", "scopes", multiple=True, required=True, help="What the token allows; may be repeated.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 1100), help="How long it is good for.")
@_JSON
def create(client: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Make a token for the program CLIENT, which is created if it is new. The token is printed once."""
    from matchmaker.services.api_token import create_client, create_token, find_client

    with open_work() as work:
        row = find_client(work=work, name=client) or create_client(work=work, name=client)
        expires_at = work.now() + timedelta(days=days)
        made = create_token(work=work, client=row, scopes=scopes, expires_at=expires_at)
        values = _values(made.row)
    click.echo(json.dumps(values | {"token": made.text}, ensure_ascii=False) if as_json else made.text)


@command.command("list")
@click.option("--all", "everything", is_flag=True, help="Revoked tokens, too.")
@_JSON
def list_(everything: bool, as_json: bool) -> None:
    """List tokens by their prefix, the newest first. The tokens themselves are not stored anywhere."""
    from matchmaker.services.api_token import list_tokens

    with open_work(write=False) as work:
        rows = [_values(row) for row in list_tokens(work=work, include_revoked=everything)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "revoked" if row["revoked_at"] else f"until {row['expires_at'] or 'revoked'}"
        used = row["last_used_at"] or "never used"
        click.echo("\t".join((row["prefix"], row["client"], ",".join(row["scopes"]), state, used)))


@command.command()
@click.argument("token")
@click.option("--why", default="", help="The reason, for the audit log.")
def revoke(token: str, why: str) -> None:
    """Revoke the token with the prefix or reference TOKEN, at once."""
    from matchmaker.services.api_token import get_token, revoke_token

    with open_work() as work:
        revoke_token(work=work, token=get_token(work=work, ref=token), why=why)
    click.echo(f"{token} is revoked.", err=True)


def _values(row: ApiToken) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "prefix": row.prefix,
        "client": row.client.name,
        "scopes": row.scopes,
        "expires_at": _text(row.expires_at),
        "revoked_at": _text(row.revoked_at),
        "last_used_at": _text(row.last_used_at),
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
