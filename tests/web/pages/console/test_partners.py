"""Suggested institutions: read in the own scope, decided on, taken back; chains and institutions as a whole."""

from __future__ import annotations

import pytest

from matchmaker.models import Suggestion
from matchmaker.models.codes import Role
from matchmaker.services.work import Work
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.matching_seeds import INTERNAL, SECRET, Pairs, pair_of, seed_pairs

PAGES = ("/console/partners/", "/console/partners/chain", "/console/partners/institution")


@pytest.fixture
def pairs(office: Office) -> Pairs:
    office.person(Role.CITY)
    return seed_pairs(office)


def decide(person: Person, office: Office, ref: str, **sent: str) -> tuple[int, str]:
    answer = person.post(f"/console/partners/{ref}/decide?version={pair_of(office, ref)[1]}", sent)
    return answer.status_code, answer.text


def test_a_pair_is_shown_with_what_it_rests_on(office: Office, pairs: Pairs) -> None:
    text = office.city.get("/console/partners/").text
    assert text.count('class="candidate"') == 2
    assert text.index(f"candidate-{pairs.near_pair}") < text.index(f"candidate-{pairs.far_pair}")
    for said in ("示例化工大学", "推荐给 泰安近处机械有限公司", "换热管防垢", "林化工", "双方都提到：换热管"):
        assert said in text
    assert "示例材料研究院" not in text  # a weak relation makes no pair


def test_confidential_needs_are_counted_and_not_told(office: Office, pairs: Pairs) -> None:
    queue, whole = (office.city.get(path).text for path in (PAGES[0], PAGES[2]))
    assert "另有 1 项需求属保密或此后有变化。" in queue
    assert "另有 1 项保密需求" in whole
    for path in PAGES:
        text = office.city.get(path).text
        assert (path, SECRET in text, INTERNAL in text, "祁焊接" in text) == (path, False, False, path != PAGES[1])


def test_accepting_and_taking_back(office: Office, pairs: Pairs) -> None:
    status, text = decide(office.city, office, pairs.near_pair, verdict="accept")
    assert (status, 'data-decided="accepted"' in text) == (200, True)
    assert pair_of(office, pairs.near_pair)[0] == "accepted"
    assert "林化工" not in office.city.get("/console/partners/").text
    assert "林化工" in office.city.get("/console/partners/?state=accepted").text
    answer = office.city.post(f"/console/partners/{pairs.near_pair}/undo?version={pair_of(office, pairs.near_pair)[1]}")
    assert (answer.status_code, "data-decided" in answer.text) == (200, False)
    assert pair_of(office, pairs.near_pair)[::2] == ("suggested", ["accept", "undo"])
    assert office.actions()[-2:] == ["suggestion.accept", "suggestion.undo"]


def test_rejecting_asks_for_a_reason(office: Office, pairs: Pairs) -> None:
    status, text = decide(office.city, office, pairs.near_pair, verdict="reject")
    assert (status, "请选择" in text) == (422, True)
    assert pair_of(office, pairs.near_pair)[0] == "suggested"
    status, text = decide(
        office.city, office, pairs.near_pair, verdict="reject", reason_code="field_mismatch", note="主业不同"
    )
    assert (status, "主业不同" in text) == (200, True)
    assert pair_of(office, pairs.near_pair)[0] == "rejected"
    assert office.actions()[-1] == "suggestion.reject"


def test_of_two_officers_the_second_is_told(office: Office, pairs: Pairs) -> None:
    version = pair_of(office, pairs.near_pair)[1]
    decide(office.city, office, pairs.near_pair, verdict="hold")
    late = office.county.post(f"/console/partners/{pairs.near_pair}/decide?version={version}", {"verdict": "accept"})
    assert late.status_code == 409
    assert pair_of(office, pairs.near_pair)[0] == "held"


def test_a_county_sees_and_decides_its_own(office: Office, pairs: Pairs) -> None:
    text = office.county.get("/console/partners/").text
    assert ("泰安近处机械有限公司" in text, "新泰远方矿业有限公司" in text) == (True, False)
    for path in PAGES[1:]:
        assert "新泰" not in office.county.get(path).text, path
    assert office.county.get(f"/console/partners/?enterprise={pairs.far}").status_code == 404
    strange = office.county.post(f"/console/partners/{pairs.far_pair}/decide?version=0", {"verdict": "accept"})
    unknown = office.county.post("/console/partners/0000000000/decide?version=0", {"verdict": "accept"})
    assert (strange.status_code, unknown.status_code) == (404, 404)
    assert decide(office.county, office, pairs.near_pair, verdict="accept")[0] == 200


def test_filters_narrow_the_queue(office: Office, pairs: Pairs) -> None:
    def shown(query: str) -> list[bool]:
        text = office.city.get(f"/console/partners/?{query}").text
        return [f"candidate-{ref}" in text for ref in (pairs.near_pair, pairs.far_pair)]

    found = {
        query: shown(query) for query in ("county=370982", "grade=strong", f"enterprise={pairs.near}", "state=held")
    }
    assert found == {"county=370982": [False, True], "grade=strong": [True, False],
                     f"enterprise={pairs.near}": [True, False], "state=held": [False, False]}  # fmt: skip
    assert "没有符合条件的院校" in office.city.get("/console/partners/?state=held").text


def test_a_chain_and_an_institution_as_a_whole(office: Office, pairs: Pairs) -> None:
    chain = office.city.get("/console/partners/chain").text
    assert ("示例化工大学" in chain, "换热管防垢" in chain, "硬岩巷道快速掘进" in chain) == (True, True, False)
    whole = office.city.get("/console/partners/institution").text
    assert all(name in whole for name in ("泰安近处机械有限公司", "新泰远方矿业有限公司", "硬岩巷道快速掘进"))
    empty = office.city.get(f"/console/partners/institution?institution={pairs.institute}").text
    assert "还没有适合的企业" in empty
    missing = [office.city.get(path).status_code for path in (
        "/console/partners/chain?chain=x", f"/console/partners/institution?institution={pairs.near}")]  # fmt: skip
    assert missing == [404, 404]


def test_an_auditor_reads_and_has_no_buttons(office: Office, pairs: Pairs) -> None:
    auditor = office.person(Role.AUDITOR)
    text = auditor.get("/console/partners/").text
    assert ("林化工" in text, "candidate-acts" in text, 'id="reasons"' in text) == (True, False, False)


def test_candidates_of_needs_are_not_decided_on_here(office: Office, pairs: Pairs) -> None:
    def of_a_need(work: Work) -> str:
        return str(work.session.query(Suggestion).filter(Suggestion.need_id.isnot(None)).limit(1).one().ref)

    ref = office.do(of_a_need)
    assert office.city.post(f"/console/partners/{ref}/decide?version=1", {"verdict": "accept"}).status_code == 404


def test_many_pairs_take_no_more_queries_than_one(office: Office, pairs: Pairs) -> None:
    for path in PAGES:
        office.city.get(path)
        one = office.count_queries(lambda path=path: office.county.get(path))
        two = office.count_queries(lambda path=path: office.city.get(path))
        assert two <= one, path


def test_nothing_to_decide_is_told(office: Office) -> None:
    for path, said in zip(PAGES, ("没有待处理的院校推荐", "还没有适合的院校", "还没有适合的企业"), strict=True):
        answer = office.city.get(path)
        assert (answer.status_code, said in answer.text) == (200, True), path
