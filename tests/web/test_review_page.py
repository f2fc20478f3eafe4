"""The review queue by keyboard, with a stand-in for the decisions behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Response, make_response, render_template, request, url_for
from playwright.sync_api import Page, expect

from tests.web.browser import Watch, open_settled, serving
from tests.web.conftest import make_settings, reference_label
from tests.web.examples import EXAMPLES
from tests.web.samples.evidence import candidates
from tests.web.samples.records import at
from web.app import create_app
from web.readiness import Readiness
from web.toasts import with_toast

pytestmark = pytest.mark.browser
STATES = {"accept": "accepted", "reject": "rejected", "hold": "held"}


@dataclass
class Desk:
    """What was posted, and the fragment that answers it: the real page does the same through its service."""

    home: str = ""
    posted: list[tuple[str, str, str, str]] = field(default_factory=list)

    def answer(self, ref: str, state: str, decision: dict[str, object] | None) -> Response:
        (one,) = [candidate for candidate in candidates() if candidate["ref"] == ref]
        shown = one | {"state": state, "decision": decision, "current": True}
        return make_response(render_template("console/candidate.html", candidate=shown))

    def decide(self, ref: str) -> Response:
        form = request.form
        verdict, reason, note = form["verdict"], form.get("reason_code", ""), form.get("note", "")
        self.posted.append((ref, verdict, reason, note))
        decision = {"reason": reason, "note": note, "by": "李经办（示例）", "at": at(18)}
        response = self.answer(ref, STATES[verdict], decision)
        undo = url_for("review.undo", ref=ref)
        return with_toast(response, "已记录", undo=undo, target=f"#candidate-{ref}", event="decided")

    def undo(self, ref: str) -> Response:
        self.posted.append((ref, "undo", "", ""))
        return self.answer(ref, "suggested", None)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    app = create_app(
        make_settings(style_guide=True),
        readiness=lambda: Readiness("ready"),
        labels=reference_label,
        examples=EXAMPLES,
    )
    app.view_functions |= {"review.decide": desk.decide, "review.undo": desk.undo}
    with serving(app) as home:
        desk.home = f"{home}/styleguide/console/review"
        yield desk


@pytest.fixture
def queue(page: Page, desk: Desk) -> Page:
    open_settled(page, desk.home)
    return page


def current(page: Page) -> str:
    return str(page.locator(".candidate[data-current]").get_attribute("id"))


def test_j_and_k_move_and_past_the_end_lies_the_next_need(queue: Page) -> None:
    seen = [current(queue)]
    for key in "jjk":
        queue.keyboard.press(key)
        seen.append(current(queue))
    assert seen == ["candidate-S1", "candidate-S2", "candidate-S3", "candidate-S2"]
    expect(queue.locator("#candidate-S2 .candidate-head")).to_be_focused()
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    with queue.expect_navigation():
        queue.keyboard.press("j")


def test_a_accepts_tells_it_and_goes_on_to_the_next_open_one(queue: Page, desk: Desk, watch: Watch) -> None:
    queue.keyboard.press("a")
    expect(queue.locator(".toast")).to_contain_text("已记录")
    expect(queue.locator("#candidate-S1")).to_have_attribute("data-decided", "accepted")
    assert current(queue) == "candidate-S2"
    assert desk.posted == [("S1", "accept", "", "")]
    assert watch.troubles == []


def test_r_asks_why_a_number_answers_and_enter_sends(queue: Page, desk: Desk) -> None:
    queue.keyboard.press("j")
    queue.keyboard.press("r")
    expect(queue.locator("#reasons")).to_be_visible()
    queue.keyboard.press("5")
    queue.keyboard.press("Enter")
    expect(queue.locator("#candidate-S2")).to_have_attribute("data-decided", "rejected")
    expect(queue.locator("#reasons")).to_be_hidden()
    assert desk.posted == [("S2", "reject", "field_mismatch", "")]


def test_without_a_reason_nothing_is_sent(queue: Page, desk: Desk) -> None:
    queue.keyboard.press("r")
    queue.locator("#reasons").get_by_role("button", name="不合适").click()
    expect(queue.locator("#reasons")).to_be_visible()
    queue.keyboard.press("Escape")
    expect(queue.locator("#reasons")).to_be_hidden()
    assert desk.posted == []


def test_the_reason_dialog_posts_for_whom_it_was_opened_last(queue: Page, desk: Desk) -> None:
    for candidate in ("S1", "S3"):
        queue.locator(f"#candidate-{candidate} .candidate-head").click()
        queue.keyboard.press("r")
        queue.keyboard.press("1")
        queue.locator("#reason-note").fill(candidate)
        queue.locator("#reasons").get_by_role("button", name="不合适").click()
        expect(queue.locator(f"#candidate-{candidate}")).to_have_attribute("data-decided", "rejected")
    assert desk.posted == [("S1", "reject", "too_early", "S1"), ("S3", "reject", "too_early", "S3")]


def test_h_holds_and_u_takes_it_back(queue: Page, desk: Desk) -> None:
    queue.keyboard.press("h")
    expect(queue.locator("#candidate-S1")).to_have_attribute("data-decided", "held")
    queue.keyboard.press("u")
    expect(queue.locator("#candidate-S1")).not_to_have_attribute("data-decided", "held")
    assert desk.posted == [("S1", "hold", "", ""), ("S1", "undo", "", "")]


def test_letters_typed_into_a_note_decide_nothing(queue: Page, desk: Desk) -> None:
    queue.keyboard.press("r")
    queue.locator("#reason-note").click()
    queue.keyboard.type("a reason with h and u?")
    assert queue.locator("#reason-note").input_value() == "a reason with h and u?"
    assert desk.posted == []


def test_a_term_shows_where_it_stands_and_marks_can_be_hidden(queue: Page) -> None:
    queue.locator("#candidate-S1 [data-term=换热管]").focus()
    assert queue.locator("#candidate-S1 mark.lit").all_text_contents() == ["换热管", "换热管"]
    queue.get_by_text("标出词语").click()
    color = queue.locator("#candidate-S1 mark").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert color == "rgba(0, 0, 0, 0)"
