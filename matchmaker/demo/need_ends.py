"""Acts of a need's life after matching: decided on, in contact, signed, closed, and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.codes import code_of
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.decisions import decide_need
from matchmaker.demo.invented import drawn
from matchmaker.demo.need_life import NeedLife
from matchmaker.demo.needs import lives, plain_note
from matchmaker.demo.records import visit_key
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.models import Expert, FollowUp, Need, Visit
from matchmaker.models.codes import NeedResult, NeedState
from matchmaker.services.follow_up import NewFollowUp, add_follow_up, finish_follow_up
from matchmaker.services.need import close_need, move_need
from matchmaker.services.need_contact import begin_contact
from matchmaker.services.outcome import NewOutcome, record_outcome
from matchmaker.services.outcome_values import CONTRACT_LEVELS
from matchmaker.services.work import TAIAN, Work

CHECK_BACK_DAYS = 90
# One task in this many is forgotten, so that the list of overdue ones is not empty.
FORGOTTEN_ONE_IN = 4
# level of an outcome -> what has to be done after it
TASKS = {
    "agreement": "跟进协议转为正式技术合同，问清卡在哪一步。",
    "contract": "回访合同履行进度，收集阶段验收材料。",
    "paid": "补齐到账凭据复印件，核对技术合同登记编号。",
}
TASK_IN_CONTACT = "与双方商定入企时间，请企业提前备好样品、图纸和近三个月的运行记录。"
VISITS_BEGIN = date(2026, 12, 4)


def need_end_acts(data: DemoData) -> Iterator[Act]:
    """What happened to every need that was reviewed or given back."""
    timetable = lives(data)
    for number, row in enumerate(data.rows("need"), start=1):
        key, life = row["key"], timetable[row["key"]]
        if life.decided is not None:
            yield act(f"need:{key}:decide", life.decided, partial(_decide, row))
        if life.contacted is not None:
            yield act(f"need:{key}:contact", life.contacted, partial(_contact, row))
        if life.settled is not None and life.signed is not None:
            yield from _settling(row, life, life.signed, life.settled, number)
        if life.closed is not None:
            yield act(f"need:{key}:close", life.closed, partial(_close, row))


def _settling(row: Row, life: NeedLife, signed: date, settled: datetime, number: int) -> Iterator[Act]:
    key = row["key"]
    due = signed + timedelta(days=CHECK_BACK_DAYS)
    yield act(f"need:{key}:outcome", settled, partial(_record_outcome, row, life, signed, number))
    yield act(f"need:{key}:task", settled + timedelta(minutes=10), partial(_add_task, row, life, due))
    if drawn(f"{key}:task", 1, FORGOTTEN_ONE_IN) > 1:
        done = datetime.combine(due - timedelta(days=drawn(f"{key}:done", 0, 9)), time(15, 20), TAIAN)
        yield act(f"need:{key}:task:done", done, partial(_finish_task, row))


def _organizer(row: Row, scene: Scene) -> Work:
    return scene.organizer(scene.data.by_key[row["enterprise"]]["county"])


def _decide(row: Row, scene: Scene) -> None:
    """Decide on what matching found; a need for which nobody was found is being matched all the same."""
    decide_need(scene, row)
    need = scene.row(Need, row["key"])
    if need.state in (NeedState.VERIFIED, NeedState.PUBLISHED):
        move_need(work=_organizer(row, scene), need=need, to=NeedState.MATCHING, action="need.matching")


def _contact(row: Row, scene: Scene) -> None:
    work, need = _organizer(row, scene), scene.row(Need, row["key"])
    begin_contact(work=work, need=need, why="双方已电话联系")
    owner = scene.user(scene.organizer_name(need.county_code))
    due = VISITS_BEGIN + timedelta(days=drawn(f"{row['key']}:due", 0, 20))
    new = NewFollowUp(text=TASK_IN_CONTACT, due_on=due, owner=owner, need=need, source=SOURCE, external_id=row["key"])
    add_follow_up(work=work, new=new)


def _record_outcome(row: Row, life: NeedLife, signed: date, number: int, scene: Scene) -> None:
    work, given = _organizer(row, scene), row["outcome"]
    level = code_of(work, "outcome_levels", given["level"])
    new = NewOutcome(
        level=level,
        need=scene.row(Need, row["key"]),
        visit=_visit(row, life, scene),
        expert=scene.row(Expert, given["expert"]),
        contract_kind=code_of(work, "contract_kinds", given["kind"]),
        amount=Decimal(str(given["amount_wan"])),
        registration_number=f"示例{signed.year}-{number:04d}" if level in CONTRACT_LEVELS else None,
        signed_on=signed,
        source=SOURCE,
        external_id=row["key"],
    )
    record_outcome(work=work, new=new)


def _visit(row: Row, life: NeedLife, scene: Scene) -> Visit | None:
    visits = (visit for visit in scene.data.rows("visit") if row["key"] in visit["needs"])
    visit = next(visits, None)
    return scene.row(Visit, visit_key(visit)) if visit is not None and life.visit is not None else None


def _add_task(row: Row, life: NeedLife, due: date, scene: Scene) -> None:
    work, need = _organizer(row, scene), scene.row(Need, row["key"])
    level = code_of(work, "outcome_levels", row["outcome"]["level"])
    new = NewFollowUp(
        text=TASKS[level],
        due_on=due,
        owner=scene.user(scene.organizer_name(need.county_code)),
        need=need,
        visit=_visit(row, life, scene),
        source=SOURCE,
        external_id=row["key"],
    )
    add_follow_up(work=work, new=new)


def _finish_task(row: Row, scene: Scene) -> None:
    finish_follow_up(work=_organizer(row, scene), task=scene.row(FollowUp, row["key"]))


def _close(row: Row, scene: Scene) -> None:
    note = _solved_note(row["outcome"]) if "outcome" in row else plain_note(row)
    need, result = scene.row(Need, row["key"]), NeedResult(row["result"])
    own = scene.enterprise(row["enterprise"])
    by_owner = result is NeedResult.WITHDRAWN and own.actor.organization_id == need.organization_id
    close_need(work=own if by_owner else _organizer(row, scene), need=need, result=result, note=note)


def _solved_note(outcome: Row) -> str:
    kind, amount = outcome["kind"], f"{outcome['amount_wan']}万元"
    return {
        "协议": f"已签{kind}协议，约定经费{amount}。",
        "合同": f"已签{kind}合同，合同额{amount}。",
        "到账": f"已签{kind}合同，合同额{amount}，款项已到账。",
    }[str(outcome["level"])]
