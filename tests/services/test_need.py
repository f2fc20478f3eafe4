"""Needs: their life, who may do what, and that searched texts follow every change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.database import Database
from matchmaker.errors import Forbidden, InvalidInput, NotFound, WrongState
from matchmaker.models import Change, Event, Job, Need, Passage
from matchmaker.models.codes import Confidentiality, NeedResult, NeedSource, NeedState, Role
from matchmaker.services.need import (
    NewNeed,
    approve_public_version,
    close_need,
    create_need,
    edit_need,
    find_by_tracking_token,
    find_repeat,
    issue_tracking_token,
    note_confidential_read,
    publish_need,
    reopen_need,
    return_need,
    submit_need,
    verify_need,
)
from matchmaker.services.scope import get_visible
from tests.support.builders import TAISHAN, XINTAI, a_need, a_user, an_enterprise
from tests.support.world import World


def test_a_form_of_three_boxes_is_enough(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        new = NewNeed(
            organization=an_enterprise(work),
            intake=NeedSource.PORTAL,
            values={"problem": "橡套电缆半年就断芯。想找懂铜丝绞合的老师。", "contact_mobile": "138 0000-0000"},
            state=NeedState.SUBMITTED,
        )
        need = create_need(work=work, new=new)
    assert need.title == "橡套电缆半年就断芯"
    assert (need.contact_mobile, need.county_code, need.state) == ("13800000000", TAISHAN, NeedState.SUBMITTED)
    assert need.answer_due_on == date(2026, 12, 8)  # ten working days after 24 November 2026


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"problem": ""}, "problem"),
        ({"problem": "x", "contact_mobile": "12"}, "contact_mobile"),
        ({"problem": "x" * 20_001}, "problem"),
        ({"problem": "x", "window_from": date(2027, 2, 1), "window_to": date(2027, 1, 1)}, "window_to"),
        ({"problem": "a\x00b"}, "problem"),
    ],
)
def test_what_cannot_be_taken_is_named(sqlite_database: Database, world: World, values: dict, field: str) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        new = NewNeed(organization=an_enterprise(work), intake=NeedSource.PORTAL, values=values)
        with pytest.raises(InvalidInput) as caught:
            create_need(work=work, new=new)
    assert caught.value.params["field"] == field


def test_the_life_of_a_need(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), state=NeedState.DRAFT)
        submit_need(work=work, need=need)
        return_need(work=work, need=need, note="请补充指标")
        edit_need(work=work, need=need, values={"indicators": "回收率≥95%"})
        submit_need(work=work, need=need)
        verify_need(work=work, need=need)
        with pytest.raises(InvalidInput):
            publish_need(work=work, need=need)
        approve_public_version(work=work, need=need, title="废水处理", text="寻求高盐废水处理技术")
        publish_need(work=work, need=need)
        close_need(work=work, need=need, result=NeedResult.UNSOLVED, note="无合适技术")
        with pytest.raises(WrongState):
            submit_need(work=work, need=need)
        reopen_need(work=work, need=need, why="来了新专家")
    with database.read() as session:
        actions = list(session.scalars(select(Event.action).where(Event.subject_kind == "need").order_by(Event.id)))
        assert need.state is NeedState.VERIFIED
        assert need.result is None
    assert actions == [
        "need.create", "need.submit", "need.return", "need.edit", "need.submit", "need.verify", "need.approve_public",
        "need.publish", "need.close", "need.reopen",
    ]  # fmt: skip


def test_only_verified_needs_are_searched_and_every_change_raises_the_generation(
    database: Database, world: World
) -> None:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
    with database.read() as session:
        assert {row.searchable for row in session.scalars(select(Passage))} == {False}
        assert list(session.scalars(select(Job.kind))) == ["encode"]
        before = session.scalar(select(Change.id).order_by(Change.id.desc()).limit(1))
    with database.write() as session:
        verify_need(work=world.work(session), need=session.merge(need))
    with database.read() as session:
        assert {row.searchable for row in session.scalars(select(Passage))} == {True}
        assert sorted(session.scalars(select(Job.kind))) == ["encode", "suggest"]
        after = session.scalar(select(Change.id).order_by(Change.id.desc()).limit(1))
        assert after == before + 3  # title, problem, whole


def test_an_edit_announces_only_what_changed(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), indicators="指标", goal="目标")
    with database.write() as session:
        edit_need(work=world.work(session), need=session.merge(need), values={"goal": "新目标"})
    with database.read() as session:
        changed = list(session.scalars(select(Change.passage_id).order_by(Change.id)))[5:]
        assert sorted(session.get_one(Passage, number).part for number in changed) == ["goal", "whole"]


def test_an_edit_takes_back_the_approval_of_the_public_version(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
        approve_public_version(work=work, need=need, title="公开", text="公开文字")
        edit_need(work=work, need=need, values={"wanted_partners": "高校"})
        assert need.public_approved_at is not None
        edit_need(work=work, need=need, values={"problem": "换了一个问题"})
        assert need.public_approved_at is None


def test_who_sees_which_need(database: Database, world: World) -> None:
    """S2, S4: what is not yours looks like what is missing."""
    with database.write() as session:
        work = world.work(session)
        first, second = an_enterprise(work), an_enterprise(work, "示例化工有限公司", XINTAI)
        mine, theirs = a_need(work, first), a_need(work, second, "另一个需求")
        draft = a_need(work, first, "草稿", state=NeedState.DRAFT)
        secret = a_need(work, second, "保密需求", confidentiality=Confidentiality.CONFIDENTIAL)
        actors = {
            "enterprise": a_user(work, Role.ENTERPRISE, "e1", organization_id=first.id),
            "county": a_user(work, Role.COUNTY, "c1", county_code=XINTAI),
            "city": a_user(work, Role.CITY, "c2"),
            "auditor": a_user(work, Role.AUDITOR, "a1"),
            "liaison": a_user(work, Role.LIAISON, "l1", organization_id=first.id),
        }
        session.flush()
        seen = {}
        for name, actor in actors.items():
            visible = [need for need in (mine, theirs, draft, secret) if _sees(world.work(session, actor), need)]
            seen[name] = [need.title for need in visible]
    assert seen == {
        "enterprise": [mine.title, draft.title],
        "county": [theirs.title, secret.title],
        "city": [mine.title, theirs.title, secret.title],
        "auditor": [mine.title, theirs.title, secret.title],
        "liaison": [],
    }


def _sees(work, need: Need) -> bool:
    try:
        return get_visible(work=work, kind=Need, ref=need.ref) is need
    except NotFound:
        return False


def test_an_enterprise_cannot_verify_its_own_need(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        actor = a_user(work, Role.ENTERPRISE, "e1", organization_id=enterprise.id)
        need = a_need(work, enterprise)
        with pytest.raises(Forbidden):
            verify_need(work=work.as_actor(actor), need=need)
        close_need(work=work.as_actor(actor), need=need, result=NeedResult.WITHDRAWN)
        assert need.result is NeedResult.WITHDRAWN


def test_a_tracking_link_is_replaced_by_the_next_and_never_stored(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work))
        first = issue_tracking_token(work=work, need=need)
        second = issue_tracking_token(work=work, need=need)
        session.flush()
        assert find_by_tracking_token(work=work, token=first) is None
        assert find_by_tracking_token(work=work, token=second) is need
        assert second not in (need.tracking_hash, need.ref)


def test_a_repeat_is_found_whatever_its_punctuation(sqlite_database: Database, world: World) -> None:
    with sqlite_database.write() as session:
        work = world.work(session)
        enterprise = an_enterprise(work)
        first = a_need(work, enterprise, "高盐废水：零排放", problem="蒸发结晶，结垢严重")
        second = a_need(work, enterprise, "高盐废水 零排放", problem="蒸发结晶， 结垢严重。")
        assert find_repeat(work=work, need=second) is first


def test_texts_and_contacts_of_a_confidential_need_stay_out_of_the_log(database: Database, world: World) -> None:
    with database.write() as session:
        work = world.work(session)
        need = a_need(work, an_enterprise(work), "机密牌号", confidentiality=Confidentiality.CONFIDENTIAL)
        edit_need(work=work, need=need, values={"problem": "机密配方", "contact_mobile": "13800000000"})
        note_confidential_read(work=work.as_actor(a_user(work, Role.CITY, "c")), need=need)
    with database.read() as session:
        events = list(session.scalars(select(Event).where(Event.subject_kind == "need")))
        assert [event.action for event in events] == ["need.create", "need.edit", "need.read_confidential"]
        written = "".join(str((event.before, event.after, event.why)) for event in events)
        assert "机密" not in written
        assert "138" not in written
