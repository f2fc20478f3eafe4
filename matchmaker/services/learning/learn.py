"""Learn weights from decisions, results and ratings; let them run only where a replay shows that they are better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.database import Database
from matchmaker.errors import SearchUnavailable, WrongState
from matchmaker.evaluation.learning import learn_weights, replay_learning
from matchmaker.evaluation.replay import Replayed, Verdict
from matchmaker.evaluation.taken import Contender
from matchmaker.locale import N_
from matchmaker.matching.model import RelevanceModel
from matchmaker.models.codes import Role
from matchmaker.services.audit import audit_plain
from matchmaker.services.learning.taken_decisions import Lessons, lessons
from matchmaker.services.learning.weights_store import WeightsStore
from matchmaker.services.matching import require_corpus
from matchmaker.services.scope import require_role
from matchmaker.services.search_index import SearchIndex
from matchmaker.services.suggest_jobs import ask_for_all_suggestions
from matchmaker.services.work import Work

SUBJECT = "weights"


class NoEarlierWeights(WrongState):
    """The weights that ship run: nothing ran before them."""

    code = "no_earlier_weights"
    message = N_("There is no earlier version of the weights: those that ship (%(version)s) run already.")


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Learnt:
    """What learning came to: the new version, the one it was compared with, the comparison, whether it runs now."""

    version: str
    compared_with: str
    replayed: Replayed
    switched: bool


@dataclass(frozen=True)
class Learning:
    """What learning works with; `work_of` makes the unit of work of whoever asked."""

    database: Database
    index: SearchIndex
    work_of: Callable[[Session], Work]

    def learn(self, *, progress: Progress | None = None, seed: int = 0) -> Learnt:
        """Learn from all that was decided, compare with the running weights on decisions neither had seen, switch.

        The new version is kept either way, with its report. Raises TooFewDecisions, SearchUnavailable without a
        model, Forbidden for anybody but an administrator.
        """
        tell = progress or (lambda _done, _total: None)
        store = self._store()
        tell(0, 3)
        with self.database.read() as session:
            work = self.work_of(session)
            require_role(work, "weights.learn", Role.ADMINISTRATOR)
            now = work.now()
            state, corpus = require_corpus(self.index)
            found = lessons(session, model_id=state.tools.model_id or "")
        assert state.tools.engine is not None
        shipped, running = store.shipped, store.running()
        base = Contender(replace(state.tools.engine, model=shipped), corpus, found.queries)
        model = learn_weights(found.taken, base=base, version=_free_version(store, now), seed=seed)
        tell(1, 3)
        replayed = replay_learning(
            found.taken,
            base=base,
            running=base.with_model(running),
            seen=_seen(store, running, found),
            seed=seed,
        )
        tell(2, 3)
        learnt = Learnt(model.version, running.version, replayed, replayed.verdict is Verdict.BETTER)
        store.keep(model, _report(learnt, now))
        self._note(store, learnt)
        tell(3, 3)
        return learnt

    def back(self) -> str:
        """Let the weights before run again; their version. Raises NoEarlierWeights where the shipped ones run."""
        store = self._store()
        with self._switching(store) as work:
            require_role(work, "weights.back", Role.ADMINISTRATOR)
            left, version = store.history()[-1], store.back()
            if version is None:
                raise NoEarlierWeights(version=store.shipped.version)
            audit_plain(
                work=work, action="weights.back", subject_kind=SUBJECT, subject_ref=version, after={"from": left}
            )
            ask_for_all_suggestions(work=work)
            return version

    def _note(self, store: WeightsStore, learnt: Learnt) -> None:
        """The event, and with it the switch and new suggestions where the new weights are better."""
        action = "weights.switch" if learnt.switched else "weights.keep"
        after = {
            "compared_with": learnt.compared_with,
            "verdict": learnt.replayed.verdict.value,
            "decisions": learnt.replayed.decisions,
            "needs": learnt.replayed.needs,
        }
        with self._switching(store) as work:
            audit_plain(work=work, action=action, subject_kind=SUBJECT, subject_ref=learnt.version, after=after)
            if learnt.switched:
                ask_for_all_suggestions(work=work)
                store.switch(learnt.version)

    def _store(self) -> WeightsStore:
        if self.index.weights is None:
            raise SearchUnavailable(reason=self.index.problem or "no model")
        return self.index.weights

    @contextmanager
    def _switching(self, store: WeightsStore) -> Iterator[Work]:
        """A transaction that the pointer follows: where it fails, the pointer is put back."""
        before = store.history()
        try:
            with self.database.write() as session:
                yield self.work_of(session)
        except BaseException:
            if store.history() != before:
                store.restore(before)
            raise


def _free_version(store: WeightsStore, now: datetime) -> str:
    """learnt-2026-11-24, with a number where there is one of that day already."""
    stem = f"learnt-{now:%Y-%m-%d}"
    known = {one.version for one in store.versions()}
    number = next(number for number in range(1, len(known) + 2) if _numbered(stem, number) not in known)
    return _numbered(stem, number)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"


def _seen(store: WeightsStore, running: RelevanceModel, found: Lessons) -> int:
    """How many of the decisions the running weights were learnt from: those taken before they were made."""
    report = next((one.report for one in store.versions() if one.version == running.version), None)
    if not report:  # shipped, or damaged: taken as unseen, which favours the weights that run
        return 0
    made = datetime.fromisoformat(str(report["made_at"]))
    return sum(at <= made for at in found.at)


def _report(learnt: Learnt, now: datetime) -> dict[str, Any]:
    replayed = learnt.replayed
    return {
        "made_at": now.isoformat(),
        "compared_with": learnt.compared_with,
        "verdict": replayed.verdict.value,
        "decisions": replayed.decisions,
        "needs": replayed.needs,
        "left_out": replayed.left_out,
        "figures": [
            {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
            for row in map(asdict, replayed.figures)
        ],
    }
