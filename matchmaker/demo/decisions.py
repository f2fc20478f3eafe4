"""What organizers say to the suggestions they find: by the partners of the data, with reasons as people give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.demo.data import DemoData, Row
from matchmaker.demo.invented import drawn
from matchmaker.demo.needs import plain_note
from matchmaker.demo.scene import SOURCE, Scene
from matchmaker.models import Need, Suggestion
from matchmaker.models.codes import NeedState, SuggestionState, Verdict
from matchmaker.services.decision import NewDecision, decide_suggestion

# How many of the wrong ones, from the top, an organizer says no to before leaving the rest alone.
REJECTED_WHEN_CLOSED, REJECTED_WHEN_OPEN = 3, 2
EARLY_STAGE = 5
# Why an achievement of the wrong kind is refused, as often as each of them is given.
ACHIEVEMENT_REASONS = ("field_mismatch", "field_mismatch", "benefit_unclear", "route_unclear")


@dataclass(frozen=True)
class Pair:
    """A suggestion by the keys of the data: its candidate and, of an achievement, the expert it belongs to."""

    candidate: str
    owner: str


def decide_need(scene: Scene, row: Row) -> int:
    """Decide on the open suggestions of one need as its data say; how many were decided."""
    need = scene.row(Need, row["key"])
    query = select(Suggestion).where(Suggestion.need_id == need.id, Suggestion.state == SuggestionState.SUGGESTED)
    found = scene.session.scalars(query.order_by(Suggestion.rank, Suggestion.id)).all()
    pairs = [(suggestion, _pair(scene.data, suggestion)) for suggestion in found]
    known = [(suggestion, pair) for suggestion, pair in pairs if pair is not None]
    verdicts = verdicts_of(scene.data, row, [pair for _, pair in known])
    county = scene.data.by_key[row["enterprise"]]["county"]
    username = scene.organizer_name(county)
    work = scene.work_as("city2" if username == "city" else username)
    for suggestion, pair in known:
        if pair in verdicts:
            decide_suggestion(work=work, suggestion=suggestion, new=verdicts[pair])
    return len(verdicts)


def verdicts_of(data: DemoData, row: Row, pairs: Sequence[Pair]) -> dict[Pair, NewDecision]:
    """What is said to which suggestion, best first; a suggestion that is not named is left for later.

    The partner who solved the need, or was sent to see about it, is accepted with its achievements; other partners are
    held; of the wrong ones the first few are rejected. Who works with the enterprise already is nothing new to it.
    """
    chosen = chosen_partner(data, row)
    said: dict[Pair, NewDecision] = {}
    wrong = 0
    limit = REJECTED_WHEN_CLOSED if row["state"] == NeedState.CLOSED else REJECTED_WHEN_OPEN
    for pair in pairs:
        if [row["enterprise"], pair.owner] in data.pairs("cooperating") and row["state"] != NeedState.CLOSED:
            said[pair] = NewDecision(Verdict.REJECT, "already_in_contact")
        elif pair.owner == chosen and (pair.candidate == chosen or pair.candidate in row["partners"]):
            said[pair] = NewDecision(Verdict.ACCEPT)
        elif pair.candidate in row["partners"]:
            said[pair] = NewDecision(Verdict.HOLD)
        elif wrong < limit:
            note = plain_note(row) if wrong == 0 and not row["partners"] else ""
            said[pair] = NewDecision(Verdict.REJECT, _reason(data, row, pair), note or None)
            wrong += 1
    return said


def chosen_partner(data: DemoData, row: Row) -> str | None:
    """The expert whom the enterprise met: who solved the need, came to see about it, or is its first partner."""
    if "outcome" in row:
        return str(row["outcome"]["expert"])
    visitor = next((visit["expert"] for visit in data.rows("visit") if row["key"] in visit["needs"]), None)
    if visitor is not None or row["state"] == NeedState.CLOSED:
        return visitor
    return next((partner for partner in row["partners"] if "owner" not in data.by_key[partner]), None)


def _reason(data: DemoData, row: Row, pair: Pair) -> str:
    if any(expert == pair.owner and key == row["enterprise"] for expert, key, _ in data.pairs("conflicts")):
        return "conflict"
    candidate = data.by_key[pair.candidate]
    if candidate.get("max_visits") == 0:
        return "expert_unavailable"
    if "trl" not in candidate:
        return "field_mismatch"
    if candidate["trl"] <= EARLY_STAGE:
        return "too_early"
    return ACHIEVEMENT_REASONS[drawn(f"{row['key']}:{pair.candidate}", 0, len(ACHIEVEMENT_REASONS) - 1)]


def _pair(data: DemoData, suggestion: Suggestion) -> Pair | None:
    """The keys of a suggestion's candidate, or None if it is none of the demo's (somebody added it)."""
    candidate = suggestion.expert or suggestion.achievement
    if candidate is None or candidate.source != SOURCE or candidate.external_id is None:
        return None
    key = candidate.external_id
    return Pair(key, str(data.by_key[key].get("owner", key)))
