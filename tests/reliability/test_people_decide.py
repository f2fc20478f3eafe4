"""Nothing decides, answers, publishes or sends without a person: asked of every kind of job and of the clock (S16)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from embeddings import FakeEncoder
from matchmaker.bootstrap import Application
from matchmaker.database import Database
from matchmaker.jobs import handlers as table
from matchmaker.jobs.handlers import HANDLERS, enqueue_standing_jobs, handlers
from matchmaker.jobs.runner import JobContext, Runner
from matchmaker.mail import Mail
from matchmaker.models import (
    Decision,
    Event,
    Expert,
    Invitation,
    Need,
    Organization,
    OutboxMessage,
    Plan,
    Proposal,
    Rsvp,
    Suggestion,
    User,
    Visit,
    Willingness,
)
from matchmaker.models.codes import NeedState, Role
from matchmaker.ranking.engine import Engine
from matchmaker.services.importing.parked import Parked, park_file
from matchmaker.services.importing.upload import folder_of
from matchmaker.services.learning.weights_store import WeightsStore
from matchmaker.services.planning.ask_plan import ask_for_plan
from matchmaker.services.planning.propose_replan import propose_replan
from matchmaker.services.planning.replan_cause import Cause
from matchmaker.settings import Settings
from tests.ranking.conftest import encoder, engine, space  # noqa: F401  (fixtures)
from tests.services.personal_data.scene import a_known_expert
from tests.support.builders import a_need, a_suggestion, a_user, an_enterprise, an_expert
from tests.support.search import a_search_index
from tests.support.world import World

FILE = "企业名称,技术需求名称,需求内容\n示例寅厂,换热管防垢,每周清洗一次，每次停机八小时。\n".encode()
TOKEN = "0" * 64


@dataclass
class Office:
    """A service with everything that waits for a person, and what leaves it."""

    application: Application
    sent: list[Mail]
    administrator: int
    draft: int
    proposal: int

    @property
    def database(self) -> Database:
        return self.application.database

    def payload(self, kind: str) -> dict[str, Any]:
        with self.database.read() as session:
            need = session.scalars(select(Need.id).where(Need.state == NeedState.VERIFIED)).first()
        return {
            "suggest": {"need_id": need},
            "learn": {"user_id": self.administrator},
            "import": {"token": TOKEN, "owner": self.administrator, "mode": "all"},
            "plan": {"plan_id": self.draft},
            "replan": {"proposal_id": self.proposal},
        }.get(kind, {})


class Recorder:
    """A mail transport that keeps what it was given."""

    def __init__(self, sent: list[Mail]) -> None:
        self.sent = sent

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


@pytest.fixture
def office(
    sqlite_database: Database,
    world: World,
    engine: Engine,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Office:
    scene = a_known_expert(sqlite_database, world)
    world.clock.advance(days=-10)  # before the visits: the plan can still be changed
    settings = Settings(_env_file=None, data_dir=tmp_path, environment="testing")
    application = Application(settings, sqlite_database, clock=world.clock, entropy=world.random.randbytes)
    application.search_if_built = a_search_index(sqlite_database, FakeEncoder(), engine=engine)
    application.search_if_built.weights = WeightsStore(tmp_path / "weights", shipped=engine.model)
    sent: list[Mail] = []
    monkeypatch.setattr(table, "transport_for", lambda _url, _folder: Recorder(sent))
    with sqlite_database.write() as session:
        work = application.work(session)
        administrator = a_user(work, Role.ADMINISTRATOR, "chief").user_id
        assert administrator is not None
        a_suggestion(work, a_need(work, an_enterprise(work, "示例卯厂"), state=NeedState.VERIFIED), an_expert(work))
        planner = world.work(session, scene.made.city)
        campaign = session.get_one(type(scene.made.campaign), scene.made.campaign.id)
        plan = session.scalars(select(Plan).where(Plan.state == "published")).one()
        proposal = propose_replan(work=planner, plan=plan, cause=Cause("review"))
        draft = ask_for_plan(work=planner, campaign=campaign, kind="pairs")
        assert proposal is not None
        made = Office(application, sent, administrator, draft.id, proposal.id)
    parked = Parked(TOKEN, administrator, "needs", "需求.csv")
    park_file(folder=folder_of(settings), parked=parked, content=FILE, now=world.clock())
    return made


def left_to_people(office: Office) -> dict[str, set[tuple[object, ...]]]:
    """Everything that only a person may bring about, as it stands."""
    queries = {
        "decisions": select(Decision.ref, Decision.verdict),
        "decided": select(Suggestion.ref, Suggestion.state).where(Suggestion.decided_at.isnot(None)),
        "needs": select(Need.ref, Need.state).where(Need.entered_by_id.is_(None)),
        "published": select(Plan.ref, Plan.state).where(Plan.state != "draft"),
        "visits": select(Visit.ref, Visit.on_date, Visit.state).join(Plan).where(Plan.state != "draft"),
        "proposals": select(Proposal.ref, Proposal.chosen, Proposal.decided_at),
        "invitations": select(Invitation.ref, Invitation.state, Invitation.sent_at),
        "answers": select(Willingness.id, Willingness.answer),
        "replies": select(Rsvp.id, Rsvp.answer),
        "mails": select(OutboxMessage.ref, OutboxMessage.recipient, OutboxMessage.topic),
        "accounts": select(User.ref, User.role, User.active),
        "partners": select(Expert.ref, Expert.basis),
        "verified": select(Organization.ref, Organization.verified).where(Organization.verified),
    }  # fmt: skip
    with office.database.read() as session:
        return {name: {tuple(row) for row in session.execute(query)} for name, query in queries.items()}


@pytest.mark.parametrize("kind", HANDLERS)
def test_a_job_of_this_kind_leaves_to_people_what_is_theirs(office: Office, kind: str) -> None:
    before = left_to_people(office)
    handlers(office.application)[kind](JobContext(payload=office.payload(kind)))
    assert left_to_people(office) == before
    asked_for = {(row[1], row[2]) for row in before["mails"]}
    assert {(mail.recipient, topic) for mail in office.sent for _, topic in asked_for} <= asked_for
    assert bool(office.sent) is (kind == "deliver")


def test_a_job_did_something_at_all(office: Office) -> None:
    """The kinds above are given work: without it the test could not fail."""
    run = handlers(office.application)
    assert run["encode"](JobContext(payload={}))["encoded"] > 0
    assert run["suggest_all"](JobContext(payload={}))["needs"] > 0
    assert run["import"](JobContext(payload=office.payload("import")))["taken"] == 1
    assert run["learn"](JobContext(payload=office.payload("learn")))["refused"] == "too_few_decisions"
    run["replan"](JobContext(payload=office.payload("replan")))
    with office.database.read() as session:
        assert session.get_one(Proposal, office.proposal).state == "open"


def test_weeks_of_the_clock_alone_decide_and_send_nothing(office: Office, world: World) -> None:
    """A worker starts, runs whatever comes due, and starts again each day; nobody touches the service."""
    runner = Runner(database=office.database, handlers=handlers(office.application), owner="w", clock=world.clock)
    enqueue_standing_jobs(office.application)
    runner.run_until_idle()
    before, sent = left_to_people(office), len(office.sent)
    with office.database.read() as session:
        last = session.scalars(select(func.max(Event.id))).one()
    for _ in range(21):
        world.clock.advance(days=1)
        enqueue_standing_jobs(office.application)
        assert runner.run_until_idle() > 0
    after = left_to_people(office)
    assert {name for name in after if after[name] != before[name]} == set()
    assert len(office.sent) == sent
    with office.database.read() as session:
        actors = session.execute(select(Event.actor_kind, Event.action).where(Event.id > last))
        assert {action for kind, action in actors if kind == "system"} <= UNATTENDED


# What the service writes by itself: a plan worked out is a draft, a proposal waits, a profile rests.
UNATTENDED = {"plan.work_out", "proposal.work_out", "proposal.outdate", "expert.rest_stale", "expert.state"}


def test_every_kind_that_is_asked_for_stands_in_the_table() -> None:
    asked = {kind for path in Path("matchmaker").rglob("*.py") for kind in kinds_in(path)}
    asked |= {kind for path in Path("web").rglob("*.py") for kind in kinds_in(path)}
    assert asked <= set(HANDLERS)
    assert {"encode", "suggest", "deliver", "import", "snapshot"} <= asked


def kinds_in(path: Path) -> Iterator[str]:
    """The literal kinds of all calls of `enqueue`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "enqueue":
            for word in node.keywords:
                if word.arg == "kind" and isinstance(word.value, ast.Constant):
                    yield str(word.value.value)
