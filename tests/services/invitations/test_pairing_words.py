"""The texts about a proposed cooperation: the first one, the reminder and the change speak of no appointment."""

from __future__ import annotations

import pytest

from matchmaker.database import Database
from matchmaker.services.invitations.prepare import prepare_invitations
from matchmaker.services.invitations.wording import text_of, topic_of
from matchmaker.services.mail_text import mail_words
from matchmaker.services.party import party_of
from tests.services.planning.institution_scene import hosts
from tests.services.planning.local.scenes import published_pairs
from tests.services.planning.scenes import plan_of
from tests.support.world import World

STATES = {"first": ("prepared", False), "reminder": ("sent", True), "change": ("prepared", True)}
SUBJECTS = {
    "first": ("%s：校企合作对接邀请", "%s: a proposed cooperation"),
    "reminder": ("%s：盼您答复校企合作事宜", "%s: we still wait for your word on the proposed cooperation"),
    "change": ("%s：校企合作安排有调整", "%s: the proposed cooperation has changed"),
}


@pytest.mark.parametrize("text", STATES)
def test_every_text_about_a_pairing_speaks_of_it(sqlite_database: Database, world: World, text: str) -> None:
    with sqlite_database.write() as session:
        made = hosts(world.work(session))
    plan_id = published_pairs(sqlite_database, world, made)
    with sqlite_database.write() as session:
        work = world.work(session, made.city)
        row = prepare_invitations(work=work, plan=plan_of(work, plan_id))[0]
        state, was_sent = STATES[text]
        row.state, row.sent_at = state, work.now() if was_sent else None
        party = party_of(work=work, row=row)
        topic = topic_of(work=work, invitation=row, party=party)
        for locale, subject in zip(("zh_Hans_CN", "en"), SUBJECTS[text], strict=True):
            payload = {"locale": locale, "params": {"party": party.name, "campaign": "第四届", "until": "12月1日"}}
            said, body = mail_words(topic, {**payload, "secret": {"link": "https://example.cn"}})
            assert said == subject % "第四届"
            assert "appointment" not in body
            assert "对接安排" not in body
            assert ("学院" if locale == "zh_Hans_CN" else "another school") in body
        assert "%(" not in text_of(work=work, invitation=row, party=party, link="https://example.cn")
