"""Acts of 意向摸底 in the running round: who is asked, and what they say by link, portal, workbook or telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import drawn
from matchmaker.demo.scene import Scene
from matchmaker.demo.story_time import moment, workdays_after
from matchmaker.models import Campaign, Expert, Invitation, Organization
from matchmaker.models.codes import NeedState
from matchmaker.services.invitations.records import WILLINGNESS, invitation_of
from matchmaker.services.invitations.sending import PAPER, WECHAT, hand_out
from matchmaker.services.participation import Conditions, set_conditions
from matchmaker.services.party import Party
from matchmaker.services.personal_link import Opened, link_actor
from matchmaker.services.willingness import NewAnswer, answer_willingness
from matchmaker.services.willingness_asking import answer_by_link, ask_willingness
from matchmaker.services.work import Work

ROUND, ROUND_KEY = 2, "b-round-4"
ASKED_ON, ANSWERS_UNTIL, LAST_ANSWER = date(2026, 11, 17), date(2026, 11, 30), date(2026, 11, 23)
OPEN = (NeedState.VERIFIED, NeedState.PUBLISHED, NeedState.MATCHING, NeedState.IN_CONTACT)
# The weeks in which experts come to enterprises.
FIRST_WEEK, LAST_DAY = date(2026, 11, 30), date(2027, 3, 26)
# Of a hundred: who says what. Who is left says nothing; the last few are not even asked.
SHARES = (("willing", 63), ("online_first", 8), ("unwilling", 5), ("cooperating", 3), ("colleague", 6))
ASKED = 94
# Of a hundred answers: how they came.
WAYS = (("link", 60), ("telephone", 25), ("workbook", 15))
NOTES = {
    "willing": ("车间可以进，来前一天告知即可。", "希望带上做过同类项目的人一起来。", ""),
    "online_first": ("先开一次视频会，把数据对一下再定是否来。",),
    "unwilling": ("年底检修停产，这一届先不参加。", "近期无法离校。"),
    "cooperating": ("已和现有团队签了合同，本届不再对接。",),
    "colleague": ("本人时间排满，请联系同组老师。",),
}


@dataclass(frozen=True)
class Answering:
    """What one party of the data will say, and how. `answer` is empty for who says nothing."""

    key: str
    answer: str
    how: str

    @property
    def note(self) -> str:
        notes = NOTES[self.answer]
        return notes[drawn(f"{self.key}:note", 0, len(notes) - 1)]


def willingness_acts(data: DemoData) -> Iterator[Act]:
    """Everybody whom the running round could plan is asked within two days; most answer within the week."""
    for key in parties_to_ask(data):
        if drawn(f"{key}:asked", 1, 100) > ASKED:
            continue
        asked = moment(workdays_after(ASKED_ON, drawn(f"{key}:ask", 0, 1)), f"{key}:asked", hours=(9, 11))
        yield act(f"ask:{key}", asked, partial(_ask, key))
        said = answering(data, key)
        if said.answer:
            yield act(f"say:{key}", answered_at(asked, key), partial(_answer, said))


def parties_to_ask(data: DemoData) -> list[str]:
    """The enterprises with open needs of the running round, and the experts who could serve them."""
    needs = [row for row in data.rows("need") if row.get("round") == ROUND and NeedState(row["state"]) in OPEN]
    experts = {key for row in needs for key in row["partners"] if "owner" not in data.by_key[key]}
    return [*dict.fromkeys(row["enterprise"] for row in needs), *sorted(experts)]


def answering(data: DemoData, key: str) -> Answering:
    """What a party says: who may not be visited says no, nobody but an expert names a colleague."""
    row = data.by_key[key]
    is_expert = "available" in row or "directions" in row
    answer = _drawn_of(SHARES, f"{key}:willing")
    if is_expert and row.get("max_visits") == 0:
        answer = "unwilling"
    if answer == "colleague" and not is_expert:
        answer = "willing"
    how = _drawn_of(WAYS, f"{key}:how") or "link"
    account = any(one.get("organization") == key for one in data.rows("account"))
    return Answering(key, answer, "portal" if account else how)


def answered_at(asked: datetime, key: str) -> datetime:
    """Some working days after the question, in office hours, before the story ends."""
    day = min(workdays_after(asked.date(), drawn(f"{key}:wait", 1, 4)), LAST_ANSWER)
    return moment(day, f"{key}:said", hours=(8, 16))


def days_of(row: Row) -> tuple[date, ...]:
    """The days that suit an expert: two days of every week, and those that the profile lists."""
    first = drawn(f"{row['key']}:weekday", 0, 4)
    weekdays = {first, (first + drawn(f"{row['key']}:second", 1, 4)) % 5}
    span = (LAST_DAY - FIRST_WEEK).days
    week = (FIRST_WEEK + timedelta(days=count) for count in range(span + 1))
    listed = row.get("available", ())
    named = listed if isinstance(listed, list) else ()
    return tuple(sorted({*named, *(day for day in week if day.weekday() in weekdays)}))


def _ask(key: str, scene: Scene) -> None:
    work, party = _officer(scene, key), _party(scene, key)
    campaign = scene.row(Campaign, ROUND_KEY)
    invitation = ask_willingness(work=work, campaign=campaign, party=party, until=ANSWERS_UNTIL)
    how = PAPER if drawn(f"{key}:paper", 1, 10) == 1 else WECHAT
    hand_out(work=work, invitation=invitation, base_url=scene.settings.base_url, how=how)


def _answer(said: Answering, scene: Scene) -> None:
    campaign, party = scene.row(Campaign, ROUND_KEY), _party(scene, said.key)
    row = scene.data.by_key[said.key]
    can_come = isinstance(party, Expert) and said.answer in ("willing", "online_first")
    new = NewAnswer(
        answer=said.answer,
        note=said.note,
        colleague="同组副教授（示例），请联系学院办公室" if said.answer == "colleague" else "",
        dates=days_of(row) if can_come else None,
    )
    work = _officer(scene, said.key)
    if said.how == "link":
        answer_by_link(opened=_opened(work, campaign, party), new=new)
    elif said.how == "portal":
        answer_willingness(work=scene.enterprise(said.key), campaign=campaign, party=party, new=new)
    else:
        answer_willingness(work=work, campaign=campaign, party=party, new=new, how=said.how)
    if can_come and row.get("max_visits"):
        limits = Conditions(max_visits=row["max_visits"], max_days=row.get("max_days"))
        set_conditions(work=work, campaign=campaign, party=party, conditions=limits)


def _opened(work: Work, campaign: Campaign, party: Party) -> Opened:
    """The invitation as its holder opens it; the secret of the link is known to nobody any more."""
    invitation: Invitation | None = invitation_of(work=work, campaign=campaign, party=party, purpose=WILLINGNESS)
    assert invitation is not None  # it was asked before
    holder = work.as_actor(link_actor(invitation, party))
    return Opened(invitation=invitation, campaign=campaign, party=party, plan=None, open=True, work=holder)


def _officer(scene: Scene, key: str) -> Work:
    """Whoever looks after a party: the county's officer for an enterprise, the city's for an expert."""
    return scene.organizer(scene.data.by_key[key].get("county"))


def _party(scene: Scene, key: str) -> Party:
    return scene.row(Organization, key) if "county" in scene.data.by_key[key] else scene.row(Expert, key)


def _drawn_of(shares: tuple[tuple[str, int], ...], key: str) -> str:
    """One of the entries, as often as its share of a hundred; "" for what is left over."""
    place = drawn(key, 1, 100)
    for name, share in shares:
        place -= share
        if place <= 0:
            return name
    return ""
