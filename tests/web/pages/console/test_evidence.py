"""The complete evidence of a suggestion: true to what is stored, in scope, reachable from the queue and the need."""

from __future__ import annotations

from typing import Any

import pytest

from matchmaker.models import Event, Need, Suggestion
from tests.support.builders import a_suggestion, an_expert
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import PASSAGE, PROBLEM, City, evidence_of, seed_city


def whole_evidence() -> dict[str, Any]:
    """Evidence as it is stored today: further pairs, key terms, weights of statements."""
    further = {
        "part": "title",
        "need_spans": [{"start": 0, "stop": 3}],
        "passage": 1,
        "passage_text": "换热管在线清洗",
        "passage_spans": [{"start": 0, "stop": 3}],
        "similarity": 0.31,
    }
    return {
        **evidence_of(),
        "similarity": 0.62,
        "passages": 5,
        "further": [further],
        "need_texts": {"problem": PROBLEM, "title": "换热管防垢"},
        "need_terms": ["高盐废水", "换热管", "防垢", "三效"],
        "named_terms": ["高盐废水", "换热管"],
        "missing_terms": ["三效"],
        "supports": [{"code": "meaning_nearest", "params": {"place": 1, "total": 61}, "odds": 1.5}],
        "doubts": [
            {"code": "field_seldom", "params": {}, "odds": -0.4},
            {"code": "terms_missing", "params": {"terms": ["三效"]}, "odds": 0.0},
        ],
    }


@pytest.fixture
def city(office: Office) -> City:
    found = seed_city(office)

    def seed(work: Any) -> None:
        row = work.session.query(Suggestion).filter_by(ref=found.suggestion).one()
        row.evidence = whole_evidence()
        row.parts = {
            "text_similarity": {"value": 0.46, "odds": 1.5},
            "title_words": {"value": None, "odds": 0.0},
            "need_field": {"value": -0.4, "odds": -0.4},
        }

    office.do(seed)
    return found


def test_all_pairs_terms_and_contributions_stand_there(office: Office, city: City) -> None:
    page = office.county.get(f"/console/evidence/{city.suggestion}").text
    assert "<mark>高盐废水</mark>蒸发结晶时<mark>换热管</mark>结垢严重" in page
    assert "<mark>换热管</mark>防垢" in page
    assert "<mark>换热管</mark>在线清洗" in page
    assert page.index("接近程度 62") < page.index("接近程度 31")
    assert "另有 3 条资料距离更远。" in page
    assert "库内 61 条资料中，这一条与该需求的接近程度排第 1 位" in page
    terms = page[page.index('id="terms-title"') : page.index('id="shares-title"')]
    named, part, missing = terms.split("<dt>")[1:]
    assert ("高盐废水" in named, "换热管" in named, "防垢" in part, "三效" in missing) == (True, True, True, True)
    shares = page[page.index('id="shares-title"') :]
    assert shares.index("+1.50") < shares.index("-0.40")
    assert "与全文含义的接近程度" in shares
    assert "缺" in shares


def test_it_speaks_english(office: Office, city: City) -> None:
    page = office.county.get(f"/console/evidence/{city.suggestion}?lang=en").text
    assert "Closeness in meaning to the whole text" in page
    assert "by closeness to this need the passage is number 1 of 61 in the registry" in page


def test_the_queue_and_the_need_lead_there(office: Office, city: City) -> None:
    address = f'href="/console/evidence/{city.suggestion}"'
    assert address in office.county.get("/console/review/").text
    assert address in office.county.get(f"/console/needs/{city.verified}").text


def test_evidence_of_an_earlier_version_shows_its_one_pair(office: Office, city: City) -> None:
    page = office.county.get(f"/console/evidence/{city.second_suggestion}").text
    assert page.count('class="evidence-pair"') == 1
    assert PASSAGE[:6] in page.replace("<mark>", "").replace("</mark>", "")


def test_without_evidence_the_page_says_so(office: Office, city: City) -> None:
    page = office.county.get(f"/console/evidence/{city.weak_suggestion}").text
    assert "没有保存依据" in page


def test_a_suggestion_of_another_county_is_not_there(office: Office, city: City) -> None:
    assert office.county.get(f"/console/evidence/{city.elsewhere_suggestion}").status_code == 404
    assert office.city.get(f"/console/evidence/{city.elsewhere_suggestion}").status_code == 200
    assert office.city.get("/console/evidence/0000000000").status_code == 404


def test_reading_that_of_a_confidential_need_is_noted(office: Office, city: City) -> None:
    def seed(work: Any) -> str:
        need = work.session.query(Need).filter_by(ref=city.secret).one()
        return a_suggestion(work, need, an_expert(work, "密示例")).ref

    ref = office.do(seed)
    assert office.city.get(f"/console/evidence/{ref}").status_code == 200
    noted = office.do(lambda work: work.session.query(Event).filter_by(subject_ref=city.secret).all())
    assert "need.read_confidential" in [event.action for event in noted]
