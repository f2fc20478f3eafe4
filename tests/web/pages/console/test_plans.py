"""Plans of visits as a planner works with them: ask, look, change, compare, publish, decide on proposals."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape

import pytest
from werkzeug.test import TestResponse

from matchmaker.models import Campaign, Expert, Job, Organization, Plan, Proposal, Visit
from matchmaker.models.codes import Role
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.planning.stored import visit_rows
from matchmaker.services.work import Work
from tests.services.planning.scenes import DAYS, Round, a_round, planned, published, say, work_out, work_out_proposal
from tests.web.pages.console.conftest import Office

PLANS = "/console/plans/"
HTMX = {"HX-Request": "true"}


@dataclass
class Desk:
    """An office with a round, and what is on its desk."""

    office: Office
    made: Round

    def draft(self) -> str:
        return self._ref(planned(self.office.database, self.office.world, self.made))

    def published(self) -> str:
        return self._ref(published(self.office.database, self.office.world, self.made))

    def _ref(self, key: int) -> str:
        return self.office.do(lambda work: work.session.get_one(Plan, key).ref)

    def visits(self, ref: str) -> list[Visit]:
        def read(work: Work) -> list[Visit]:
            return visit_rows(work, work.session.query(Plan).filter_by(ref=ref).one())

        return self.office.do(read)

    def get(self, path: str, **options: object) -> TestResponse:
        return self.office.city.get(PLANS + path, **options)

    def post(self, path: str, data: dict[str, str] | None = None, **options: object) -> TestResponse:
        return self.office.city.post(PLANS + path, data or {}, **options)


@pytest.fixture
def desk(office: Office) -> Desk:
    made = office.do(lambda work: a_round(work, experts=6, rules={"expert_days": 5}, planner="planner"))
    return Desk(office, made)


def words(answer: TestResponse) -> str:
    plain = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain))


def toast(answer: TestResponse) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer.headers["HX-Trigger"])["toast"]
    return found


def test_a_round_without_plans_leads_to_the_first_one(desk: Desk) -> None:
    page = desk.get("")
    assert "还没有计划" in words(page)
    assert page.text.count("/console/plans/new") == 2
    form = words(desk.get("new"))
    assert "4 项在办需求中，4 项有已采纳的对接人选" in form
    assert "专家： 愿意 6，未答复 0，其他 0" in form


def test_without_a_running_round_there_is_nothing_to_plan(office: Office) -> None:
    assert "计划属于正在进行的一届行动" in words(office.city.get(PLANS))
    assert office.city.get(PLANS + "new").status_code == 404


def test_rules_are_kept_with_the_round_and_the_plan_is_worked_out(desk: Desk) -> None:
    form = desk.get("new").text
    assert 'name="expert_days" value="5"' in form
    assert 'name="unmet_cost" value="1"' in form
    sent = {"max_dates": "3", "expert_days": "4", "km_cost": "0.002", "from": "", "name": "第一稿", "unknown": "yes"}
    answer = desk.post("new", sent)
    assert answer.status_code == 303
    ref = str(answer.location).rsplit("/", 1)[1]

    def read(work: Work) -> tuple[dict[str, object], Plan, int]:
        plan = work.session.query(Plan).filter_by(ref=ref).one()
        rules = work.session.get_one(Campaign, plan.campaign_id).rules["visits"]
        return rules, plan, work.session.query(Job).filter_by(kind="plan").count()

    rules, plan, jobs = desk.office.do(read)
    assert (rules["max_dates"], rules["expert_days"], rules["km_cost"], jobs) == (3, 4, 0.002, 1)
    assert (plan.name, plan.problem["inputs"]["unknown"]) == ("第一稿", True)
    waiting = desk.get(ref)
    assert f'data-poll="{PLANS}{ref}/progress"' in waiting.text
    assert "正在编制计划" in words(waiting)
    work_out(desk.office.database, desk.office.world, plan.id)
    done = desk.get(f"{ref}/progress", headers=HTMX)
    assert done.headers["HX-Redirect"] == f"{PLANS}{ref}"
    assert len({visit.on_date for visit in desk.visits(ref)}) <= 3


def test_what_is_no_number_is_told_at_its_field(desk: Desk) -> None:
    answer = desk.post("new", {"max_dates": "0", "expert_days": "two", "km_cost": "-1"})
    assert answer.status_code == 422
    wrong = re.findall(r'id="f-(\w+)-error"', answer.text)
    assert sorted(wrong) == ["expert_days", "km_cost", "max_dates"]
    assert desk.office.do(lambda work: work.session.query(Plan).count()) == 0


@pytest.mark.parametrize("view", ["days", "experts", "enterprises", "calendar", "figures", "unmet", "orders"])
def test_each_view_shows_the_plan(desk: Desk, view: str) -> None:
    ref = desk.draft()
    page = desk.get(f"{ref}?view={view}")
    assert page.status_code == 200
    assert page.text.count('aria-current="page"') >= 2
    assert ("差距不超过" in words(page)) or ("已达理论最优" in words(page))
    if view not in ("figures", "unmet", "orders"):
        assert all(name.name in words(page) for name in desk.made.enterprises)


def test_a_county_sees_its_own_visits_of_the_published_plan_and_no_way_to_change_them(desk: Desk) -> None:
    ref = desk.published()
    page = desk.office.county.get(PLANS + ref)
    assert "示例企业0有限公司" in words(page)
    assert "示例企业1有限公司" not in words(page)
    assert "visit-dialog" in page.text
    assert "data-visit" not in page.text.replace('id="visit-dialog"', "")
    assert "未安排的需求" not in words(page)
    draft = desk.office.do(lambda work: work.session.query(Plan).filter_by(ref=ref).one())
    assert draft.state == "published"


def test_a_draft_is_not_there_for_counties(desk: Desk) -> None:
    assert desk.office.county.get(PLANS + desk.draft()).status_code == 404


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


def test_locks_that_exclude_each_other_are_named_on_the_page(desk: Desk) -> None:
    ref = desk.draft()
    page = desk.get(f"{ref}?view=orders").text
    experts = dict(re.findall(r'<option value="(\w+)">(专家\d示例)', page))
    houses = dict(re.findall(r'<option value="(\w+)">(示例企业\d有限公司)', page))
    expert = next(key for key, name in experts.items() if name == "专家0示例")
    for number in (0, 1):
        house = next(key for key, name in houses.items() if name == f"示例企业{number}有限公司")
        sent = {"kind": "must", "expert": expert, "enterprise": house, "on_date": DAYS[0].isoformat()}
        assert desk.post(f"{ref}/orders", sent).status_code == 303
    again = str(desk.post("new", {}).location).rsplit("/", 1)[1]
    key = desk.office.do(lambda work: work.session.query(Plan).filter_by(ref=again).one().id)
    work_out(desk.office.database, desk.office.world, key)
    failed = words(desk.get(again))
    assert "这些锁定互相冲突" in failed
    assert "11月25日周三 专家0示例到访示例企业0有限公司" in failed
    assert "11月25日周三 专家0示例到访示例企业1有限公司" in failed
    listing = desk.get(f"{again}?view=orders").text
    drop = re.findall(r'action="(/console/plans/\w+/orders/\w+/drop)"', listing)
    assert len(drop) == 2
    assert desk.office.city.post(drop[0]).status_code == 303
    assert desk.get(f"{again}?view=orders").text.count("/drop") == 1


def test_two_drafts_stand_side_by_side(desk: Desk) -> None:
    left, right = desk.draft(), desk.draft()
    visit = desk.visits(right)[0]
    desk.post(f"{right}/visits/{visit.ref}/cancel")
    page = desk.get(f"{left}/compare?with={right}")
    assert page.status_code == 200
    assert "仅在“" in words(page)
    assert words(page).count("得分差异") == 1
    assert "两份方案相同" in words(desk.get(f"{left}/compare?with={left}"))
    assert f"/console/plans/{left}/compare?with={right}" in desk.get(left).text


def version_of(desk: Desk, ref: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', desk.get(ref).text)
    assert found is not None
    return found[1]


def test_publishing_says_what_no_longer_fits(desk: Desk) -> None:
    ref = desk.draft()
    version = version_of(desk, ref)
    expert = desk.office.do(lambda work: work.session.get_one(Expert, desk.visits(ref)[0].expert_id))
    desk.office.do(lambda work: say(work, desk.made, work.session.get_one(Expert, expert.id), "unwilling"))
    answer = desk.post(f"{ref}/publish", {"version": version})
    assert answer.status_code == 422
    assert f"{expert.name}到访" in words(answer)
    assert desk.post(f"{ref}/check").status_code == 422
    desk.office.do(lambda work: say(work, desk.made, work.session.get_one(Expert, expert.id)))
    assert desk.post(f"{ref}/check").status_code == 303
    assert desk.post(f"{ref}/publish", {"version": version}).status_code == 409
    assert desk.post(f"{ref}/publish", {"version": version_of(desk, ref)}).status_code == 303
    assert "已发布" in words(desk.get(ref))
    assert "/console/plans/new" not in desk.get("").text


def test_a_copy_takes_the_place_of_the_published_plan(desk: Desk) -> None:
    ref = desk.published()
    copy = str(desk.post(f"{ref}/copy").location).rsplit("/", 1)[1]
    assert "发布并取代" in words(desk.get(copy))
    sent = {"version": version_of(desk, copy)}
    assert desk.post(f"{copy}/publish", sent).status_code == 409  # not said that the other one ends
    assert desk.post(f"{copy}/publish", sent | {"instead": "yes"}).status_code == 303
    assert "已被取代" in words(desk.get(ref))
    assert desk.post(f"{copy}/discard").status_code == 409


def test_a_proposal_says_what_moves_and_is_accepted(desk: Desk) -> None:
    ref = desk.published()
    visit = desk.visits(ref)[0]
    assert desk.post(f"{ref}/visits/{visit.ref}/cancel", {"propose": "yes", "note": "专家出国"}).status_code == 303
    waiting = desk.get(f"{ref}/proposals")
    assert f'data-reload="{PLANS}{ref}/proposals"' in waiting.text

    def proposal(work: Work) -> tuple[int, str]:
        row = work.session.query(Proposal).one()
        return row.id, row.ref

    key, proposal_ref = desk.office.do(proposal)
    work_out_proposal(desk.office.database, desk.office.world, key)
    page = desk.get(f"{ref}/proposals")
    assert "拟取消：" in words(page)
    assert "专家出国" in words(page)
    assert "取消这次入企" in words(page)
    assert "推荐" in words(page)
    assert "1 个调整方案" in words(desk.get(""))
    assert desk.post(f"proposals/{proposal_ref}/accept", {"option": "77"}).status_code == 422
    assert desk.post(f"proposals/{proposal_ref}/accept", {"option": "x"}).status_code == 422
    assert desk.post(f"proposals/{proposal_ref}/accept", {"option": "0"}).status_code == 303
    assert visit.ref not in {one.ref for one in desk.visits(ref)}
    decided = words(desk.get(f"{ref}/proposals"))
    assert "没有待决定的调整方案" in decided
    assert "已接受" in decided


def test_when_the_round_has_changed_meanwhile_the_options_are_worked_out_again(desk: Desk) -> None:
    ref = desk.published()

    def ask(work: Work) -> int:
        plan = work.session.query(Plan).filter_by(ref=ref).one()
        row = propose_replan(work=work, plan=plan, cause=Cause("review"))
        assert row is not None
        return row.id

    key = desk.office.do(ask)
    work_out_proposal(desk.office.database, desk.office.world, key)
    expert_id = desk.visits(ref)[0].expert_id
    desk.office.do(lambda work: say(work, desk.made, work.session.get_one(Expert, expert_id), "unwilling"))
    proposal_ref = desk.office.do(lambda work: work.session.get_one(Proposal, key).ref)
    assert desk.post(f"proposals/{proposal_ref}/accept", {"option": "0"}).status_code == 303
    assert desk.office.do(lambda work: work.session.get_one(Proposal, key).state) == "waiting"
    work_out_proposal(desk.office.database, desk.office.world, key)
    assert desk.post(f"proposals/{proposal_ref}/dismiss", {"note": "再等等"}).status_code == 303
    assert desk.post(f"proposals/{proposal_ref}/dismiss").status_code == 409


def test_stopping_and_putting_away(desk: Desk) -> None:
    ref = str(desk.post("new", {}).location).rsplit("/", 1)[1]
    assert desk.post(f"{ref}/stop").status_code == 303
    assert "收起" in words(desk.get(ref))
    other = desk.draft()
    assert desk.post(f"{other}/discard").status_code == 303
    assert desk.office.do(lambda work: {plan.state for plan in work.session.query(Plan)}) == {"discarded"}


def test_without_script_a_visit_has_a_page_of_its_own(desk: Desk) -> None:
    ref = desk.draft()
    visit = desk.visits(ref)[0]
    page = desk.get(f"{ref}/visits/{visit.ref}")
    assert page.text.count("<main") == 1
    desk.post(f"{ref}/visits/{visit.ref}/forbid")
    assert desk.get(f"{ref}/visits/{visit.ref}").status_code == 404


def test_the_board_asks_the_database_no_more_for_more_visits(desk: Desk, office: Office) -> None:
    ref = desk.draft()
    assert desk.get(ref).status_code == 200  # whoever asks is signed in from now on
    many = office.count_queries(lambda: desk.get(ref))
    for visit in desk.visits(ref)[2:]:
        desk.post(f"{ref}/visits/{visit.ref}/cancel")
    assert office.count_queries(lambda: desk.get(ref)) == many
    assert office.person(Role.AUDITOR).get(PLANS + ref).status_code == 200
