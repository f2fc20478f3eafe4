"""The calendar behind a personal link: one's own appointments, and nothing about anybody who may not be named."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from matchmaker.models import Invitation
from matchmaker.services.invitations.records import revoke_invitation
from matchmaker.services.work import Work
from tests.services.invitations.scene import Invited, invited
from tests.web.pages.console.conftest import Office, Person


@pytest.fixture
def scene(office: Office) -> Invited:
    return invited(office.database, office.world)


@pytest.fixture
def holder(office: Office) -> Person:
    """Somebody who holds a link and nothing else."""
    return office.person(None)


def test_an_expert_takes_the_appointments_along(office: Office, holder: Person, scene: Invited) -> None:
    expert = scene.made.experts[0]
    before = office.actions()
    answer = holder.get(f"/a/{scene.token(expert)}/calendar.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.data).walk("VEVENT"))
    assert events
    assert all(event["SUMMARY"].startswith(f"专家入企：{expert.name}—") for event in events)
    assert office.actions() == before
    page = holder.get(f"/a/{scene.token(expert)}").text
    assert "calendar.ics" in page


def test_an_enterprise_does_not_read_who_comes_before_they_accept(
    office: Office, holder: Person, scene: Invited
) -> None:
    house = scene.made.enterprises[0]
    text = holder.get(f"/a/{scene.token(house)}/calendar.ics").data.decode().replace("\r\n ", "")
    assert "一位专家" in text
    assert not any(expert.name in text for expert in scene.made.experts)


def test_a_link_that_is_none_or_was_taken_back_opens_nothing(office: Office, holder: Person, scene: Invited) -> None:
    assert holder.get(f"/a/{'0' * 64}/calendar.ics").status_code == 410
    expert = scene.made.experts[0]

    def take_back(work: Work) -> None:
        row = work.session.query(Invitation).filter_by(expert_id=expert.id).one()
        revoke_invitation(work=work, invitation=row)

    office.do(take_back)
    assert holder.get(f"/a/{scene.token(expert)}/calendar.ics").status_code == 410
