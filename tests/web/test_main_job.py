"""The main job through every layer: posted in a browser, matched by the real model, decided, traced, read back.

On SQLite and on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from embeddings import Encoder
from matchmaker import schema
from matchmaker.bootstrap import Application, build_application
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import Runner
from matchmaker.models.codes import ExpertKind, Role
from matchmaker.services.api_token import create_client, create_token
from matchmaker.services.user import NewUser, create_user
from matchmaker.settings import Settings
from tests.services.conftest import real_encoder  # noqa: F401  (a fixture)
from tests.support.builders import an_expert
from tests.support.postgres import Cluster
from tests.web.browser import Watch, serving
from web.wsgi import build_web

pytestmark = [pytest.mark.browser, pytest.mark.model]

PROBLEM = "煤矿巷道掘进效率低，掘锚不能平行作业，想找智能化快速掘进成套装备和集控系统的技术。"
PASSWORD = "ridge-at-first-light"
TEAMS = {
    "巷道快速掘进团队": ["煤矿巷道快速掘进与掘锚一体化成套装备", "掘进工作面智能集控系统与远程操控"],
    "掘进机械研究室": ["悬臂式掘进机截割与自动定位", "矿用履带底盘与液压系统"],
    "截割装备课题组": ["悬臂式掘进机截割机构与自动定位", "矿用掘进机履带底盘"],
    "小麦育种团队": ["黄淮海地区小麦抗逆高产育种"],
}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """An empty database of each kind; None is the SQLite file of the data folder."""
    if request.param == "sqlite":
        return None
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    return cluster.create_database()


@pytest.fixture
def application(tmp_path: Path, database_url: str | None, real_encoder: Encoder) -> Iterator[Application]:  # noqa: F811
    """The service as it is started, over an empty data folder; the model is the installed one."""
    settings = Settings(_env_file=None, data_dir=tmp_path, database_url=database_url, second_factor_required=False)
    application = build_application(settings)
    assert application.database.is_sqlite is (database_url is None)
    schema.upgrade(application.database)
    with application.database.write() as session:
        work = application.work(session)
        for name, directions in TEAMS.items():
            an_expert(work, name=name, kind=ExpertKind.TEAM, directions=directions)
        new = NewUser(username="city", display_name="市经办人（示例）", role=Role.CITY)
        create_user(work=work, new=new, password=PASSWORD, must_change_password=False)
    yield application
    application.database.dispose()


@pytest.fixture
def home(application: Application) -> Iterator[str]:
    with serving(build_web(application)) as address:
        application.settings.base_url = address
        yield address


def work_off(application: Application) -> None:
    """What the worker process does."""
    kinds = handlers(application)
    Runner(database=application.database, handlers=kinds, owner="test", clock=application.clock).run_until_idle()


def post_a_need(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_label("技术难题").fill(PROBLEM)
    page.get_by_label("企业名称").fill("新泰市示例矿山机械有限公司")
    page.get_by_label("手机号").fill("13800000000")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("h1")).to_have_text("需求已提交")


def let_it_through(page: Page, home: str) -> None:
    page.goto(f"{home}/sign-in")
    page.fill("[name=name]", "city")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/")
    page.goto(f"{home}/console/needs/")
    page.get_by_role("link", name="煤矿巷道掘进效率低").first.click()
    page.get_by_role("button", name="审核通过").first.click()
    dialog = page.locator("dialog[open]")
    if dialog.count():
        dialog.get_by_role("button", name="审核通过").click()
    expect(page.locator(".page-head-marks")).to_contain_text("审核通过")


def decide(page: Page, home: str) -> None:
    page.goto(f"{home}/console/review/")
    current = page.locator(".candidate[data-current] .candidate-name")
    expect(current).to_have_text("巷道快速掘进团队")
    page.keyboard.press("a")
    expect(page.locator("[data-decided=accepted]")).to_have_count(1)
    expect(current).to_have_text("掘进机械研究室")
    page.keyboard.press("r")
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.locator("[data-decided=rejected]")).to_have_count(1)
    expect(page.locator(".moves")).to_contain_text("因为您否决了“掘进机械研究室”（领域不符）")


def test_from_the_form_to_the_api(page: Page, watch: Watch, application: Application, home: str) -> None:
    post_a_need(page, home)
    let_it_through(page, home)
    work_off(application)
    decide(page, home)

    page.goto(f"{home}/console/audit/?kind=suggestion")
    assert page.locator("tbody .strong").all_inner_texts() == ["不采纳推荐", "采纳推荐"]
    assert watch.foreign_hosts(home) == set()

    with application.database.write() as session:
        work = application.work(session)
        client = create_client(work=work, name="技术交易中心（示例）")
        scopes = ["needs:read", "suggestions:read", "experts:read"]
        token = create_token(work=work, client=client, scopes=scopes, expires_at=None).text
    answer = page.request.get(f"{home}/api/v1/suggestions", headers={"Authorization": f"Bearer {token}"})
    states = {item["expert"]["name"]: item["state"]["code"] for item in answer.json()["items"] if item.get("expert")}
    assert states["巷道快速掘进团队"] == "accepted"
    assert states["掘进机械研究室"] == "rejected"
    assert "小麦育种团队" not in states
