"""The files of an evaluation: queries, candidates, pairs and decisions in, scores and rankings out."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.errors import BadEvaluationFile, UnknownIds
from matchmaker.evaluation.lines import csv_records, json_objects
from matchmaker.ranking.corpus import Candidate
from matchmaker.ranking.query import Need

Record = TypeVar("Record", "QueryRecord", Candidate)


@dataclass(frozen=True, slots=True)
class QueryRecord:
    """A need with its id."""

    id: str
    need: Need


@dataclass(frozen=True)
class Pairs:
    """Pairs by position: queries int64[n] and candidates int64[n]; levels float64[n], NaN where none is given."""

    queries: NDArray[np.int64]
    candidates: NDArray[np.int64]
    levels: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.queries)

    @property
    def judged(self) -> bool:
        """Whether any pair has a level."""
        return bool((~np.isnan(self.levels)).any())


def read_queries(path: Path) -> list[QueryRecord]:
    """JSON lines {id, title, text}; problem, indicators and goal are read too. Unknown keys are ignored."""
    return _unrepeated(path, ((line, _query(path, line, row)) for line, row in json_objects(path)))


def _query(path: Path, line: int, row: dict[str, Any]) -> QueryRecord:
    texts = {key: _text(path, line, row, key) for key in ("title", "text", "problem", "indicators", "goal")}
    return QueryRecord(_id(path, line, row), Need(**texts))


def read_candidates(path: Path) -> list[Candidate]:
    """JSON lines {id, passages: [text ...]}; unknown keys are ignored.

    A passage without a letter or digit says nothing and is left out.
    """
    return _unrepeated(path, ((line, _candidate(path, line, row)) for line, row in json_objects(path)))


def _candidate(path: Path, line: int, row: dict[str, Any]) -> Candidate:
    passages = row.get("passages")
    if not isinstance(passages, list) or not all(isinstance(text, str) for text in passages):
        raise BadEvaluationFile(path=path, line=line, reason="passages is not a list of texts")
    return Candidate(_id(path, line, row), tuple(text for text in passages if any(sign.isalnum() for sign in text)))


def read_decisions(path: Path, queries: Sequence[QueryRecord], candidates: Sequence[Candidate]) -> Pairs:
    """Pairs that were decided on: like `read_pairs`, with the column level, without which nothing is known of them."""
    return read_pairs(path, queries, candidates, columns=("query_id", "candidate_id", "level"))


def read_pairs(
    path: Path,
    queries: Sequence[QueryRecord],
    candidates: Sequence[Candidate],
    columns: tuple[str, ...] = ("query_id", "candidate_id"),
) -> Pairs:
    """CSV with the columns query_id and candidate_id, and perhaps level (any number; empty means not judged).

    Raises `UnknownIds` where an id is in neither file.
    """
    rows = list(csv_records(path, columns))
    levels = [_level(path, line, row.get("level")) for line, row in rows]
    query_places = {record.id: place for place, record in enumerate(queries)}
    candidate_places = {record.id: place for place, record in enumerate(candidates)}
    return Pairs(
        _positions(path, "queries", [row["query_id"] for _, row in rows], query_places),
        _positions(path, "candidates", [row["candidate_id"] for _, row in rows], candidate_places),
        np.array(levels, dtype=np.float64),
    )


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV beside its place and rename it: a reader never sees half a file."""
    draft = path.with_name(path.name + ".part")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    draft.replace(path)


def _id(path: Path, line: int, row: dict[str, Any]) -> str:
    value = row.get("id")
    if not isinstance(value, str | int) or str(value) == "":
        raise BadEvaluationFile(path=path, line=line, reason="id is missing")
    return str(value)


def _text(path: Path, line: int, row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadEvaluationFile(path=path, line=line, reason=f"{key} is not a text")
    return value


def _level(path: Path, line: int, value: str | None) -> float:
    if value is None or not value.strip():
        return float("nan")
    try:
        level = float(value)
    except ValueError:
        level = math.nan
    if not math.isfinite(level):
        raise BadEvaluationFile(path=path, line=line, reason=f"level {value!r} is not a number")
    return level


def _positions(path: Path, kind: str, ids: list[str], places: dict[str, int]) -> NDArray[np.int64]:
    unknown = [name for name in ids if name not in places]
    if unknown:
        raise UnknownIds(path=path, kind=kind, count=len(unknown), example=unknown[0])
    return np.array([places[name] for name in ids], dtype=np.int64)


def _unrepeated(path: Path, found: Iterable[tuple[int, Record]]) -> list[Record]:
    records: dict[str, Record] = {}
    for line, record in found:
        if record.id in records:
            raise BadEvaluationFile(path=path, line=line, reason=f"the id {record.id} comes twice")
        records[record.id] = record
    return list(records.values())
