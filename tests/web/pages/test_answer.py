"""What a personal link opens: read without an account, answered by posting, closed in time, silent to strangers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from matchmaker.models import Campaign, Event, Expert, Invitation, Need, Participation, RateCount, Rsvp, Willingness
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.invitations.records import revoke_invitation
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.personal_link import issue_link
from matchmaker.services.rating import ask_rating
from matchmaker.services.visit import NewVisit, record_visit
from matchmaker.services.willingness_asking import ask_willingness
from tests.services.invitations.scene import Invited, invited, of
from tests.services.planning.scenes import a_round
from tests.web.pages.conftest import words
from tests.web.pages.console.conftest import Office, Person


@pytest.fixture
def link(office: Office) -> str:
    """The address of the first expert's question of willingness, open until 30 November."""

    def ask(work):  # type: ignore[no-untyped-def]
        made = a_round(work, answered=False)
        row = ask_willingness(work=work, campaign=made.campaign, party=made.experts[0], until=date(2026, 11, 30))
        return issue_link(work=work, invitation=row)

    return f"/a/{office.do(ask)}"


@pytest.fixture
def holder(office: Office) -> Person:
    """Somebody who holds a link and nothing else."""
    return office.person(None)


def stored(office: Office) -> list[tuple[str, str]]:
    with office.database.read() as session:
        return [(row.answer, row.how) for row in session.scalars(select(Willingness))]


def test_the_question_is_read_and_answered_and_the_answer_changed(office: Office, holder: Person, link: str) -> None:
    shown = words(holder.get(link))
    assert "致：专家0示例" in shown
    assert "11月30日 23:59" in shown
    assert stored(office) == []
    answer = holder.post(f"{link}/willingness", {"answer": "willing", "dates": ["2026-11-26", "2026-11-27"]})
    assert (answer.status_code, answer.location) == (303, link)
    assert "目前的答复：愿意" in words(holder.get(link))
    holder.post(f"{link}/willingness", {"answer": "unwilling"})
    assert stored(office) == [("unwilling", "link")]


def test_days_beyond_those_on_the_page_stay_unless_any_day_will_do(office: Office, holder: Person, link: str) -> None:
    def later(work):  # type: ignore[no-untyped-def]
        campaign, expert = work.session.scalars(select(Campaign)).one(), work.session.scalars(select(Expert)).first()
        days = Conditions(dates=(date(2026, 11, 25), date(2027, 3, 3)))
        set_conditions(work=work, campaign=campaign, party=expert, conditions=days)

    def known() -> list[str]:
        with office.database.read() as session:
            return session.scalars(select(Participation)).one().dates

    office.do(later)
    holder.post(f"{link}/willingness", {"answer": "willing", "dates": ["2026-11-26"]})
    assert known() == ["2026-11-26", "2027-03-03"]
    holder.post(f"{link}/willingness", {"answer": "willing"})
    assert known() == []


def test_the_page_speaks_english_when_asked(holder: Person, link: str) -> None:
    shown = words(holder.get(f"{link}?lang=en"))
    assert "Would you take part?" in shown
    assert "Talk online first" in shown


@pytest.mark.parametrize(
    "sent",
    [{}, {"answer": "perhaps"}, {"answer": "colleague"}, {"answer": "willing", "dates": ["2026-11-23"]},
     {"answer": "willing", "note": "\x00"}, {"answer": "willing", "note": "长" * 2001}],
)  # fmt: skip
def test_what_is_not_right_is_said_on_the_page(
    office: Office, holder: Person, link: str, sent: dict[str, object]
) -> None:
    answer = holder.post(f"{link}/willingness", sent)
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert stored(office) == []


def test_nothing_is_taken_without_the_form_token(office: Office, holder: Person, link: str) -> None:
    assert holder.post(f"{link}/willingness", {"answer": "willing"}, token=False).status_code == 400
    assert stored(office) == []


def test_after_the_deadline_the_page_can_be_read_and_says_whom_to_ask(
    office: Office, holder: Person, link: str
) -> None:
    office.world.clock.advance(days=8)
    page = holder.get(link)
    assert page.status_code == 200
    assert "答复已截止" in words(page)
    assert "<textarea" not in page.text
    late = holder.post(f"{link}/willingness", {"answer": "willing"})
    assert (late.status_code, "2026-11-30" in words(late)) == (409, True)
    assert stored(office) == []


@pytest.mark.parametrize("path", ["/a/" + "0" * 64, "/a/short", "/a/" + "z" * 64, "/a/%00", "/a/" + "é" * 64])
def test_a_wrong_link_says_what_to_do_and_gives_nothing_away(holder: Person, link: str, path: str) -> None:
    answer = holder.get(path)
    assert answer.status_code == 410
    assert "没有这个专属链接" in words(answer)
    assert "专家0示例" not in answer.text


def test_a_link_that_was_taken_back_says_so_and_stops_at_once(office: Office, holder: Person, link: str) -> None:
    def revoke(work):  # type: ignore[no-untyped-def]
        revoke_invitation(work=work, invitation=work.session.scalars(select(Invitation)).one())

    office.do(revoke)
    answer = holder.get(link)
    assert (answer.status_code, "已被经办人撤回" in words(answer)) == (410, True)
    assert holder.post(f"{link}/willingness", {"answer": "willing"}).status_code == 410
    assert stored(office) == []


def test_many_wrong_links_are_slowed_down_and_a_right_one_still_opens(
    office: Office, holder: Person, link: str
) -> None:
    statuses = [holder.get(f"/a/{number:064x}").status_code for number in range(62)]
    assert statuses == [410] * 60 + [429] * 2
    assert holder.get(link).status_code == 200
    with office.database.read() as session:
        assert "link.wrong.network" in " ".join(session.scalars(select(RateCount.bucket)))


def test_answers_through_one_link_are_counted(holder: Person, link: str) -> None:
    statuses = {holder.post(f"{link}/willingness", {"answer": "willing"}).status_code for _ in range(60)}
    assert statuses == {303}
    assert holder.post(f"{link}/willingness", {"answer": "unwilling"}).status_code == 429


def test_nobody_keeps_the_page_and_no_secret_stands_in_the_log(office: Office, holder: Person, link: str) -> None:
    assert holder.get(link).headers["Cache-Control"] == "no-store"
    holder.post(f"{link}/willingness", {"answer": "willing"})
    token = link.rpartition("/")[2]
    with office.database.read() as session:
        events = session.scalars(select(Event)).all()
        assert token not in str([(one.subject_ref, one.before, one.after, one.why, one.actor_name) for one in events])


@pytest.fixture
def scene(office: Office) -> Invited:
    return invited(office.database, office.world)


def refs_of(office: Office, scene: Invited, party: object) -> list[str]:
    with office.database.read() as session:
        return [one.ref for one in of(office.world.work(session), scene, party)]  # type: ignore[arg-type]


def test_an_expert_sees_the_enterprise_but_not_the_need_before_accepting(
    office: Office, holder: Person, scene: Invited
) -> None:
    expert = scene.made.experts[0]
    link, refs = f"/a/{scene.token(expert)}", refs_of(office, scene, expert)
    before = words(holder.get(link))
    assert "诚邀您来泰安对接" in before
    assert not re.search(r"需求\d示例", before)
    assert holder.post(f"{link}/reply", {"answer": "accept", "about": refs}).status_code == 303
    assert len(set(re.findall(r"需求\d示例", words(holder.get(link))))) == len(refs)
    with office.database.read() as session:
        assert {(row.answer, row.how) for row in session.scalars(select(Rsvp))} == {("accept", "link")}


def test_a_refusal_names_its_reason_and_a_foreign_appointment_is_none_of_theirs(
    office: Office, holder: Person, scene: Invited
) -> None:
    expert, other = scene.made.experts[0], scene.made.experts[1]
    link = f"/a/{scene.token(expert)}"
    mine, foreign = refs_of(office, scene, expert)[0], refs_of(office, scene, other)[0]
    assert holder.post(f"{link}/reply", {"answer": "decline", "about": mine}).status_code == 422
    sent = {"answer": "decline", "reason": "no_time", "about": mine}
    assert holder.post(f"{link}/reply", sent | {"about": foreign}).status_code == 422
    assert holder.post(f"{link}/reply", sent).status_code == 303
    assert "婉拒" in words(holder.get(link))


def test_a_contact_is_shown_once_both_accepted_and_only_then(office: Office, holder: Person, scene: Invited) -> None:
    expert = scene.made.experts[0]
    link, ref = f"/a/{scene.token(expert)}", refs_of(office, scene, expert)[0]
    with office.database.read() as session:
        visit = of(office.world.work(session), scene, expert)[0]
        place = visit.organizations[0]
    office.do(lambda work: set_contact(
        work=work, owner=work.session.merge(place), values={"name": "周示例", "mobile": "10000000009"}))  # fmt: skip
    assert holder.post(f"{link}/contact", {"about": ref}).status_code == 404
    holder.post(f"{link}/reply", {"answer": "accept", "about": ref})
    assert holder.post(f"{link}/contact", {"about": ref}).status_code == 404
    holder.post(f"/a/{scene.token(place)}/reply", {"answer": "accept", "about": ref})
    assert "10000000009" not in holder.get(link).text
    shown = holder.post(f"{link}/contact", {"about": ref})
    assert (shown.status_code, "10000000009" in shown.text) == (200, True)
    assert "contact.reveal" in office.actions()


def test_a_visit_is_rated_through_a_link_of_its_own(office: Office, holder: Person) -> None:
    def visit(work):  # type: ignore[no-untyped-def]
        made = a_round(work)
        new = NewVisit(made.experts[0], made.enterprises[0], date(2026, 11, 20), (made.needs[0],))
        row = record_visit(work=work, campaign=made.campaign, new=new)
        return issue_link(work=work, invitation=ask_rating(work=work, visit=row, side="expert")), row.ref

    token, ref = office.do(visit)
    link = f"/a/{token}"
    assert "请评价本次入企对接" in words(holder.get(link))
    assert holder.post(f"{link}/rating", {"about": ref, "rating": "9"}).status_code == 422
    assert holder.post(f"{link}/rating", {"about": "0000000000", "rating": "5"}).status_code == 404
    assert holder.post(f"{link}/rating", {"about": ref, "rating": "5", "text": "收获大"}).status_code == 303
    assert "目前评价：5 分" in words(holder.get(link))
    assert holder.post(f"{link}/willingness", {"answer": "willing"}).status_code == 410
    with office.database.read() as session:
        assert session.query(Need).count() == 4
        assert session.query(Expert).count() == 3
