"""The register of needs and the page of one: what is shown to whom, and what may be done with it."""

from __future__ import annotations

import re

import pytest

from matchmaker.models import Event, Job, Need
from matchmaker.models.codes import NeedState, Role
from matchmaker.services.need import approve_public_version, find_by_tracking_token
from tests.support.builders import an_enterprise
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import City, a_need, an_intake, needs_of_a_list, seed_city

LIST = "/console/needs/"


@pytest.fixture
def city(office: Office) -> City:
    return seed_city(office)


def version_of(office: Office, ref: str) -> int:
    return office.do(lambda work: work.session.query(Need).filter_by(ref=ref).one().version)


def state_of(office: Office, ref: str) -> NeedState:
    return office.do(lambda work: work.session.query(Need).filter_by(ref=ref).one().state)


def titles(page: str) -> list[str]:
    return re.findall(r'class="wide"><a href="/console/needs/\w+">(.*?)</a>', page)


def test_an_officer_sees_the_own_county_and_the_city_all(office: Office, city: City) -> None:
    assert titles(office.county.get(LIST).text) == ["保密的工艺改进需求", "换热管防垢", "香菇酱褐变控制"]
    assert titles(office.city.get(LIST).text) == [
        "硬岩巷道快速掘进", "保密的工艺改进需求", "换热管防垢", "香菇酱褐变控制",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=submitted", ["香菇酱褐变控制"]),
        ("county=370982", ["硬岩巷道快速掘进"]),
        ("grade=strong", ["换热管防垢"]),
        ("q=换热管", ["换热管防垢"]),
        ("q=岩通", ["硬岩巷道快速掘进"]),
        ("q=%25", []),
        ("sort=submitted_at&order=asc&state=verified", ["换热管防垢", "保密的工艺改进需求", "硬岩巷道快速掘进"]),
        ("due=today", []),
        ("confirmed=no", []),
    ],
)
def test_filters_narrow_the_list(office: Office, city: City, query: str, expected: list[str]) -> None:
    answer = office.city.get(f"{LIST}?{query}")
    assert (answer.status_code, titles(answer.text)) == (200, expected)


def test_an_unknown_filter_is_refused_with_the_known_ones(office: Office, city: City) -> None:
    answer = office.city.get(f"{LIST}?state=lost")
    assert answer.status_code == 422
    assert "submitted" in answer.text


def test_the_tabs_count_each_state_of_the_filtered_list(office: Office, city: City) -> None:
    page = office.city.get(f"{LIST}?county=370902").text
    counts = re.findall(r'class="tab" href="[^"]*"[^>]*>(\S+?)<span class="tab-count">(\d+)', page)
    assert counts[:4] == [("全部", "3"), ("待审核", "1"), ("退回修改", "0"), ("审核通过", "2")]


def test_pages_follow_each_other_in_either_order(office: Office) -> None:
    needs_of_a_list(office, 30)
    for order, first, last in (("desc", "需求29", "需求0"), ("asc", "需求0", "需求29")):
        page = office.city.get(f"{LIST}?sort=submitted_at&order={order}").text
        following = re.search(r'rel="next" href="([^"]+)"', page)
        assert following is not None
        rest = office.city.get(following[1].replace("&amp;", "&")).text
        shown = titles(page) + titles(rest)
        assert (len(shown), len(set(shown)), shown[0], shown[-1]) == (30, 30, first, last)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_database_equally_often_however_long_it_is(office: Office, count: int) -> None:
    needs_of_a_list(office, count)
    person = office.city
    person.get(LIST)
    assert office.count_queries(lambda: person.get(LIST)) == QUERIES_OF_LIST


QUERIES_OF_LIST = 5


def test_the_page_shows_texts_suggestions_and_masked_contact(office: Office, city: City) -> None:
    page = office.county.get(f"{LIST}{city.submitted}").text
    assert "138****5678" in page
    assert "13800005678" not in page
    assert "王**" in page
    suggestions = office.county.get(f"{LIST}{city.verified}").text
    assert list(dict.fromkeys(re.findall(r"林示例|蔺示例|祁示例", suggestions))) == ["林示例", "蔺示例", "祁示例"]
    assert suggestions.index("弱相关") < suggestions.index("祁示例")  # weak ones stand apart, collapsed


def test_another_county_s_need_is_not_there(office: Office, city: City) -> None:
    for path in ("", "/edit"):
        assert office.county.get(f"{LIST}{city.elsewhere}{path}").status_code == 404
    for act in ("verify", "return", "close", "match", "link", "contact", "public", "edit", "confirm", "reopen"):
        sent = {"version": "1", "result": "solved", "note": "x", "how": "x"}
        answer = office.county.post(f"{LIST}{city.elsewhere}/{act}", sent)
        assert (act, answer.status_code) == (act, 404)
    assert office.county.get(f"{LIST}NOWHERE000").status_code == 404


def test_every_view_of_a_confidential_need_is_an_event(office: Office, city: City) -> None:
    person = office.county
    for path in (f"{LIST}{city.secret}", f"{LIST}{city.secret}/edit", f"/console/review/?need={city.secret}"):
        before = office.actions().count("need.read_confidential")
        assert person.get(path).status_code == 200
        assert office.actions().count("need.read_confidential") == before + 1
    person.get(f"{LIST}{city.verified}")
    person.get(LIST)
    assert office.actions().count("need.read_confidential") == 3


def test_verifying_moves_the_need_and_asks_for_suggestions(office: Office, city: City) -> None:
    answer = office.county.post(f"{LIST}{city.submitted}/verify", {"version": version_of(office, city.submitted)})
    assert (answer.status_code, answer.location) == (303, f"{LIST}{city.submitted}")
    assert state_of(office, city.submitted) is NeedState.VERIFIED
    page = office.county.get(answer.location).text
    assert "审核通过，正在匹配。" in page
    assert "需求审核通过" in page  # in the record of actions


def test_returning_needs_a_note_which_the_record_keeps(office: Office, city: City) -> None:
    sent = {"version": version_of(office, city.submitted)}
    assert office.county.post(f"{LIST}{city.submitted}/return", sent).status_code == 422
    answer = office.county.post(f"{LIST}{city.submitted}/return", {**sent, "note": "请补充指标"})
    assert answer.status_code == 303
    assert state_of(office, city.submitted) is NeedState.RETURNED
    assert office.county.get(f"{LIST}{city.submitted}").text.count("请补充指标") == 2


def test_who_acts_on_an_older_version_is_told(office: Office, city: City) -> None:
    stale = version_of(office, city.submitted) - 1
    for act in ("verify", "return", "close", "public", "edit"):
        sent = {"version": stale, "note": "x", "result": "withdrawn", "how": "x", "title": "新题目"}
        assert office.county.post(f"{LIST}{city.submitted}/{act}", sent).status_code == 409
    assert office.county.post(f"{LIST}{city.submitted}/verify", {}).status_code == 422
    assert state_of(office, city.submitted) is NeedState.SUBMITTED


def test_without_the_form_token_nothing_happens(office: Office, city: City) -> None:
    sent = {"version": version_of(office, city.submitted)}
    assert office.county.post(f"{LIST}{city.submitted}/verify", sent, token=False).status_code == 400
    assert state_of(office, city.submitted) is NeedState.SUBMITTED


def test_closing_and_taking_up_again(office: Office, city: City) -> None:
    sent = {"version": version_of(office, city.verified), "result": "solved", "note": "已签合同"}
    assert office.city.post(f"{LIST}{city.verified}/close", sent).status_code == 303
    assert state_of(office, city.verified) is NeedState.CLOSED
    assert "已解决" in office.city.get(f"{LIST}{city.verified}").text
    assert office.city.get(f"{LIST}{city.verified}/edit").status_code == 409
    again = {"version": version_of(office, city.verified)}
    assert office.city.post(f"{LIST}{city.verified}/reopen", again).status_code == 422
    assert office.city.post(f"{LIST}{city.verified}/reopen", {**again, "note": "企业要求"}).status_code == 303
    assert state_of(office, city.verified) is NeedState.VERIFIED


def test_the_public_version_is_kept_with_who_approved_it_and_published(office: Office, city: City) -> None:
    sent = {"version": version_of(office, city.verified), "public_title": "某企业的防垢难题", "public_text": "略"}
    assert office.city.post(f"{LIST}{city.verified}/public", sent).status_code == 422
    answer = office.city.post(f"{LIST}{city.verified}/public", {**sent, "how": "技术总监电话同意"})
    assert answer.status_code == 303
    event = office.do(lambda work: work.session.query(Event).filter_by(action="need.approve_public").one())
    assert event.why == "技术总监电话同意"
    sent = {"version": version_of(office, city.verified)}
    assert office.city.post(f"{LIST}{city.verified}/publish", sent).status_code == 303
    assert state_of(office, city.verified) is NeedState.PUBLISHED


def test_the_enterprise_s_word_is_recorded(office: Office, city: City) -> None:
    person = office.county
    assert person.user is not None
    by = person.user.id
    ref = office.do(lambda work: an_intake(work, an_enterprise(work, "代填有限公司"), by).ref)
    assert titles(person.get(f"{LIST}?confirmed=no").text) == ["电话代填的需求"]
    sent = {"version": version_of(office, ref), "how": "李厂长，今天上午电话"}
    assert person.post(f"{LIST}{ref}/confirm", sent).status_code == 303
    assert titles(person.get(f"{LIST}?confirmed=no").text) == []
    assert "李厂长，今天上午电话" in person.get(f"{LIST}{ref}").text


def test_editing_changes_texts_and_fields_and_keeps_the_masked_contact(office: Office, city: City) -> None:
    form = office.county.get(f"{LIST}{city.submitted}/edit").text
    assert "13800005678" not in form
    sent = {
        "version": version_of(office, city.submitted), "title": "香菇酱褐变", "problem": "三个月后变黑。",
        "funds_text": "30-50", "fields": ["agriculture", "biotech"], "confidentiality": "county", "contact_name": "",
    }  # fmt: skip
    assert office.county.post(f"{LIST}{city.submitted}/edit", sent).status_code == 303

    def look(work: object) -> tuple[object, ...]:
        need = work.session.query(Need).filter_by(ref=city.submitted).one()  # type: ignore[attr-defined]
        fields = sorted(row.code for row in need.classifications)
        return need.title, need.funds_low, need.funds_high, need.contact_mobile, need.contact_name, fields

    assert office.do(look) == ("香菇酱褐变", 30, 50, "13800005678", "王示例", ["agriculture", "biotech"])


def test_what_is_wrong_in_the_form_is_told_beside_its_field(office: Office, city: City) -> None:
    sent = {
        "version": version_of(office, city.submitted),
        "title": "x" * 301,
        "window_from": "明天",
        "confidentiality": "",
    }
    answer = office.county.post(f"{LIST}{city.submitted}/edit", sent)
    assert answer.status_code == 422
    assert set(re.findall(r'id="f-(\w+)-error"', answer.text)) == {"title", "window_from"}


def test_matching_again_is_a_job_whose_progress_is_shown(office: Office, city: City) -> None:
    answer = office.city.post(f"{LIST}{city.verified}/match", {})
    assert answer.status_code == 303
    ref = re.search(r"job=(\w+)", answer.location)
    assert ref is not None
    page = office.city.get(answer.location.split("#")[0]).text
    assert f'data-poll="/console/jobs/{ref[1]}?next=/console/needs/{city.verified}"' in page
    assert office.do(lambda work: work.session.query(Job).filter_by(ref=ref[1]).one().kind) == "suggest"
    assert "need.match" in office.actions()
    waiting = office.city.post(f"{LIST}{city.submitted}/match", {})
    assert waiting.status_code == 409  # it is not verified yet


def test_the_contact_is_shown_in_full_once_it_is_recorded(office: Office, city: City) -> None:
    answer = office.county.post(f"{LIST}{city.submitted}/contact", {})
    assert "13800005678" in answer.text
    assert office.actions().count("contact.reveal") == 1
    assert office.person(Role.AUDITOR).post(f"{LIST}{city.submitted}/contact", {}).status_code == 403


def test_a_new_tracking_link_is_shown_once_on_the_canonical_host(office: Office, city: City) -> None:
    answer = office.county.post(f"{LIST}{city.submitted}/link", {}, headers={"Host": "localhost"})
    found = re.search(r'id="tracking">http://127\.0\.0\.1:8000/n/(\w+)<', answer.text)
    assert found is not None
    need = office.do(lambda work: find_by_tracking_token(work=work, token=found[1]))
    assert need is not None
    assert need.ref == city.submitted
    assert found[1] not in office.county.get(f"{LIST}{city.submitted}").text


def test_an_auditor_reads_and_cannot_act(office: Office, city: City) -> None:
    auditor = office.person(Role.AUDITOR)
    page = auditor.get(f"{LIST}{city.submitted}").text
    assert not re.findall(r'action="/console/needs/[^"]+"', page.replace(f"/console/needs/{city.submitted}/public", ""))
    sent = {"version": version_of(office, city.submitted)}
    assert auditor.post(f"{LIST}{city.submitted}/verify", sent).status_code == 403
    assert auditor.get(f"{LIST}{city.submitted}/edit").status_code == 403


def test_an_enterprise_has_no_console(office: Office, city: City) -> None:
    person = office.person(Role.ENTERPRISE)
    assert person.get(LIST).status_code == 403
    assert person.get(f"{LIST}{city.verified}").status_code == 403


def test_a_need_that_may_be_a_repetition_says_so(office: Office, city: City) -> None:
    ref = office.do(lambda work: a_need(work, an_enterprise(work, "另一家有限公司"), "香菇酱褐变控制").ref)
    page = office.county.get(f"{LIST}{ref}").text
    assert "可能是重复需求" in page
    assert f'href="/console/needs/{city.submitted}"' in page


def test_the_export_holds_the_filtered_needs_without_contacts_and_is_an_event(office: Office, city: City) -> None:
    answer = office.county.post(f"{LIST}export?state=submitted", {})
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    from matchmaker.interchange import read_file

    parsed = read_file("needs", answer.data, "needs.xlsx")
    assert [row.title for row in parsed.rows] == ["香菇酱褐变控制"]
    assert not parsed.rows[0].contact
    event = office.do(lambda work: work.session.query(Event).filter_by(action="need.export").one())
    assert event.after == {"count": 1, "confidential": 0}


def test_publishing_waits_for_the_approval(office: Office, city: City) -> None:
    sent = {"version": version_of(office, city.verified)}
    assert office.city.post(f"{LIST}{city.verified}/publish", sent).status_code == 422
    assert "发布" not in re.findall(r"<button[^>]*>.*?</button>", office.city.get(f"{LIST}{city.verified}").text)
    office.do(
        lambda work: approve_public_version(
            work=work, need=work.session.query(Need).filter_by(ref=city.verified).one(), title="公开", text="公开"
        )
    )
    assert f'action="/console/needs/{city.verified}/publish"' in office.city.get(f"{LIST}{city.verified}").text
