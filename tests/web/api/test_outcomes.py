"""Outcomes through the API: recorded, changed, read in the scope of what the token may read of needs."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.models import Event, Need, Suggestion
from matchmaker.models.codes import Confidentiality, NeedState, Verdict
from matchmaker.services.decision import NewDecision, decide_suggestion
from tests.support.builders import a_need, an_enterprise
from tests.web.api.conftest import EVERYTHING, Api, ApiMaker, Shop
from tests.web.api.examples import a_stored_suggestion, coded
from tests.web.api.test_campaigns import a_round

CONTRACT = {
    "level": "contract",
    "contract_kind": "development",
    "amount": "35.5",
    "signed_on": "2026-11-24",
    "registration_number": "2026370900000001",
    "note": "首期两年",
}


@pytest.fixture
def pair(shop: Shop) -> dict[str, str]:
    """A need of the running round with an accepted suggestion."""

    def act(work: Any) -> dict[str, str]:
        a_round(work)
        row = a_stored_suggestion(work)
        decide_suggestion(work=work, suggestion=row, new=NewDecision(Verdict.ACCEPT))
        return {"need": row.need.ref, "suggestion": row.ref, "expert": row.expert.ref}

    return shop.do(act)


def test_an_outcome_comes_back_field_by_field(api: Api, shop: Shop, pair: dict[str, str]) -> None:
    answer = api.post("/outcomes", CONTRACT | {"need": pair["need"], "suggestion": pair["suggestion"]})
    assert answer.status_code == 201
    found = answer.json
    assert answer.headers["Location"] == f"/api/v1/outcomes/{found['ref']}"
    assert api.get(f"/outcomes/{found['ref']}").json == found == api.get("/outcomes").json["items"][0]
    assert found["expert"]["ref"] == pair["expert"]
    assert found["campaign"] == api.get("/campaigns").json["items"][0]["ref"]
    assert {name: found[name] for name in ("need", "suggestion")} == {
        "need": pair["need"], "suggestion": pair["suggestion"]}  # fmt: skip
    assert found["level"] == coded("outcome_levels", "contract", "合同", found["level"]["en"])
    assert found["contract_kind"]["code"] == "development"
    told = ("amount", "amount_received", "signed_on", "registration_number", "note", "older_than_contact")
    assert [found[name] for name in told] == ["35.50", None, "2026-11-24", "2026370900000001", "首期两年", False]
    with shop.database.read() as session:
        assert session.scalars(select(Need)).one().state is NeedState.IN_CONTACT
        event = session.scalars(select(Event).where(Event.action == "outcome.record")).one()
        assert (event.actor_name, event.subject_ref) == ("技术交易中心", found["ref"])


def test_a_contract_that_is_paid_is_changed_by_who_saw_it_last(api: Api, pair: dict[str, str]) -> None:
    made = api.post("/outcomes", CONTRACT | {"need": pair["need"]})
    path, seen = f"/outcomes/{made.json['ref']}", {"If-Match": made.headers["ETag"]}
    paid = api.patch(path, {"level": "paid"}, headers=seen)
    assert (paid.status_code, paid.json["amount_received"], paid.json["level"]["code"]) == (200, "35.50", "paid")
    assert api.patch(path, {"note": "再改"}, headers=seen).status_code == 412
    assert api.patch(path, {"note": None}).json["note"] == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": "signed"}, "level"),
        ({"contract_kind": None}, "contract_kind"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "9999999999"}, "amount"),
        ({"amount_received": "36"}, "amount_received"),
        ({"signed_on": "2026-11-25"}, "signed_on"),
        ({"evidence_sha256": "abc"}, "evidence_sha256"),
        ({"need": "0000000000"}, "need"),
        ({"suggestion": "0000000000"}, "suggestion"),
        ({"expert": {"ref": "0000000000"}}, "expert"),
        ({"campaign": "0000000000"}, "campaign"),
        ({"score": 1}, "score"),
    ],
)
def test_each_wrong_field_is_named(api: Api, pair: dict[str, str], changes: dict[str, Any], field: str) -> None:
    answer = api.post("/outcomes", CONTRACT | {"need": pair["need"]} | changes)
    assert (answer.status_code, answer.json["error"]["field"]) == (422, field)
    assert api.get("/outcomes").json["items"] == []


def test_a_suggestion_of_another_need_is_not_taken(api: Api, shop: Shop, pair: dict[str, str]) -> None:
    other = shop.do(lambda work: a_stored_suggestion(work).ref)
    answer = api.post("/outcomes", CONTRACT | {"need": pair["need"], "suggestion": other})
    assert (answer.status_code, answer.json["error"]["field"]) == (422, "suggestion")


def test_filters(api: Api, shop: Shop, pair: dict[str, str]) -> None:
    other = shop.do(lambda work: a_stored_suggestion(work).need.ref)
    campaign = api.get("/campaigns").json["items"][0]["ref"]
    for need, body in ((pair["need"], CONTRACT), (other, {"level": "intent"})):
        api.post("/outcomes", body | {"need": need})
    found = {
        query: [row["level"]["code"] for row in api.get(f"/outcomes?{query}").json["items"]]
        for query in ("", f"need={other}", "level=contract&level=paid", f"campaign={campaign}", "campaign=0000000000")
    }
    assert found == {
        "": ["intent", "contract"],
        f"need={other}": ["intent"],
        "level=contract&level=paid": ["contract"],
        f"campaign={campaign}": ["intent", "contract"],
        "campaign=0000000000": [],
    }


def test_the_outcome_of_a_confidential_need_is_there_for_those_who_may_read_it(
    app: Flask, api: Api, api_for: ApiMaker, shop: Shop
) -> None:
    def secret(work: Any) -> str:
        hidden = {"confidentiality": Confidentiality.CONFIDENTIAL}
        return a_need(work, an_enterprise(work), "保密的配方", NeedState.VERIFIED, **hidden).ref

    need = shop.do(secret)
    assert api.post("/outcomes", CONTRACT | {"need": need}).json["error"]["field"] == "need"
    trusted = api_for(app, *EVERYTHING, name="示例系统")
    ref = trusted.post("/outcomes", CONTRACT | {"need": need}).json["ref"]
    assert api.get(f"/outcomes/{ref}").status_code == 404
    assert api.get("/outcomes?total=true").json["total"] == 0
    assert api.patch(f"/outcomes/{ref}", {"note": "x"}).status_code == 404
    assert trusted.get(f"/outcomes/{ref}").status_code == 200
    with shop.database.read() as session:
        looks = session.scalars(select(Event).where(Event.action == "need.read_confidential")).all()
        assert [(event.actor_name, event.subject_ref) for event in looks] == [("示例系统", need)]
        assert session.scalars(select(Suggestion)).all() == []


def test_the_number_of_queries_does_not_grow_with_the_page(app: Flask, api: Api, shop: Shop) -> None:
    from sqlalchemy import event

    statements: list[str] = []
    event.listen(shop.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for rows in (1, 3):
        while len(api.get("/outcomes").json["items"]) < rows:
            row = shop.do(lambda work: a_stored_suggestion(work).need.ref)
            api.post("/outcomes", {"level": "intent", "need": row})
        statements.clear()
        api.get("/outcomes")
        counts.append(len([text for text in statements if text.startswith("SELECT")]))
    assert counts[0] == counts[1]
