"""Hostile texts in every field that somebody can fill, on every page and dialog of the console (S9)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape

import pytest
from playwright.sync_api import Page

from matchmaker.models import Campaign, Decision, Expert, Need, Organization, Suggestion, User
from matchmaker.models.codes import NeedState, Role, Verdict
from matchmaker.services.achievement import NewAchievement, create_achievement
from matchmaker.services.contact_edit import set_contact
from matchmaker.services.decision import NewDecision, decide_suggestion
from matchmaker.services.expert import declare_conflict
from matchmaker.services.institution_suggestion import suggest_institutions
from matchmaker.services.work import Work, actor_of
from tests.support.accounts import PASSWORD
from tests.support.builders import a_need, a_suggestion, an_enterprise, an_expert
from tests.support.search import a_search_index, encode_all
from tests.web.browser import Watch, serving
from tests.web.hostile import ATTACK
from tests.web.pages.console.conftest import Office
from tests.web.pages.console.seeds import a_running_campaign, a_university, assess, evidence_of

SHORT = "<img src=x onerror=window.hit=1>"


@pytest.fixture
def pages(office: Office) -> list[str]:
    """Addresses of pages that show attacks: every text of the database is one."""
    officer = office.city
    office.do(a_running_campaign)

    def seed(work: Work) -> list[str]:
        work.session.query(Campaign).one().name = SHORT
        user = work.session.query(User).filter_by(username="city").one()
        user.display_name = SHORT
        enterprise, twin = an_enterprise(work, f"{SHORT}有限公司"), an_enterprise(work, f"{SHORT}公司")
        university = a_university(work, ATTACK)
        for name in ("address", "website", "legal_representative", "industry", "profile", "email_domain"):
            setattr(enterprise, name, SHORT)
        enterprise.tags = university.schools = [SHORT]
        set_contact(work=work, owner=enterprise, values={"name": SHORT, "role": SHORT, "mobile": "13800001234"})
        need = hostile_need(work, enterprise, NeedState.VERIFIED)
        submitted = hostile_need(work, enterprise, NeedState.SUBMITTED)
        submitted.review_note, submitted.confirmed_how = ATTACK, SHORT
        expert = hostile_expert(work, university)
        declare_conflict(work=work, expert=expert, organization=twin, kind="declared", note=SHORT)
        row = a_suggestion(work, need, expert)
        row.evidence = hostile_evidence()
        suggest_institutions(work=work, enterprise=enterprise, run=row.run)
        other = a_suggestion(work, need, an_expert(work, f"{SHORT}二", institution=university))
        reject = NewDecision(Verdict.REJECT, "other", ATTACK)
        decide_suggestion(work=work.as_actor(actor_of(user)), suggestion=other, new=reject)
        assess(work, need, row.run_id)
        made = achievement(work, expert, university)
        return [
            "/console/",
            "/console/review/",
            f"/console/evidence/{row.ref}",
            f"/console/partners/?enterprise={enterprise.ref}",
            "/console/partners/institution",
            f"/console/suitable/?institution={university.ref}",
            "/console/coverage/",
            "/console/needs/",
            f"/console/needs/{need.ref}",
            f"/console/needs/{submitted.ref}",
            f"/console/needs/{need.ref}/edit",
            "/console/experts/",
            f"/console/experts/{expert.ref}",
            f"/console/experts/{expert.ref}/edit",
            "/console/achievements/",
            f"/console/achievements/{made}",
            f"/console/achievements/{made}/edit",
            "/console/organizations/",
            f"/console/organizations/{enterprise.ref}",
            f"/console/organizations/{university.ref}",
            f"/console/organizations/{enterprise.ref}/edit",
            f"/console/organizations/{enterprise.ref}/merge/{twin.ref}",
            "/console/audit/",
            f"/console/personal-data/expert/{expert.ref}",
            "/console/search/?q=%3Cimg%20src=x%20onerror=window.hit=1%3E",
            "/console/needs/?q=%3Cimg%20src=x%20onerror=window.hit=1%3E&county=%22%3E%3Cimg%20src=x%3E",
        ]

    found = office.do(seed)
    encode_all(office.database, office.world)
    office.app.extensions["services"].search_if_built = a_search_index(office.database)
    csv = f'企业名称,技术需求名称,需求内容,"{SHORT}"\n"{SHORT}厂","{SHORT}","{SHORT}","{SHORT}"\n"{SHORT}","","",""\n'
    sent = {"kind": "needs", "workbook": (io.BytesIO(csv.encode()), f"{SHORT}.csv")}
    base = officer.post("/console/import/", sent, content_type="multipart/form-data").location.rsplit("/", 1)[0]
    officer.post(f"{base}/columns", {"column-0": "organization", "column-1": "title", "column-2": "problem"})
    officer.post(f"{base}/run", {"mode": "all"})
    return [*found, *(f"{base}/{step}" for step in ("columns", "rows", "result"))]


def hostile_need(work: Work, enterprise: Organization, state: NeedState) -> Need:
    texts = dict.fromkeys(("problem", "indicators", "goal", "background"), f"{ATTACK} {state.value}")
    need = a_need(work, enterprise, f"{SHORT}{state.value}", state, **texts, keywords=[SHORT], wanted_partners=SHORT,
                  funds_text=SHORT, window_text=SHORT, contact_name=SHORT, contact_email=f"{SHORT}@x.cn")  # fmt: skip
    need.public_title, need.public_text, need.public_approved_at = SHORT, ATTACK, work.now()
    return need


def hostile_expert(work: Work, university: Organization) -> Expert:
    return an_expert(
        work, SHORT, institution=university, directions=[ATTACK], profile=ATTACK, services=[SHORT], school=SHORT,
        title=SHORT, degree=SHORT, profile_source=SHORT, projects=[{"title": ATTACK, "year": 2024}],
    )  # fmt: skip


def achievement(work: Work, expert: Expert, university: Organization) -> str:
    values = {"region": SHORT, "profile_source": SHORT}
    new = NewAchievement(title=SHORT, text=ATTACK, expert=expert, institution=university, values=values)
    return create_achievement(work=work, new=new).ref


def hostile_evidence() -> dict[str, object]:
    evidence = evidence_of(ATTACK, ATTACK)
    return evidence | {
        "shared_terms": [SHORT, "<script>"],
        "need_spans": [{"start": 3, "stop": 30}, {"start": 20, "stop": 40}],
        "supports": [{"code": "terms_shared", "params": {"terms": [SHORT]}}],
        "doubts": [{"code": "terms_missing", "params": {"terms": [SHORT]}}],
    }


def test_every_text_is_escaped(office: Office, pages: list[str]) -> None:
    for path in pages:
        reader = office.person(Role.ADMINISTRATOR) if "/personal-data/" in path else office.city
        answer = reader.get(path)
        assert (path, answer.status_code) == (path, 200)
        page = answer.text
        assert (path, "<img src=x" in page, "<script>window.hit" in page) == (path, False, False)
        assert (path, escape("<img src=x") in page) == (path, True)


def test_fragments_are_escaped_too(office: Office, pages: list[str]) -> None:
    ref, version, note = office.do(
        lambda work: (
            work.session.query(Suggestion).filter_by(state="rejected").one().ref,
            work.session.query(Suggestion).filter_by(state="rejected").one().version,
            work.session.query(Decision).one().note,
        )
    )
    assert note == ATTACK
    answer = office.city.post(f"/console/review/{ref}/undo?version={version}", {})
    assert answer.status_code == 200
    assert "<img src=x" not in answer.text
    assert answer.headers["HX-Trigger"].isascii()


@pytest.mark.browser
class TestInTheBrowser:
    @pytest.fixture
    def home(self, office: Office, pages: list[str]) -> Iterator[str]:
        with serving(office.app) as address:
            yield address

    def sign_in(self, page: Page, home: str, name: str) -> None:
        page.context.clear_cookies()
        page.goto(f"{home}/sign-in")
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/console/")

    def test_nothing_runs(self, page: Page, watch: Watch, home: str, office: Office, pages: list[str]) -> None:
        office.person(Role.ADMINISTRATOR, "chief")
        self.sign_in(page, home, "city")
        for path in sorted(pages, key=lambda path: "/personal-data/" in path):
            if "/personal-data/" in path:
                self.sign_in(page, home, "chief")
            page.goto(f"{home}{path}", wait_until="networkidle")
            for opener in page.locator("[data-opens], .menu > summary, .more > summary, [role=tab]").all():
                if opener.is_visible():
                    opener.click()
                    page.keyboard.press("Escape")
            assert (path, page.evaluate("window.hit"), page.locator("img").count()) == (path, None, 0)
        assert watch.troubles == []

    def test_nothing_runs_after_a_decision(
        self, page: Page, watch: Watch, home: str, office: Office, pages: list[str]
    ) -> None:
        """The fragment that replaces the candidate and the message that tells of it."""
        self.sign_in(page, home, "city")
        page.goto(f"{home}/console/review/", wait_until="networkidle")
        page.keyboard.press("a")
        page.wait_for_selector(".toast")
        assert SHORT in page.locator(".toast-text").inner_text()
        assert (page.evaluate("window.hit"), page.locator("img").count()) == (None, 0)
        assert watch.troubles == []
