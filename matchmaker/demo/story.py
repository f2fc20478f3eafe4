"""The whole story of the demo: all acts in the order of time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from matchmaker.demo.accounts import account_acts
from matchmaker.demo.act import Act, act
from matchmaker.demo.data import DemoData
from matchmaker.demo.experts import achievement_acts, expert_acts
from matchmaker.demo.need_ends import need_end_acts
from matchmaker.demo.needs import need_acts
from matchmaker.demo.organizations import enterprise_acts, institution_acts
from matchmaker.demo.records import record_acts, tie_acts
from matchmaker.demo.rounds import round_acts
from matchmaker.demo.scene import Scene
from matchmaker.demo.story_time import STORY_ENDS
from matchmaker.demo.willing import willingness_acts
from matchmaker.services.audit import audit_plain
from matchmaker.services.suggest_jobs import ask_for_all_suggestions

# Later ones come after earlier ones where two acts share a moment.
PARTS = (
    institution_acts, enterprise_acts, account_acts, expert_acts, achievement_acts, round_acts, tie_acts, need_acts,
    need_end_acts, record_acts, willingness_acts,
)  # fmt: skip


def story(data: DemoData) -> tuple[Act, ...]:
    """Every act with its moment; the last one marks that the story was told to its end."""
    acts = [one for part in PARTS for one in part(data)]
    return (*sorted(acts, key=lambda one: one.at), *_ending(data))


def _ending(data: DemoData) -> Iterator[Act]:
    yield act(f"end:{data.digest}", STORY_ENDS, partial(_mark_end, data.digest))


def _mark_end(digest: str, scene: Scene) -> None:
    work = scene.work()
    ask_for_all_suggestions(work=work, delay=timedelta(0))
    audit_plain(work=work, action="demo.loaded", subject_kind="demo", subject_ref=digest)
