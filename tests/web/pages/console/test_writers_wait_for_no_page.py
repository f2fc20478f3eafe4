"""What takes long (a workbook, a page of evidence) is made while others can write; its event is there all the same."""

from __future__ import annotations

from typing import Any

import pytest

from matchmaker.models import Need
from matchmaker.services import need_export
from tests.support.builders import a_suggestion, an_expert
from tests.support.writers import is_free, watched
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, seed_city
from web.pages.console import evidence


@pytest.fixture
def city(office: Office) -> City:
    return seed_city(office)


def test_whoever_holds_a_transaction_that_writes_is_seen(office: Office) -> None:
    assert is_free(office.database)
    with office.database.write() as session:
        session.connection()
        assert not is_free(office.database)


def test_others_write_while_a_workbook_is_made(office: Office, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    slow = watched(office.database, need_export.write_records, seen)
    monkeypatch.setattr(need_export, "write_records", slow)
    assert office.city.post("/console/needs/export").status_code == 200
    assert seen == [True]
    assert office.actions()[-1] == "need.export"


def test_others_write_while_confidential_evidence_is_put_together(
    office: Office, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seed(work: Any) -> str:
        need = work.session.query(Need).filter_by(ref=city.secret).one()
        return a_suggestion(work, need, an_expert(work, "密示例")).ref

    ref, person, seen = office.do(seed), office.city, list[bool]()
    monkeypatch.setattr(evidence, "complete_evidence", watched(office.database, evidence.complete_evidence, seen))
    assert person.get(f"/console/evidence/{ref}").status_code == 200
    assert seen == [True]
    assert office.actions()[-1] == "need.read_confidential"
