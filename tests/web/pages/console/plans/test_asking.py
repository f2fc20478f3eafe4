"""A plan of visits is asked for: rules, fields that are wrong, locks that exclude each other, stopping."""

from __future__ import annotations

import re

from matchmaker.errors import InvalidInput
from matchmaker.models import Campaign, Job, Plan
from matchmaker.services.work import Work
from tests.services.planning.scenes import DAYS, work_out
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.plans.conftest import HTMX, PLANS, Desk, words


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


def test_a_window_without_a_working_day_is_told_at_its_field(desk: Desk) -> None:
    """Before the work begins, with what was typed kept, and nothing of it stored."""
    answer = desk.post("new", {"from": "2026-12-10", "to": "2026-12-01", "expert_days": "3"})
    assert answer.status_code == 422
    assert re.findall(r'id="f-(\w+)-error"', answer.text) == ["from"]
    assert "2026-12-10 至 2026-12-01 之间没有工作日" in words(answer)
    assert 'name="expert_days" value="3"' in answer.text
    assert desk.office.do(lambda work: work.session.query(Plan).count()) == 0
    assert 'name="expert_days" value="5"' in desk.get("new").text


def test_a_failure_is_told_without_the_name_of_a_field(desk: Desk) -> None:
    """Such a window may also come about later: the round ends earlier, or the days have passed."""
    ref = desk.draft()

    def fail(work: Work) -> None:
        plan = work.session.query(Plan).filter_by(ref=ref).one()
        params = {"field": "from", "problem": "The end of the time window is before its beginning."}
        plan.report = {"stage": "failed", "problem": {"message": InvalidInput.message, "params": params}}

    desk.office.do(fail)
    failed = words(desk.get(ref))
    assert "未能编制出计划" in failed
    assert "from：" not in failed
    assert "时间窗口" in failed or "时间" in failed


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


def test_stopping_and_putting_away(desk: Desk) -> None:
    ref = str(desk.post("new", {}).location).rsplit("/", 1)[1]
    assert desk.post(f"{ref}/stop").status_code == 303
    assert "收起" in words(desk.get(ref))
    other = desk.draft()
    assert desk.post(f"{other}/discard").status_code == 303
    assert desk.office.do(lambda work: {plan.state for plan in work.session.query(Plan)}) == {"discarded"}
