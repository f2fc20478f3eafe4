"""`matchmaker audit verify | list | export`: the audit log."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from matchmaker.cli.context import open_work, open_works, operator

if TYPE_CHECKING:
    from matchmaker.services.audit import EventFilter

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


@click.group()
def command() -> None:
    """Verify, list and export the audit log. Times are those of Tai'an."""


@command.command()
@_JSON
def verify(as_json: bool) -> None:
    """Recompute the whole chain; exit 1 if an event was changed, removed, added or moved."""
    from matchmaker.cli.progress import progress_bar
    from matchmaker.errors import AuditBroken
    from matchmaker.services.audit import verify_chain

    try:
        with open_work(write=False) as work, progress_bar("Verifying") as progress:
            count = verify_chain(work.session, progress)
    except AuditBroken as error:
        if not as_json:
            raise
        click.echo(json.dumps({"ok": False, **error.params}, ensure_ascii=False))
        raise SystemExit(1) from error
    click.echo(json.dumps({"ok": True, "events": count}) if as_json else f"ok, {count} events")


def _filters(function: Callable[..., None]) -> Callable[..., None]:
    """The options that choose events, the same for `list` and `export`."""
    for option in (
        click.option("--until", type=_MOMENT, help="Before this moment."),
        click.option("--since", type=_MOMENT, help="From this moment on."),
        click.option("--actor", help="Reference of the user or client who acted."),
        click.option("--action", help="For example user.sign_in."),
        click.option("--subject", help="KIND or KIND:REFERENCE, for example need:7G2KQ0ZXM4."),
    ):
        function = option(function)
    return function


@command.command("list")
@_filters
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@_JSON
def list_(limit: int, as_json: bool, **chosen: Any) -> None:
    """List events, the newest first."""
    from matchmaker.services.audit import events_query
    from matchmaker.services.audit_export import event_values
    from matchmaker.services.work import TAIAN

    with open_work(write=False) as work:
        query = events_query(work=work, where=_filter(**chosen)).limit(limit)
        events = list(work.session.scalars(query))
    if as_json:
        click.echo(json.dumps([event_values(event) for event in events], ensure_ascii=False))
        return
    for event in events:
        at = f"{event.at.astimezone(TAIAN):%Y-%m-%d %H:%M:%S}"
        subject = f"{event.subject_kind}:{event.subject_ref}"
        click.echo("\t".join((str(event.id), at, event.actor_name, event.action, subject, event.why)))


@command.command()
@_filters
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output.")
def export(out: Path | None, **chosen: Any) -> None:
    """Export events as JSON lines, the oldest first, with their digests. The export is an event itself."""
    from matchmaker.services.audit_export import export_events

    with open_works() as works, _output(out) as file:
        for values in export_events(works=works, actor=operator(), where=_filter(**chosen)):
            file.write(json.dumps(values, ensure_ascii=False) + "\n")


def _filter(
    subject: str | None, action: str | None, actor: str | None, since: datetime | None, until: datetime | None
) -> EventFilter:
    from matchmaker.services.audit import EventFilter
    from matchmaker.services.work import TAIAN

    kind, _, ref = (subject or "").partition(":")
    return EventFilter(
        subject_kind=kind or None,
        subject_ref=ref or None,
        action=action,
        actor_ref=actor,
        since=since.replace(tzinfo=TAIAN) if since else None,
        until=until.replace(tzinfo=TAIAN) if until else None,
    )


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that only its owner may read and that is there whole or not at all."""
    if path is None:
        yield sys.stdout
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
