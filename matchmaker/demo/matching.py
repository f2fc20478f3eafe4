"""Runs the jobs that the demo asks for, with progress: on the story's evenings what is needed then, at the end all."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matchmaker.bootstrap import Application
from matchmaker.jobs.handlers import handlers
from matchmaker.jobs.runner import Handler, JobContext, Runner

Report = Callable[[int, int], None]
# On an evening only the needs that changed are matched; all needs together once, at the end.
EVENING_KINDS = ("encode", "suggest")


@dataclass
class ToldContext(JobContext):
    """A job's context that tells its progress to somebody who watches, too."""

    inner: JobContext | None = None
    watch: Callable[[str], Report] | None = None

    def report(self, done: int, total: int, stage: str | None = None) -> None:
        """Tell the progress to the worker loop (which may raise Cancelled) and to whoever watches."""
        if self.inner is not None:
            self.inner.report(done, total, stage)
        if self.watch is not None:
            self.watch(stage or "jobs")(done, total)


class DemoMatching:
    """The worker loop of the demo. `watch(title)` gives a function that shows how far the work `title` is."""

    def __init__(self, application: Application, watch: Callable[[str], Report]) -> None:
        self.application, self.watch = application, watch
        self.told = {kind: self._told(handler) for kind, handler in handlers(application).items()}

    def run_evening(self) -> int:
        """Encode new texts and match the needs that changed; how many jobs ran."""
        return self._runner({kind: self.told[kind] for kind in EVENING_KINDS}).run_until_idle()

    def run_all(self) -> int:
        """Run whatever is due; how many jobs ran."""
        return self._runner(self.told).run_until_idle()

    def _runner(self, kinds: Mapping[str, Handler]) -> Runner:
        owner = f"demo:{socket.gethostname()}:{os.getpid()}"
        # Made anew for every evening: the story has set the clock to it.
        clock = self.application.clock
        return Runner(database=self.application.database, handlers=kinds, owner=owner, clock=clock)

    def _told(self, handler: Handler) -> Handler:
        def run(context: JobContext) -> dict[str, object]:
            told = ToldContext(payload=context.payload, stop=context.stop, inner=context, watch=self.watch)
            return handler(told)

        return run
