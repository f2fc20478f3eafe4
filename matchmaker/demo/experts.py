"""Acts that bring experts, teams and achievements into the registry, and what becomes of profiles later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from matchmaker.demo.act import Act, act
from matchmaker.demo.codes import FIELDS, codes_of, expert_codes
from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import drawn, mobile_number
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.demo.story_time import STORY_ENDS, moment, on_workday
from matchmaker.models import Expert, Organization
from matchmaker.models.codes import ExpertKind, ExpertState, ProfileBasis
from matchmaker.services.achievement import NewAchievement, create_achievement
from matchmaker.services.audit import audit_plain
from matchmaker.services.expert import NewExpert, create_expert, edit_expert, rest_stale_experts, set_expert_state
from matchmaker.services.work import TAIAN

PROFILES_COME_IN = datetime(2025, 2, 11, 8, 30, tzinfo=TAIAN)
ACHIEVEMENTS_COME_IN = datetime(2025, 2, 13, 8, 30, tzinfo=TAIAN)
STATES_ARE_CHECKED = datetime(2025, 3, 4, 9, 0, tzinfo=TAIAN)
PROFILES_GO_STALE = datetime(2026, 11, 2, 7, 0, tzinfo=TAIAN)
# status of the data -> state in the registry, and why
STATES = {
    "retired": (ExpertState.RETIRED, "本人已退休，不再参加入企活动"),
    "no_consent": (ExpertState.WITHDRAWN, "本人不同意参加本次行动"),
}
FIRST_EXPERT_NUMBER = 1001


def expert_acts(data: DemoData) -> Iterator[Act]:
    """Each profile as it came in, its last renewal, and its state if it may not be asked."""
    for place, row in enumerate(data.rows("expert")):
        key, came = row["key"], PROFILES_COME_IN + timedelta(minutes=5 * place)
        yield act(f"expert:{key}", came, partial(_create_expert, row, place))
        renewed = min(moment(row["updated"], f"{key}:updated"), STORY_ENDS)
        if row["updated"] > came.date():
            yield act(f"expert:{key}:renew", renewed, partial(_renew_expert, row))
        if row["status"] in STATES:
            checked = max(STATES_ARE_CHECKED + timedelta(minutes=7 * place), renewed + timedelta(minutes=5))
            yield act(f"expert:{key}:state", checked, partial(_set_state, row))
    yield act("experts:rest", PROFILES_GO_STALE, _rest_stale)


def achievement_acts(data: DemoData) -> Iterator[Act]:
    """Each achievement: those of this year before its round, all others at the beginning."""
    for place, row in enumerate(data.rows("achievement")):
        key, at = row["key"], ACHIEVEMENTS_COME_IN + timedelta(minutes=4 * place)
        if row["year"] >= STORY_ENDS.year:
            day = date(STORY_ENDS.year, drawn(f"{key}:month", 1, 3), drawn(f"{key}:day", 1, 28))
            at = moment(on_workday(day), key)
        yield act(f"achievement:{key}", at, partial(_create_achievement, row))


def _create_expert(row: Row, place: int, scene: Scene) -> None:
    work = scene.keeper(row["institution"])
    institution = scene.data.by_key[row["institution"]]
    second = row.get("second_institution")
    days = row["available"] if isinstance(row["available"], list) else []
    new = NewExpert(
        kind=ExpertKind(row["kind"]),
        name=row["name"],
        institution=scene.row(Organization, row["institution"]),
        further_institutions=(scene.row(Organization, second),) if second else (),
        basis=ProfileBasis(row["basis"]),
        values={
            "school": row["school"],
            "title": row["title"],
            "degree": row["degree"],
            "birth_year": row.get("birth_year"),
            "region": institution["city"],
            "directions": row["directions"],
            "projects": row["projects"],
            "services": row["services"],
            "max_visits": row["max_visits"],
            "max_days": row["max_days"],
            "available_dates": [day.isoformat() for day in days],
            "profile_updated_on": min(row["updated"], scene.at.date()),
        },
        codes=expert_codes(work, row),
        mobile=mobile_number(FIRST_EXPERT_NUMBER + place),
        email=f"expert{place + 1:03d}@{institution['email_domain']}",
        source=SOURCE,
        external_id=row["key"],
    )
    create_expert(work=work, new=new)


def _renew_expert(row: Row, scene: Scene) -> None:
    work = scene.keeper(row["institution"])
    edit_expert(work=work, expert=scene.row(Expert, row["key"]), values={"profile_updated_on": row["updated"]})


def _set_state(row: Row, scene: Scene) -> None:
    state, why = STATES[row["status"]]
    work = scene.keeper(row["institution"])
    set_expert_state(work=work, expert=scene.row(Expert, row["key"]), state=state, why=why)


def _rest_stale(scene: Scene) -> None:
    work = scene.work()
    count = rest_stale_experts(work=work)
    audit_plain(work=work, action="expert.rest_stale", subject_kind="expert", subject_ref="-", after={"count": count})


def _stage(trl: int) -> str:
    """The coded stage of a readiness level; the data's own words for it are finer than the list."""
    return "laboratory" if trl <= 4 else "pilot" if trl <= 7 else "industrial"


def _create_achievement(row: Row, scene: Scene) -> None:
    owner = scene.data.by_key[row["owner"]]
    of_expert = "institution" in owner
    institution = owner["institution"] if of_expert else row["owner"]
    work = scene.keeper(institution)
    new = NewAchievement(
        title=row["title"],
        text=row["text"],
        expert=scene.row(Expert, row["owner"]) if of_expert else None,
        institution=scene.row(Organization, institution),
        values={
            "trl": row["trl"],
            "stage": _stage(row["trl"]),
            "ip_state": "granted" if "授权" in row["ip"] else "applied" if "申请" in row["ip"] else None,
            "year": row["year"],
            "region": scene.data.by_key[institution]["city"],
        },
        codes=codes_of(work, FIELDS, row["fields"]),
        source=SOURCE,
        external_id=row["key"],
    )
    create_achievement(work=work, new=new)
