"""What the story's organizers say to which suggestion."""

from __future__ import annotations

from typing import Any

from matchmaker.demo.data import DemoData
from matchmaker.demo.decisions import Pair, chosen_partner, verdicts_of
from matchmaker.models.codes import Verdict

EXPERTS = ("solver", "second", "stranger", "other", "third", "fourth", "owner", "busy")
DATA = DemoData(
    {
        "expert": tuple({"key": key, "max_visits": 0 if key == "busy" else 2} for key in EXPERTS),
        "achievement": (
            {"key": "result", "owner": "solver", "trl": 7},
            {"key": "early", "owner": "stranger", "trl": 4},
        ),
        "visit": ({"expert": "stranger", "needs": ["seen"]},),
        "cooperating": (["firm", "second"],),
        "conflicts": (["owner", "firm", "持股"],),
    },
    digest="test",
)


def a_row(**values: Any) -> dict[str, Any]:
    return {
        "key": "need",
        "enterprise": "firm",
        "partners": ["solver", "result", "other"],
        "state": "matching",
    } | values


def said(row: dict[str, Any], *candidates: str) -> dict[str, tuple[Verdict, str | None]]:
    pairs = [Pair(key, str(DATA.by_key[key].get("owner", key))) for key in candidates]
    return {pair.candidate: (new.verdict, new.reason_code) for pair, new in verdicts_of(DATA, row, pairs).items()}


def test_the_first_partner_is_accepted_with_its_achievement_and_other_partners_are_held() -> None:
    assert said(a_row(), "other", "solver", "result") == {
        "other": (Verdict.HOLD, None), "solver": (Verdict.ACCEPT, None), "result": (Verdict.ACCEPT, None),
    }  # fmt: skip


def test_who_solved_the_need_is_accepted_whoever_else_would_fit() -> None:
    row = a_row(state="closed", outcome={"expert": "other"})
    assert said(row, "solver", "other") == {"solver": (Verdict.HOLD, None), "other": (Verdict.ACCEPT, None)}


def test_who_came_to_see_about_an_unsolved_need_was_accepted_first() -> None:
    row = a_row(key="seen", state="closed", partners=[])
    assert said(row, "stranger", "third") == {
        "stranger": (Verdict.ACCEPT, None), "third": (Verdict.REJECT, "field_mismatch"),
    }  # fmt: skip
    assert chosen_partner(DATA, a_row(state="closed")) is None


def test_only_the_first_wrong_ones_are_rejected_more_of_them_where_the_need_is_closed() -> None:
    wrong = ("stranger", "third", "fourth", "busy")
    assert list(said(a_row(partners=[]), *wrong)) == ["stranger", "third"]
    assert list(said(a_row(partners=[], state="closed"), *wrong)) == ["stranger", "third", "fourth"]


def test_reasons_follow_from_the_data() -> None:
    assert said(a_row(partners=[]), "owner", "early") == {
        "owner": (Verdict.REJECT, "conflict"), "early": (Verdict.REJECT, "too_early"),
    }  # fmt: skip
    assert said(a_row(partners=[]), "busy") == {"busy": (Verdict.REJECT, "expert_unavailable")}
    assert said(a_row(partners=["second"]), "second") == {"second": (Verdict.REJECT, "already_in_contact")}


def test_the_datas_remark_is_given_with_the_first_rejection_where_nobody_fits() -> None:
    pairs = [Pair("stranger", "stranger"), Pair("third", "third")]
    row = a_row(partners=[], note="特例·广告：不是需求")
    assert [new.note for new in verdicts_of(DATA, row, pairs).values()] == ["不是需求", None]
    assert [new.note for new in verdicts_of(DATA, a_row(note="有人合适"), pairs).values()] == [None, None]
