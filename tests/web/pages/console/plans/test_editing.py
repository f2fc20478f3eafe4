"""Visits of a plan are moved, explained, and found for needs that are open."""

from __future__ import annotations

import re

import pytest

from matchmaker.models import Expert, Organization
from matchmaker.services.work import Work
from tests.services.planning.scenes import DAYS
from tests.web.pages.console.plans.conftest import HTMX, PLANS, Desk, toast, words


def test_a_visit_moves_to_a_day_that_is_free(desk: Desk) -> None:
    ref = desk.draft()
    visit = desk.visits(ref)[0]
    dialog = desk.get(f"{ref}/visits/{visit.ref}", headers=HTMX)
    assert "移动到其他日期" in words(dialog)
    places = desk.get(f"{ref}/visits/{visit.ref}/places").get_json()
    assert {place["day"] for place in places} == {day.isoformat() for day in DAYS if day != visit.on_date}
    free = next(place for place in places if place["free"])
    sent = {"on_date": free["day"], "view": "calendar"}
    answer = desk.post(f"{ref}/visits/{visit.ref}/move", sent, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="plan-body" data-view="calendar"' in answer.text
    assert toast(answer) == {"text": "已移动。"}
    there = {(one.expert_id, one.enterprise_id): one.on_date.isoformat() for one in desk.visits(ref)}
    assert there[visit.expert_id, visit.enterprise_id] == free["day"]


def test_what_a_move_would_break_is_said_and_nothing_moves(desk: Desk) -> None:
    ref = desk.draft()
    visit = desk.visits(ref)[0]
    desk.post(f"{ref}/visits/{visit.ref}/lock")
    day = next(day for day in DAYS if day != visit.on_date).isoformat()
    answer = desk.post(f"{ref}/visits/{visit.ref}/move", {"on_date": day}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.headers["HX-Reswap"] == "none"
    assert toast(answer)["tone"] == "bad"
    assert "锁定" in toast(answer)["text"]
    plain = desk.post(f"{ref}/visits/{visit.ref}/move", {"on_date": day})
    assert plain.status_code == 422
    assert "锁定" in words(plain)
    assert desk.visits(ref)[0].on_date == visit.on_date
    assert desk.post(f"{ref}/visits/{visit.ref}/unlock").status_code == 303


@pytest.mark.parametrize("sent", [{}, {"on_date": "tomorrow"}])
def test_a_move_names_a_day_or_an_expert(desk: Desk, sent: dict[str, str]) -> None:
    ref = desk.draft()
    visit = desk.visits(ref)[0]
    assert desk.post(f"{ref}/visits/{visit.ref}/move", sent).status_code == 422


def test_why_is_answered_and_followed(desk: Desk) -> None:
    ref = desk.draft()
    visit = desk.visits(ref)[0]

    def refs(work: Work) -> tuple[str, str]:
        session = work.session
        return session.get_one(Expert, visit.expert_id).ref, session.get_one(Organization, visit.enterprise_id).ref

    expert, enterprise = desk.office.do(refs)
    answer = desk.get(f"{ref}/why?expert={expert}&enterprise={enterprise}", headers=HTMX)
    assert "如果不安排： 整个方案得分减少" in words(answer)
    done = desk.post(f"{ref}/why", {"expert": expert, "enterprise": enterprise, "view": "unmet"}, headers=HTMX)
    assert done.headers["HX-Redirect"] == f"{PLANS}{ref}?view=unmet"
    assert (visit.expert_id, visit.enterprise_id) not in {(v.expert_id, v.enterprise_id) for v in desk.visits(ref)}


def test_an_open_need_has_candidates_with_reasons(desk: Desk) -> None:
    ref = desk.draft()
    need = desk.visits(ref)[0].need_ids[0]
    while True:
        left = [visit for visit in desk.visits(ref) if need in visit.need_ids]
        if not left:
            break
        assert desk.post(f"{ref}/visits/{left[0].ref}/cancel", {"note": "腾出"}).status_code == 303
    page = desk.get(f"{ref}?view=unmet")
    address = re.findall(r'hx-get="(/console/plans/\w+/needs/\w+)"', page.text)
    assert len(address) == 1
    found = words(desk.office.city.get(address[0], headers=HTMX))
    assert "如果一定要安排？" in found
    assert "匹配" in found
