"""A plan of visits is published, taken the place of, and changed by proposals."""

from __future__ import annotations

from matchmaker.models import Expert, Plan, Proposal
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.services.work import Work
from tests.services.planning.scenes import say, work_out_proposal
from tests.web.pages.console.plans.conftest import PLANS, Desk, version_of, words


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
