"""Suggestions and decisions on them over the API."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.models import Decision, Event, Suggestion
from matchmaker.models.codes import Confidentiality, Grade, Role, SuggestionState, Verdict
from matchmaker.services.decision import NewDecision, decide_suggestion
from tests.support.builders import a_user
from tests.web.api.conftest import Api, ApiMaker, Shop
from tests.web.api.examples import a_stored_suggestion, coded


@pytest.fixture
def ref(shop: Shop) -> str:
    return shop.do(lambda work: a_stored_suggestion(work).ref)


def decide(api: Api, ref: str, tag: str, **body: object) -> object:
    return api.post(f"/suggestions/{ref}/decisions", body, headers={"If-Match": tag})


def span(start: int, stop: int) -> dict[str, int]:
    return {"start": start, "stop": stop}


def test_a_suggestion_comes_with_both_sides_and_its_evidence(api: Api, shop: Shop, ref: str) -> None:
    found = api.get(f"/suggestions/{ref}").json
    row = shop.do(_sides)
    assert found == {
        "ref": ref,
        "source": None,
        "external_id": None,
        "version": found["version"],
        "created_at": "2026-11-24T01:00:00Z",
        "updated_at": "2026-11-24T01:00:00Z",
        "state": coded("suggestion_states", "suggested", found["state"]["zh"], found["state"]["en"]),
        "grade": coded("grades", "strong", "高度相关", found["grade"]["en"]),
        "score": 0.8,
        "rank": 1,
        "need": {"ref": row["need"], "title": "高盐废水零排放", "source": None, "external_id": None},
        "expert": {
            "ref": row["expert"],
            "name": row["name"],
            "kind": coded("expert_kinds", "person", "专家", "Person"),
            "may_be_named": False,
            "source": None,
            "external_id": None,
        },
        "achievement": None,
        "enterprise": None,
        "institution": None,
        "run": {"model": "fake", "weights": "test", "started_at": "2026-11-24T01:00:00Z"},
        "decided_at": None,
        "evidence": {
            "part": "title",
            "need": {"text": "高盐废水零排放", "excerpt": span(0, 7), "marks": [span(0, 2)]},
            "passage": {"text": "高盐废水蒸发结晶与膜分离", "excerpt": span(0, 12), "marks": [span(0, 4)]},
            "shared_terms": ["高盐废水"],
            "supports": [
                {
                    "code": "terms_shared",
                    "zh": found["evidence"]["supports"][0]["zh"],
                    "en": "Both name 高盐废水.",
                }
            ],
            "doubts": [
                {
                    "code": "meaning_far",
                    "zh": found["evidence"]["doubts"][0]["zh"],
                    "en": "The meaning is not closer than that of many other candidates.",
                }
            ],
        },
        "decisions": [],
    }


def test_a_decision_is_stored_traced_and_readable(api: Api, shop: Shop, ref: str) -> None:
    tag = api.get(f"/suggestions/{ref}").headers["ETag"]
    made = decide(api, ref, tag, verdict="reject", reason="field_mismatch", note="方向不符")
    assert (made.status_code, made.headers["Location"]) == (201, f"/api/v1/decisions/{made.json['ref']}")
    assert made.json["reason"]["code"] == "field_mismatch"
    assert (made.json["previous_state"]["code"], made.json["grade"]["code"]) == ("suggested", "strong")
    assert made.json["decided_by"]["kind"] == "client"
    assert api.get(f"/decisions/{made.json['ref']}").json == made.json
    after = api.get(f"/suggestions/{ref}").json
    assert (after["state"]["code"], after["decisions"]) == ("rejected", [made.json])
    with shop.database.read() as session:
        event = session.scalars(select(Event).where(Event.action == "suggestion.reject")).one()
    assert (event.actor_kind, event.why, event.request_id) == ("client", "方向不符", made.headers["X-Request-ID"])


def test_of_two_who_decide_on_what_they_saw_the_second_is_refused(api: Api, shop: Shop, ref: str) -> None:
    tag = api.get(f"/suggestions/{ref}").headers["ETag"]
    first = decide(api, ref, tag, verdict="accept")
    second = decide(api, ref, tag, verdict="hold")
    assert (first.status_code, second.status_code) == (201, 412)
    assert second.json["error"]["code"] == "precondition_failed"
    assert shop.do(lambda work: work.session.scalars(select(Decision)).one().verdict) is Verdict.ACCEPT


@pytest.mark.parametrize("headers", [{}, {"If-Match": "*"}])
def test_nobody_decides_without_having_looked(api: Api, ref: str, headers: dict[str, str]) -> None:
    answer = api.post(f"/suggestions/{ref}/decisions", {"verdict": "accept"}, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (428, "precondition_required")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"verdict": "reject"}, "reason", "no_reason"),
        ({"verdict": "reject", "reason": "other"}, "note", "no_note"),
        ({"verdict": "reject", "reason": "because"}, "reason", "unknown_code"),
        ({"verdict": "accept", "reason": "other"}, "reason", "needless_reason"),
        ({"verdict": "maybe"}, "verdict", "unknown_code"),
        ({"verdict": "accept", "state": "accepted"}, "state", "extra_forbidden"),
    ],
)
def test_each_wrong_decision_is_named(api: Api, ref: str, body: dict[str, str], field: str, code: str) -> None:
    tag = api.get(f"/suggestions/{ref}").headers["ETag"]
    answer = decide(api, ref, tag, **body)
    problem = answer.json["error"]["details"]["problems"][0]
    assert (answer.status_code, problem["field"], problem["code"]) == (422, field, code)


def test_undo_goes_back_and_has_an_end(api: Api, ref: str) -> None:
    for verdict, state in (("hold", "held"), ("undo", "suggested")):
        tag = api.get(f"/suggestions/{ref}").headers["ETag"]
        assert decide(api, ref, tag, verdict=verdict).status_code == 201
        assert api.get(f"/suggestions/{ref}").json["state"]["code"] == state
    answer = decide(api, ref, api.get(f"/suggestions/{ref}").headers["ETag"], verdict="undo")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "wrong_state")


def test_a_decision_of_a_person_names_no_person(api: Api, shop: Shop, ref: str) -> None:
    def act(work: object) -> str:
        actor = a_user(work, Role.CITY, "li.wei")
        row = work.session.scalars(select(Suggestion)).one()
        decide_suggestion(work=work.as_actor(actor), suggestion=row, new=NewDecision(verdict=Verdict.ACCEPT))
        return actor.ref

    person = shop.do(act)
    answer = api.get("/decisions")
    assert answer.json["items"][0]["decided_by"] == {"kind": "user", "ref": person}
    assert "li.wei" not in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"甲", "乙", "丙"}),
        ("grade=strong", {"甲"}),
        ("grade=strong&grade=fair", {"甲", "乙"}),
        ("state=held", {"丙"}),
        ("candidate=expert", {"甲", "乙", "丙"}),
        ("candidate=achievement", set()),
        ("need=0000000000", set()),
    ],
)
def test_filters(api: Api, shop: Shop, query: str, found: set[str]) -> None:
    def fill(work: object) -> None:
        for title, grade in (("甲", Grade.STRONG), ("乙", Grade.FAIR), ("丙", Grade.WEAK)):
            row = a_stored_suggestion(work, grade, title)
            row.state = SuggestionState.HELD if title == "丙" else SuggestionState.SUGGESTED

    shop.do(fill)
    assert {item["need"]["title"] for item in api.get(f"/suggestions?{query}").json["items"]} == found


def test_suggestions_and_decisions_of_one_need(api: Api, shop: Shop, ref: str) -> None:
    shop.do(lambda work: a_stored_suggestion(work, title="别的"))
    need = api.get(f"/suggestions/{ref}").json["need"]["ref"]
    assert [item["ref"] for item in api.get(f"/suggestions?need={need}").json["items"]] == [ref]
    made = decide(api, ref, api.get(f"/suggestions/{ref}").headers["ETag"], verdict="accept").json
    for query in (f"need={need}", f"suggestion={ref}", "verdict=accept", ""):
        assert api.get(f"/decisions?{query}").json["items"] == [made]
    for query in ("need=0000000000", "suggestion=0000000000", "verdict=hold"):
        assert api.get(f"/decisions?{query}").json["items"] == []


def test_suggestions_follow_what_the_token_may_read_of_needs(app: Flask, api_for: ApiMaker, ref: str) -> None:
    blind = api_for(app, "suggestions:read")
    assert blind.get("/suggestions").json["items"] == []
    assert blind.get(f"/suggestions/{ref}").status_code == 404


def test_a_confidential_need_shows_in_no_suggestion_and_no_decision(
    app: Flask, api: Api, api_for: ApiMaker, shop: Shop
) -> None:
    ref = shop.do(lambda work: a_stored_suggestion(work, confidentiality=Confidentiality.CONFIDENTIAL).ref)
    trusted = api_for(app, "needs:read", "needs:confidential", "suggestions:read", "decisions:write", name="示例系统")
    tag = trusted.get(f"/suggestions/{ref}").headers["ETag"]
    made = decide(trusted, ref, tag, verdict="accept").json
    for path in (f"/suggestions/{ref}", f"/decisions/{made['ref']}"):
        assert api.get(path).status_code == 404
    assert decide(api, ref, tag, verdict="undo").status_code == 404
    for path in ("/suggestions", "/decisions", f"/decisions?suggestion={ref}", f"/suggestions?need={made['need']}"):
        assert api.get(path).json["items"] == []
        assert trusted.get(path).json["items"]
    with shop.database.read() as session:
        looks = session.scalars(select(Event).where(Event.action == "need.read_confidential")).all()
    assert {event.actor_name for event in looks} == {"示例系统"}
    assert len(looks) == 5


def _sides(work: object) -> dict[str, str]:
    row = work.session.scalars(select(Suggestion)).one()
    return {"need": row.need.ref, "expert": row.expert.ref, "name": row.expert.name}
