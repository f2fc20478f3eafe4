"""Weights that were learnt here: each version a folder in the data folder, and a pointer to the one that runs.

The weights that ship are always there and need no folder; learnt ones rest on them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_
from matchmaker.matching.errors import BadWeights, UnknownFeature
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.weights_file import read_weights, write_weights

POINTER = "running.json"
WEIGHTS = "relevance.json"
REPORT = "report.json"
# the numbers of a figure of a report (see `learn`); None for what does not apply
_FIGURES = ("running", "proposed", "gain", "low", "high")


class UnknownWeights(MatchmakerError):
    """No such version is kept."""

    code = "unknown_weights"
    message = N_("There are no weights %(version)s. Known: %(known)s.")


@dataclass(frozen=True)
class KeptWeights:
    """A version that was learnt; `report` is what was written when it was made (see `learn`).

    `damaged`: the path of its file that cannot be read, "" if all can; the report may then be empty.
    """

    version: str
    report: Mapping[str, Any]
    damaged: str = ""


class WeightsStore:
    """The folder of learnt weights, for `shipped` ones that they rest on."""

    def __init__(self, folder: Path, *, shipped: RelevanceModel) -> None:
        self.folder, self.shipped = folder, shipped
        self._seen: tuple[int, int] | None = None
        self._model = shipped
        self.problem: str | None = None

    def running(self) -> RelevanceModel:
        """The weights in use. Looks at the pointer's time only, so that it may be asked before every search.

        Learnt weights that cannot be read, or that rest on other ones than those that ship now, are not used;
        `problem` then says why, until weights are learnt again.
        """
        stamp = self._stamp()
        if stamp != self._seen:
            self._model, self.problem = self._load()
            self._seen = stamp
        return self._model

    def history(self) -> tuple[str, ...]:
        """The versions that ran one after the other, the running one last; the shipped ones begin it."""
        return (self.shipped.version, *self._past())

    def versions(self) -> list[KeptWeights]:
        """All that were learnt, the newest first, whether they ever ran or not; damaged ones are named as such."""
        found = {path.parent for name in (REPORT, WEIGHTS) for path in self.folder.glob(f"*/{name}")}
        kept = [_kept(path) for path in found]
        return sorted(kept, key=lambda one: (str(one.report.get("made_at", "")), one.version), reverse=True)

    def keep(self, model: RelevanceModel, report: Mapping[str, Any]) -> None:
        """Write a version; it does not run by that."""
        folder = self.folder / model.version
        folder.mkdir(parents=True, exist_ok=True)
        write_weights(model, folder / WEIGHTS)
        (folder / REPORT).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def switch(self, version: str) -> None:
        """Let a kept version run, after those that ran before."""
        if not (self.folder / version / WEIGHTS).exists():
            known = ", ".join(one.version for one in self.versions()) or self.shipped.version
            raise UnknownWeights(version=version, known=known)
        self._point([*self._past(), version])

    def back(self) -> str | None:
        """Let the version before run again, and tell which that is; None if the shipped ones run already."""
        history = self._past()
        if not history:
            return None
        self._point(history[:-1])
        return self.history()[-1]

    def restore(self, history: tuple[str, ...]) -> None:
        """Make the pointer what it was (`history`): the transaction that was to note a switch failed."""
        self._point(list(history[1:]))

    def _pointer(self) -> list[str]:
        path = self.folder / POINTER
        if not path.exists():
            return []
        content = json.loads(path.read_text(encoding="utf-8"))
        return [str(version) for version in content["history"]]

    def _past(self) -> list[str]:
        """What the pointer says; nothing of a damaged one: the shipped weights run then, and `problem` tells it."""
        try:
            return self._pointer()
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def _point(self, history: list[str]) -> None:
        """Written beside and renamed: a reader finds the old or the new one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f"{POINTER}.new"
        with beside.open("w", encoding="utf-8") as file:
            json.dump({"history": history}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / POINTER)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = (self.folder / POINTER).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _load(self) -> tuple[RelevanceModel, str | None]:
        try:
            history = self._pointer()
            if not history:
                return self.shipped, None
            model = read_weights(self.folder / history[-1] / WEIGHTS)
        except (BadWeights, OSError, ValueError, KeyError, TypeError) as error:
            return self.shipped, f"{self.folder / POINTER}: {error}" if not isinstance(error, BadWeights) else str(
                error
            )
        base = model.provenance.get("learnt", {})
        on = base.get("on top of") if isinstance(base, dict) else None
        if on != self.shipped.version or model.encoder != self.shipped.encoder:
            return self.shipped, f"{model.version} was learnt on {on}, but {self.shipped.version} ships now"
        return model, None


def _kept(folder: Path) -> KeptWeights:
    """The version in `folder`, with the first of its files that is missing or cannot be read."""
    try:
        report = _read_report(folder / REPORT)
    except (OSError, ValueError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        return KeptWeights(folder.name, {}, str(folder / REPORT))
    try:
        read_weights(folder / WEIGHTS)
    except (BadWeights, UnknownFeature):
        return KeptWeights(folder.name, report, str(folder / WEIGHTS))
    return KeptWeights(folder.name, report)


def _read_report(path: Path) -> Mapping[str, Any]:
    """The report of a version; ValueError for what no version's report looks like."""
    report = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(report, dict) or datetime.fromisoformat(str(report.get("made_at"))).tzinfo is None:
        raise ValueError("the report does not say when it was made")
    figures = report.get("figures", [])
    if not isinstance(figures, list) or not all(_is_figure(row) for row in figures):
        raise ValueError("the figures of the report are not whole")
    return report


def _is_figure(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("name"), str)
        and all(row.get(name) is None or isinstance(row[name], int | float) for name in _FIGURES)
    )
