"""`matchmaker person find | export | erase`: what is held about somebody who asks for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matchmaker.cli.context import open_parts, open_work

if TYPE_CHECKING:
    from matchmaker.services.personal_data.person import Person
    from matchmaker.services.work import Work


@click.group()
def command() -> None:
    """Find, hand out and erase what is held about a person, at their request.

    REF is the reference of an expert or, with --contact, of an organization; `find` shows both.
    """


@command.command()
@click.argument("words")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find(words: str, as_json: bool) -> None:
    """Find people by a part of their name, or by a whole number or address."""
    from matchmaker.services.personal_data.person import find_people

    with open_work(write=False) as work:
        rows = [
            {"kind": one.kind, "name": one.name, "of": one.owner.name, "ref": one.owner.ref, "contact": one.key or None}
            for one in find_people(work=work, words=words)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        whom = f"{row['ref']} --contact {row['contact']}" if row["contact"] else str(row["ref"])
        click.echo("\t".join((str(row["kind"]), str(row["name"]), str(row["of"]), whom)))


@command.command()
@click.argument("ref")
@click.option("--contact", "key", help="Which contact of the organization REF.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A .json or .xlsx file.")
def export(ref: str, key: str | None, out: Path) -> None:
    """Write everything held about the person to a file: .json for a program, .xlsx for a reader."""
    from matchmaker.services.personal_data.export import WAYS, export_person

    ending = out.suffix.removeprefix(".")
    if ending not in WAYS:
        raise click.UsageError(f"--out must end in one of: {', '.join(f'.{known}' for known in WAYS)}")
    with open_work() as work:
        handed = export_person(work=work, person=_person(work, ref, key), ending=ending)
        out.touch(mode=0o600)
        out.write_bytes(handed.content)
    click.echo(f"{handed.records} records in {out}", err=True)


@command.command()
@click.argument("ref")
@click.option("--contact", "key", help="Which contact of the organization REF.")
@click.option("--name", "confirmed", help="The person's name, to confirm; without it nothing is erased.")
@click.option("--why", default="", help="The reason, for the record of actions.")
def erase(ref: str, key: str | None, confirmed: str | None, why: str) -> None:
    """Erase what is held about the person; first, without --name, tell what would go and what stays."""
    from matchmaker.services.personal_data.erasure import erase_person, what_erasing_does

    with open_parts() as parts:
        data_dir = parts.settings.data_dir
    with open_work(write=confirmed is not None) as work:
        person = _person(work, ref, key)
        if confirmed is None:
            done = what_erasing_does(work=work, person=person)
        else:
            done = erase_person(work=work, person=person, confirmed=confirmed, why=why, data_dir=data_dir)
    figures = {"removed": done.removed, "kept": done.kept, "events": done.events, "mentions": done.mentions}
    click.echo(json.dumps(figures, ensure_ascii=False))
    click.echo(
        "Nothing is erased yet: repeat with --name." if confirmed is None else
        "Erased. Backups made before still hold the data: replace them when their time is over, and erase again after "
        "a restore.",
        err=True,
    )  # fmt: skip


def _person(work: Work, ref: str, key: str | None) -> Person:
    from matchmaker.services.personal_data.person import contact_person, expert_person

    return contact_person(work=work, ref=ref, key=key) if key else expert_person(work=work, ref=ref)
