"""调整影响 of trips, pairings and meetings: why two are together or are not, what the other way costs, and doing it."""

from __future__ import annotations

from dataclasses import replace

from matchmaker.errors import InvalidInput
from matchmaker.locale import N_
from matchmaker.models import Expert, Organization, Plan
from matchmaker.planning.watch import Effort, Watch
from matchmaker.services.audit import audit
from matchmaker.services.planning.access import DRAFT, PUBLISHED, campaign_of, require_planner, require_state
from matchmaker.services.planning.errors import PlanRefused
from matchmaker.services.planning.explain_pair import SECONDS, Impact
from matchmaker.services.planning.local.accept import follow_option
from matchmaker.services.planning.local.options import option_near
from matchmaker.services.planning.local.scene import AROUND, Answer, Scene, Tie, Variant
from matchmaker.services.planning.local.scenes import scene_of
from matchmaker.services.planning.local.standing import figures_of
from matchmaker.services.planning.order import NewOrder, set_order
from matchmaker.services.planning.propose_replan import refresh_others
from matchmaker.services.planning.standing import MUST, MUST_NOT
from matchmaker.services.planning.statements import reasons_told, violations_told
from matchmaker.services.planning.stored import require_ready
from matchmaker.services.work import Work


def explain_tie(*, work: Work, plan: Plan, tie: Tie) -> Impact:
    """Ask the planner, within SECONDS. The plan must be without violations, else PlanRefused names them."""
    scene = _scene(work, plan)
    return _impact(scene, _answer(scene, tie))


def follow_tie(*, work: Work, plan: Plan, tie: Tie, why: str = "") -> Impact:
    """Do what `explain_tie` described: the two come together or are kept apart, and an order keeps it so."""
    scene = _scene(work, plan)
    answer = _answer(scene, tie)
    impact = _impact(scene, answer)
    if answer is None or impact.option is None:
        raise InvalidInput(field="enterprise", problem=N_("This is not possible. See what stands against it."))
    follow_option(work=work, plan=plan, scene=scene, problem=answer.wanted, option=impact.option, why=why)
    set_order(work=work, campaign=campaign_of(work=work, plan=plan), new=_order(work, plan, tie, answer.forced, why))
    audit(work=work, action="plan.change", subject=plan, after={"price": round(impact.price or 0.0, 4)}, why=why)
    refresh_others(work=work, plan=plan)
    return impact


def _scene(work: Work, plan: Plan) -> Scene:
    require_planner(work=work, campaign=campaign_of(work=work, plan=plan), action="plan.change")
    require_state(plan, DRAFT, PUBLISHED)
    require_ready(plan)
    scene = scene_of(work=work, plan=plan)
    _, violations, _ = figures_of(plan)
    if violations:
        raise PlanRefused(violations=violations_told(scene.index, violations))
    return scene


def _answer(scene: Scene, tie: Tie) -> Answer | None:
    return scene.explain(tie, Watch(effort=Effort(seconds=SECONDS)))


def _impact(scene: Scene, answer: Answer | None) -> Impact:
    if answer is None:
        return Impact(True, None, None, {}, [], None, known=False)
    reasons = reasons_told(scene.index, answer.reasons)
    if answer.near is None:
        return Impact(answer.forced, None, None, {}, reasons, None)
    variant = Variant(AROUND, answer.wanted, answer.wanted)
    option = option_near(scene, variant, answer.near, answer.near.bound)
    return Impact(answer.forced, option["price"], max(0.0, answer.at_least), {}, reasons, option)


def _order(work: Work, plan: Plan, tie: Tie, forced: bool, why: str) -> NewOrder:
    session = work.session
    new = NewOrder(
        plan.kind,
        MUST if forced else MUST_NOT,
        expert=session.get_one(Expert, tie.expert) if tie.expert is not None else None,
        institution=session.get_one(Organization, tie.institution) if tie.institution is not None else None,
        enterprise=session.get_one(Organization, tie.enterprise) if tie.enterprise is not None else None,
        chain_code=tie.chain or None,
        why=why,
    )
    return replace(new, on_date=tie.on_date, slot=tie.slot) if forced else new
