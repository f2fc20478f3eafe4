"""The review queue: evidence side by side, decisions with their versions, what is refused and to whom."""

from __future__ import annotations

import json
import re

import pytest

from matchmaker.models import Event, Need, Suggestion, User
from matchmaker.models.codes import NeedState, Role, SuggestionState
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.seeds import City, assess, seed_city

QUEUE = "/console/review/"
# A seeded suggestion was stored, then given its evidence.
SEEDED = 2


@pytest.fixture
def city(office: Office) -> City:
    return seed_city(office)


def decide(person: Person, ref: str, verdict: str, version: int = SEEDED, **sent: str) -> object:
    return person.post(f"{QUEUE}{ref}/decide?version={version}", {"verdict": verdict, **sent})


def suggestion(office: Office, ref: str) -> tuple[SuggestionState, int]:
    def look(work: object) -> tuple[SuggestionState, int]:
        row = work.session.query(Suggestion).filter_by(ref=ref).one()  # type: ignore[attr-defined]
        return row.state, row.version

    return office.do(look)


def toast(answer: object) -> dict[str, object]:
    return json.loads(answer.headers["HX-Trigger"])["toast"]  # type: ignore[attr-defined]


def test_the_first_need_stands_with_its_candidates_best_first_and_marked_words(office: Office, city: City) -> None:
    page = office.county.get(QUEUE).text
    assert re.findall(r'candidate-name">(.*?)<', page) == ["林示例", "蔺示例", "祁示例"]
    assert page.count(" data-current") == 1
    assert "<mark>高盐废水</mark>蒸发结晶时<mark>换热管</mark>结垢严重" in page
    assert "<mark>高盐废水</mark>零排放：蒸发结晶过程的<mark>换热管</mark>防垢机理" in page
    assert "三效蒸发" in page  # what speaks against it
    assert "第 1 / 1 项需求" in page


def test_the_queue_goes_from_need_to_need_in_the_own_scope(office: Office, city: City) -> None:
    first = office.city.get(QUEUE).text
    following = re.search(r'href="([^"]+)" data-review-next', first)
    assert following is not None
    second = office.city.get(following[1].replace("&amp;", "&")).text
    assert "硬岩巷道快速掘进" in second
    assert "data-review-previous" in second
    assert "data-review-next" not in office.county.get(QUEUE).text


def test_filters_choose_the_needs(office: Office, city: City) -> None:
    assert "硬岩巷道快速掘进" in office.city.get(f"{QUEUE}?county=370982").text
    assert "换热管防垢" in office.city.get(f"{QUEUE}?grade=weak").text
    assert "没有待定的推荐" in office.city.get(f"{QUEUE}?county=370983").text
    assert office.city.get(f"{QUEUE}?grade=excellent").status_code == 422


def test_accepting_stores_the_decision_moves_the_need_and_offers_to_undo(office: Office, city: City) -> None:
    answer = decide(office.county, city.suggestion, "accept")
    assert answer.status_code == 200
    assert 'data-decided="accepted"' in answer.text
    assert answer.headers["HX-Trigger-After-Settle"] == "decided"
    state, version = suggestion(office, city.suggestion)
    assert (state, version) == (SuggestionState.ACCEPTED, SEEDED + 1)
    assert toast(answer) == {
        "text": "已采纳：林示例",
        "undo": {"url": f"{QUEUE}{city.suggestion}/undo?version=3", "target": "#candidates"},
    }
    moved = office.do(lambda work: work.session.query(Need).filter_by(ref=city.verified).one().state)
    assert moved is NeedState.MATCHING


def test_rejecting_needs_a_reason_and_a_text_for_another_one(office: Office, city: City) -> None:
    for sent in ({}, {"reason_code": "other"}, {"reason_code": "other", "note": "  "}):
        answer = decide(office.county, city.suggestion, "reject", **sent)
        assert answer.status_code == 422
        assert answer.headers["HX-Retarget"] == "#reasons-problem"
    assert suggestion(office, city.suggestion)[0] is SuggestionState.SUGGESTED
    answer = decide(office.county, city.suggestion, "reject", reason_code="field_mismatch", note="偏制药")
    assert "领域不符" in answer.text
    assert "偏制药" in answer.text
    event = office.do(lambda work: work.session.query(Event).filter_by(action="suggestion.reject").one())
    assert (event.after, event.why) == ({"state": "rejected", "reason": "field_mismatch"}, "偏制药")


def test_holding_and_taking_back(office: Office, city: City) -> None:
    decide(office.county, city.suggestion, "hold")
    assert suggestion(office, city.suggestion)[0] is SuggestionState.HELD
    answer = office.county.post(f"{QUEUE}{city.suggestion}/undo?version=3", {})
    assert answer.status_code == 200
    assert "data-decided" not in answer.text
    assert suggestion(office, city.suggestion)[0] is SuggestionState.SUGGESTED
    again = office.county.post(f"{QUEUE}{city.suggestion}/undo?version=4", {})
    assert again.status_code == 422  # there is nothing to take back any more


def test_of_two_officers_the_second_is_told(office: Office, city: City) -> None:
    assert decide(office.county, city.suggestion, "accept").status_code == 200
    late = decide(office.city, city.suggestion, "reject", reason_code="conflict")
    assert late.status_code == 409
    assert suggestion(office, city.suggestion)[0] is SuggestionState.ACCEPTED


@pytest.mark.parametrize("query", ["", "?version=", "?version=x", "?version=1.5"])
def test_a_decision_says_which_version_was_on_the_screen(office: Office, city: City, query: str) -> None:
    answer = office.county.post(f"{QUEUE}{city.suggestion}/decide{query}", {"verdict": "accept"})
    assert answer.status_code == 422
    assert suggestion(office, city.suggestion)[0] is SuggestionState.SUGGESTED


@pytest.mark.parametrize("verdict", ["", "undo", "maybe"])
def test_other_verdicts_are_refused(office: Office, city: City, verdict: str) -> None:
    assert decide(office.county, city.suggestion, verdict).status_code == 422


def test_another_county_s_suggestion_is_not_there(office: Office, city: City) -> None:
    assert decide(office.county, city.elsewhere_suggestion, "accept").status_code == 404
    assert office.county.post(f"{QUEUE}{city.elsewhere_suggestion}/undo?version=1", {}).status_code == 404
    assert office.county.get(f"{QUEUE}?need={city.elsewhere}").status_code == 404
    assert suggestion(office, city.elsewhere_suggestion)[0] is SuggestionState.SUGGESTED


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LIAISON, Role.ENTERPRISE])
def test_only_organizers_decide(office: Office, city: City, role: Role) -> None:
    person = office.person(role)
    assert person.get(QUEUE).status_code == 403
    assert decide(person, city.suggestion, "accept").status_code == 403


def test_nobody_decides_without_signing_in_or_the_form_token(office: Office, city: City) -> None:
    assert decide(office.person(None), city.suggestion, "accept").status_code == 401
    path = f"{QUEUE}{city.suggestion}/decide?version={SEEDED}"
    assert office.county.post(path, {"verdict": "accept"}, token=False).status_code == 400
    assert suggestion(office, city.suggestion)[0] is SuggestionState.SUGGESTED


def test_who_is_of_a_side_does_not_decide(office: Office, city: City) -> None:
    """An officer who belongs to the expert's institution (S5)."""
    person = office.county

    def join(work: object) -> None:
        row = work.session.query(Suggestion).filter_by(ref=city.suggestion).one()  # type: ignore[attr-defined]
        assert person.user is not None
        work.session.get(User, person.user.id).organization_id = row.expert.institution_id  # type: ignore[attr-defined]

    office.do(join)
    assert decide(person, city.suggestion, "accept").status_code == 403


def test_why_nobody_fits_stands_with_what_would_help(office: Office, city: City) -> None:
    def assessed(work: object) -> str:
        need = work.session.query(Need).filter_by(ref=city.secret).one()  # type: ignore[attr-defined]
        run = work.session.query(Suggestion).first().run_id  # type: ignore[attr-defined]
        assess(work, need, run)  # type: ignore[arg-type]
        return need.ref

    ref = office.do(assessed)
    for path in (f"{QUEUE}?need={ref}", f"/console/needs/{ref}"):
        page = office.county.get(path).text
        assert "暂无合适对象" in page
        assert "库内资料都没有提到：射频识别。" in page


@pytest.mark.parametrize("extra", [0, 2])
def test_the_page_asks_the_database_equally_often_however_many_candidates(
    office: Office, city: City, extra: int
) -> None:
    from tests.support.builders import a_suggestion, an_expert
    from tests.web.pages.console.seeds import with_evidence

    def more(work: object) -> None:
        need = work.session.query(Need).filter_by(ref=city.verified).one()  # type: ignore[attr-defined]
        for number in range(extra):
            with_evidence(a_suggestion(work, need, an_expert(work, f"专家{number}")))  # type: ignore[arg-type]

    office.do(more)
    person = office.county
    person.get(QUEUE)
    assert office.count_queries(lambda: person.get(QUEUE)) == 12
