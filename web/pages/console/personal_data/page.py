"""Whom something is held about, and what: before it is handed out or erased."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.services.contact_disclosure import masked_email, masked_number
from matchmaker.services.personal_data.erasure import what_erasing_does
from matchmaker.services.personal_data.export import all_records, counted
from matchmaker.services.personal_data.person import (
    CONTACT,
    KEEPERS,
    Person,
    contact_person,
    expert_person,
    find_people,
)
from matchmaker.services.personal_data.words import TABLES
from matchmaker.services.work import Work
from web.form_state import FormState
from web.pages.console.rendering import render_page
from web.session import reading, require

LONGEST = 80


@require(*KEEPERS)
def index() -> ResponseReturnValue:
    """The search. It is posted: a number in an address would stay in histories and logs."""
    words = request.form.get("q", "").strip()[:LONGEST]
    with reading() as work:
        people = [row_of(person) for person in find_people(work=work, words=words)]
        return render_page(work, "console/personal_data.html", words=words, people=people)


@require(*KEEPERS)
def show(kind: str, ref: str, key: str = "") -> ResponseReturnValue:
    with reading() as work:
        return person_page(work, person_of(work, kind, ref, key))


def person_of(work: Work, kind: str, ref: str, key: str) -> Person:
    return contact_person(work=work, ref=ref, key=key) if kind == CONTACT else expert_person(work=work, ref=ref)


def person_page(work: Work, person: Person, form: FormState | None = None) -> str:
    """The page; `form` is the question before erasing, with what was wrong in it."""
    told = what_erasing_does(work=work, person=person)
    return render_page(
        work,
        "console/person.html",
        person=row_of(person),
        held=in_words(counted(all_records(work, person))),
        removed=in_words(told.removed),
        kept=in_words(told.kept),
        events=told.events,
        mentions=in_words(told.mentions),
        export=url_of("export", person),
        erase=url_of("erase", person),
        form=form or FormState(),
    )


def row_of(person: Person) -> dict[str, Any]:
    """What a list shows; numbers are masked, the file to hand out has them in full."""
    numbers = [masked_email(value) if "@" in value else masked_number(value) for value in sorted(person.reach)]
    owner = "experts.show" if person.kind != CONTACT else "organizations.show"
    return {
        "name": person.name or numbers[0],
        "kind": gettext("Contact person") if person.kind == CONTACT else gettext("Expert"),
        "of": person.owner.name if person.kind == CONTACT else "",
        "reach": numbers,
        "record": url_for(owner, ref=person.owner.ref),
        "href": url_of("show", person),
    }


def url_of(act: str, person: Person) -> str:
    parts = {"ref": person.owner.ref} | ({"key": person.key} if person.kind == CONTACT else {})
    return url_for(f"personal_data.{act}_{person.kind}", **parts)


def in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(gettext(TABLES.get(name, name)), count) for name, count in counts.items()]
