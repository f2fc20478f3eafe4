"""从审核中学习: what runs, how the last learning ended, the job behind the button, the way back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from embeddings import Encoder
from matchmaker.models import Job
from matchmaker.models.codes import JobState, Role
from matchmaker.ranking.engine import Engine
from matchmaker.services.learning.learn_job import last_learning
from matchmaker.services.learning.weights_store import WeightsStore
from matchmaker.services.work import Work
from tests.services.conftest import engine, real_encoder  # noqa: F401  (fixtures)
from tests.support.search import a_search_index
from tests.web.pages.console.conftest import Office, Person
from tests.web.pages.console.matching_seeds import pair_of
from tests.web.pages.console.seeds import seed_city

PAGE = "/console/weights/"
REPORT = {
    "made_at": "2026-11-20T08:00:00+00:00",
    "compared_with": "2026.3", "verdict": "better", "decisions": 84, "needs": 31,
    "figures": [{"name": "log loss", "running": 0.612, "proposed": 0.548, "gain": 0.064, "low": 0.02, "high": 0.1},
                {"name": "Brier score", "running": None, "proposed": None, "gain": None, "low": None, "high": None}],
}  # fmt: skip


@pytest.fixture
def admin(office: Office) -> Person:
    return office.person(Role.ADMINISTRATOR)


@pytest.fixture
def store(office: Office, tmp_path: Path, real_encoder: Encoder, engine: Engine) -> WeightsStore:  # noqa: F811
    index = a_search_index(office.database, real_encoder, engine=engine)
    index.weights = WeightsStore(tmp_path / "weights", shipped=engine.model)
    office.app.extensions["services"].search_if_built = index
    return index.weights


def learnt(store: WeightsStore, version: str, **report: Any) -> None:
    model = replace(store.shipped, version=version, provenance={"learnt": {"on top of": store.shipped.version}})
    store.keep(model, REPORT | report)


def end(office: Office, state: JobState, **result: Any) -> str:
    """Let the learning that waits end like this; its reference."""

    def write(work: Work) -> str:
        job = last_learning(work=work)
        assert job is not None
        job.state, job.result = state, result
        return job.ref

    return office.do(write)


@pytest.mark.model
def test_versions_are_compared_and_the_way_back_is_taken(office: Office, admin: Person, store: WeightsStore) -> None:
    learnt(store, "learnt-1")
    learnt(store, "learnt-2", made_at="2026-11-22T08:00:00+00:00", verdict="undecided")
    store.switch("learnt-1")
    text = admin.get(PAGE).text
    for said in (
        "learnt-1",
        "learnt-2",
        "更好",
        "无明显差别",
        "0.612",
        "0.064",
        "(0.020 … 0.100)",
        "31 项需求的 84 条决定",
    ):
        assert said in text
    assert text.index("learnt-2") < text.rindex("learnt-1")
    assert f"恢复 {store.shipped.version}" in text
    answer = admin.post(f"{PAGE}back")
    assert (answer.status_code, store.running().version) == (303, store.shipped.version)
    assert office.actions()[-1] == "weights.back"
    assert f"已恢复使用 {store.shipped.version}" in admin.get(PAGE).text
    assert admin.post(f"{PAGE}back").status_code == 409  # the shipped ones run already


@pytest.mark.model
def test_decisions_since_are_counted_and_broken_weights_told(
    office: Office, admin: Person, store: WeightsStore
) -> None:
    city = seed_city(office)
    version = pair_of(office, city.suggestion)[1]
    answer = office.city.post(f"/console/review/{city.suggestion}/decide?version={version}", {"verdict": "accept"})
    assert answer.status_code == 200
    assert "<dd>1</dd>" in admin.get(PAGE).text
    learnt(store, "learnt-1", made_at=office.world.clock().isoformat())
    assert "<dd>0</dd>" in admin.get(PAGE).text
    store.switch("learnt-1")
    (store.folder / "learnt-1" / "relevance.json").write_text("{}", encoding="utf-8")
    assert "学习所得权重未启用" in admin.get(PAGE).text


@pytest.mark.model
def test_the_button_starts_one_job_and_its_end_is_told(office: Office, admin: Person, store: WeightsStore) -> None:
    assert "立即学习" in admin.get(PAGE).text
    for _ in range(2):
        assert admin.post(f"{PAGE}learn").status_code == 303
    assert office.do(lambda work: work.session.query(Job).filter_by(kind="learn").count()) == 1
    assert office.actions()[-1] == "weights.ask"
    waiting = admin.get(PAGE).text
    assert ("data-poll=" in waiting, "立即学习" in waiting) == (True, False)
    ends = [
        (
            JobState.DONE,
            {"refused": "too_few", "count": 6, "accepted": 5, "least": 20, "of_a_kind": 5},
            "目前有 6 条审核决定",
        ),
        (JobState.DONE, {"waiting": "no model"}, "后台进程缺少语义模型"),
        (JobState.DONE, {"version": "learnt-1", "switched": True}, "learnt-1 更好，已启用"),
        (JobState.DONE, {"version": "learnt-1", "switched": False}, "没有更好"),
        (JobState.CANCELLED, {}, "学习已停止"),
        (JobState.FAILED, {}, "没有成功"),
    ]
    for state, result, said in ends:
        ref = end(office, state, **result)
        assert said in admin.get(f"{PAGE}?learnt={ref}").text, said


def test_without_a_model_nothing_can_be_learnt(office: Office, admin: Person) -> None:
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    text = admin.get(PAGE).text
    assert ("没有语义模型" in text, "立即学习" in text, "尚未学习" in text) == (True, False, True)


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.json", '{"made_at": "2026-11-2'),
        ("report.json", "[]"),
        ("report.json", '{"made_at": "2026-11-20T08:00:00"}'),
        ("report.json", '{"made_at": "2026-11-20T08:00:00+00:00", "figures": [{"name": "log loss", "running": "x"}]}'),
        ("relevance.json", '{"format": 1'),
    ],
)
def test_a_damaged_version_is_named_and_the_others_stay(
    office: Office, admin: Person, store: WeightsStore, name: str, content: str
) -> None:
    learnt(store, "learnt-1")
    learnt(store, "learnt-2", made_at="2026-11-22T08:00:00+00:00")
    (store.folder / "learnt-2" / name).write_text(content, encoding="utf-8")
    answer = admin.get(PAGE)
    assert answer.status_code == 200
    assert f"{store.folder / 'learnt-2' / name} 无法读取" in answer.text
    assert "learnt-1 无法读取" not in answer.text
    assert {one.version: bool(one.damaged) for one in store.versions()} == {"learnt-1": False, "learnt-2": True}


@pytest.mark.model
def test_a_version_without_its_report_and_a_damaged_pointer_are_told(
    office: Office, admin: Person, store: WeightsStore
) -> None:
    learnt(store, "learnt-1")
    store.switch("learnt-1")
    (store.folder / "learnt-1" / "report.json").unlink()
    (store.folder / "running.json").write_text('{"history": ["learn', encoding="utf-8")
    answer = admin.get(PAGE)
    assert answer.status_code == 200
    assert f"{store.folder / 'learnt-1' / 'report.json'} 无法读取" in answer.text
    assert str(store.folder / "running.json") in answer.text
    store.switch("learnt-1")
    assert store.running().version == "learnt-1"
