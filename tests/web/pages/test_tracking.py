"""A need by its tracking link: what is shown, what may be done in which state, and who else sees nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from matchmaker.models import Need, NeedAssessment
from matchmaker.models.codes import Grade, NeedResult, NeedState, ProfileBasis, SuggestionState
from matchmaker.services.need import edit_need, issue_tracking_token, publish_need, return_need, verify_need
from matchmaker.services.work import Work
from tests.support.builders import a_need, a_suggestion, an_enterprise, an_expert
from tests.web.pages.conftest import MOBILE, NEED, PROBLEM, field_errors, field_value, words
from tests.web.pages.console.conftest import Office


def a_link(office: Office, state: NeedState = NeedState.SUBMITTED, **values: object) -> str:
    """A stored need; the path of its tracking link."""

    def make(work: Work) -> str:
        need = a_need(work, an_enterprise(work), state=state, contact_mobile=MOBILE, **values)
        work.session.flush()
        return issue_tracking_token(work=work, need=need)

    return f"/n/{office.do(make)}"


def version(office: Office) -> str:
    return str(the_need(office).version)


def the_need(office: Office) -> Need:
    with office.database.read() as session:
        return session.scalars(select(Need)).one()


def on_the_need(office: Office, act: object) -> None:
    office.do(lambda work: act(work, work.session.scalars(select(Need)).one()))  # type: ignore[operator]


def test_the_page_tells_state_promise_and_masked_number(office: Office) -> None:
    text = words(office.person(None).get(a_link(office)))
    assert "待审核" in text
    assert "2026年12月8日" in text
    assert "138****1234" in text
    assert MOBILE not in text
    for step in ("提交", "审核", "匹配", "对接", "签约", "解决"):
        assert step in text


@pytest.mark.parametrize("token", ["0" * 64, "x", "a" * 500, "%E4%B8%AD"])
def test_a_link_that_is_none_leads_nowhere(office: Office, token: str) -> None:
    a_link(office)
    nobody = office.person(None)
    answer = nobody.get(f"/n/{token}")
    assert answer.status_code == 404
    assert "请检查是否完整复制" in answer.text
    assert "没有找到需求" not in answer.text
    assert nobody.post(f"/n/{token}/withdraw").status_code == 404
    assert the_need(office).state is NeedState.SUBMITTED


def test_a_link_stops_working_when_a_new_one_is_made(office: Office) -> None:
    old = a_link(office)
    on_the_need(office, lambda work, need: issue_tracking_token(work=work, need=need))
    assert office.person(None).get(old).status_code == 404


@pytest.mark.parametrize("state", [NeedState.DRAFT, NeedState.SUBMITTED])
def test_a_need_is_added_to_until_it_is_verified(office: Office, state: NeedState) -> None:
    link, nobody = a_link(office, state), office.person(None)
    page = nobody.get(f"{link}/edit")
    assert field_value(page, "problem") == "高盐废水零排放的主要难题说明"
    answer = nobody.post(
        f"{link}/edit", {**NEED, "title": "", "indicators": "回收率≥95%", "act": "keep", "version": version(office)}
    )
    assert answer.location == link
    need = the_need(office)
    assert (need.indicators, need.problem, need.title) == ("回收率≥95%", PROBLEM, PROBLEM.rstrip("。"))
    assert need.state is state


def test_an_officers_correction_is_not_overwritten_unseen(office: Office) -> None:
    link, nobody = a_link(office), office.person(None)
    seen = field_value(nobody.get(f"{link}/edit"), "version")

    def correct(work: Work, need: Need) -> None:
        edit_need(work=work, need=need, values={"indicators": "经办人补充：≥95%"})

    on_the_need(office, correct)
    answer = nobody.post(f"{link}/edit", NEED | {"version": seen})
    assert answer.status_code == 409
    assert field_value(answer, "problem") == PROBLEM
    assert the_need(office).indicators == "经办人补充：≥95%"
    assert nobody.post(f"{link}/edit", NEED | {"version": field_value(answer, "version")}).status_code == 303
    assert the_need(office).problem == PROBLEM


def test_a_returned_need_shows_what_is_missing_and_goes_back_changed(office: Office) -> None:
    link, nobody = a_link(office), office.person(None)
    on_the_need(office, lambda work, need: return_need(work=work, need=need, note="请写出处理量。"))
    assert "请写出处理量。" in words(nobody.get(link))
    nobody.post(f"{link}/edit", NEED | {"version": version(office)})
    assert (the_need(office).state, the_need(office).problem) == (NeedState.SUBMITTED, PROBLEM)


def test_a_verified_need_is_not_changed_by_its_link(office: Office) -> None:
    link, nobody = a_link(office), office.person(None)
    on_the_need(office, lambda work, need: verify_need(work=work, need=need))
    assert nobody.get(f"{link}/edit").status_code == 409
    assert nobody.post(f"{link}/edit", NEED).status_code == 409
    assert nobody.post(f"{link}/keep", NEED).status_code == 409
    assert "edit" not in nobody.get(link).text
    assert the_need(office).problem == "高盐废水零排放的主要难题说明"


def test_what_is_wrong_while_adding_is_named_with_all_entries_kept(office: Office) -> None:
    answer = office.person(None).post(f"{a_link(office)}/edit", NEED | {"contact_mobile": "1", "goal": "少停机"})
    assert (answer.status_code, set(field_errors(answer))) == (422, {"contact_mobile"})
    assert (field_value(answer, "goal"), field_value(answer, "problem")) == ("少停机", PROBLEM)


def test_a_draft_is_kept_while_somebody_writes_and_posted_when_it_is_whole(office: Office) -> None:
    link, nobody = a_link(office, NeedState.DRAFT), office.person(None)
    on_the_need(office, lambda work, need: setattr(need, "contact_mobile", None))
    assert nobody.post(f"{link}/keep", {"problem": "半句", "contact_mobile": "13"}).json == {"draft": ""}
    assert the_need(office).problem == "半句"
    assert nobody.post(f"{link}/submit").location == f"{link}/edit"
    assert the_need(office).state is NeedState.DRAFT
    nobody.post(f"{link}/keep", {"contact_mobile": MOBILE})
    assert nobody.post(f"{link}/submit").location == f"{link}/posted"
    assert the_need(office).state is NeedState.SUBMITTED


def test_a_need_is_withdrawn_and_its_record_stays(office: Office) -> None:
    link, nobody = a_link(office), office.person(None)
    assert nobody.post(f"{link}/withdraw").location == link
    need = the_need(office)
    assert (need.state, need.result) == (NeedState.CLOSED, NeedResult.WITHDRAWN)
    assert "已撤回" in words(nobody.get(link))
    assert nobody.post(f"{link}/withdraw").status_code == 409


def test_the_enterprise_writes_and_approves_the_public_version(office: Office) -> None:
    link, nobody = a_link(office), office.person(None)
    answer = nobody.post(f"{link}/approve", {"public_title": "", "public_text": "某企业"})
    assert (answer.status_code, set(field_errors(answer))) == (422, {"public_title"})
    assert field_value(answer, "public_text") == "某企业"
    nobody.post(f"{link}/approve", {"public_title": "废水处理", "public_text": "某企业"})
    on_the_need(office, lambda work, need: verify_need(work=work, need=need))
    on_the_need(office, lambda work, need: publish_need(work=work, need=need))
    assert (the_need(office).public_title, the_need(office).state) == ("废水处理", NeedState.PUBLISHED)


@pytest.mark.parametrize(("basis", "told"), [(ProfileBasis.CONFIRMED, True), (ProfileBasis.PROVIDED, False)])
def test_an_accepted_expert_is_named_with_consent_only(office: Office, basis: ProfileBasis, told: bool) -> None:
    link = a_link(office, NeedState.VERIFIED)

    def accept(work: Work, need: Need) -> None:
        expert = an_expert(work, "林示例")
        expert.basis = basis
        a_suggestion(work, need, expert).state = SuggestionState.ACCEPTED

    on_the_need(office, accept)
    text = words(office.person(None).get(link))
    assert ("林示例" in text) is told
    assert "高度相关" in text


@pytest.mark.parametrize("state", [SuggestionState.SUGGESTED, SuggestionState.REJECTED, SuggestionState.HELD])
def test_nobody_is_shown_before_an_organizer_has_accepted(office: Office, state: SuggestionState) -> None:
    link = a_link(office, NeedState.VERIFIED)

    def suggest(work: Work, need: Need) -> None:
        expert = an_expert(work, "林示例")
        expert.basis = ProfileBasis.CONFIRMED
        a_suggestion(work, need, expert).state = state

    on_the_need(office, suggest)
    text = words(office.person(None).get(link))
    assert "林示例" not in text
    assert "高度相关" not in text


def test_that_nobody_fits_is_said_with_what_would_help(office: Office) -> None:
    link = a_link(office, NeedState.VERIFIED)

    def assess(work: Work, need: Need) -> None:
        run = a_suggestion(work, need, an_expert(work), Grade.WEAK).run
        hints = [{"code": "add_indicators"}, {"code": "invite_experts"}]
        reasons = [{"code": "not_covered", "terms": []}]
        row = NeedAssessment(
            need_id=need.id, run=run, grade=Grade.NONE, reasons=reasons, hints=hints, assessed_at=work.now()
        )
        work.session.add(row)

    on_the_need(office, assess)
    text = words(office.person(None).get(link))
    assert "暂无合适对象" in text
    assert "邀请" not in text.partition("暂无合适对象")[2].partition("您填写的内容")[0]


def test_the_record_names_offices_and_hides_the_organizers_own_notes(office: Office) -> None:
    link = a_link(office)
    note = "内部备注：请再核对"

    def verify(work: Work) -> None:
        verify_need(work=work, need=work.session.scalars(select(Need)).one(), note=note)

    _ = office.city
    office.act_as("city", verify)
    text = words(office.person(None).get(link))
    assert "科技部门" in text
    assert note not in text
    assert "示例city" not in text


def test_reading_by_the_link_changes_nothing(office: Office) -> None:
    link, nobody = a_link(office), office.person(None)
    before = office.actions()
    for path in ("", "/edit", "/posted"):
        assert nobody.get(link + path).status_code == 200
    for path in ("/withdraw", "/confirm", "/approve", "/submit", "/keep"):
        assert nobody.get(link + path).status_code == 405
        assert nobody.post(link + path, token=False).status_code == 400
    assert office.actions() == before
