"""The files of an evaluation: queries, candidates, pairs and decisions in, scores and rankings out."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from matchmaker.evaluation.errors import BadEvaluationFile, UnknownIds
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
    records = []
    for line, row in _json_lines(path):
        texts = {key: _text(path, line, row, key) for key in ("title", "text", "problem", "indicators", "goal")}
        records.append(QueryRecord(_id(path, line, row), Need(**texts)))
    return _unrepeated(path, records)


def read_candidates(path: Path) -> list[Candidate]:
    """JSON lines {id, passages: [text ...]}; unknown keys are ignored.

    A passage without a letter or digit says nothing and is left out.
    """
    records = []
    for line, row in _json_lines(path):
        passages = row.get("passages")
        if not isinstance(passages, list) or not all(isinstance(text, str) for text in passages):
            raise BadEvaluationFile(path=path, line=line, reason="passages is not a list of texts")
        saying = tuple(text for text in passages if any(sign.isalnum() for sign in text))
        records.append(Candidate(_id(path, line, row), saying))
    return _unrepeated(path, records)


def read_pairs(path: Path, queries: Sequence[QueryRecord], candidates: Sequence[Candidate]) -> Pairs:
    """CSV with the columns query_id and candidate_id, and perhaps level (any number; empty means not judged).

    Raises `UnknownIds` where an id is in neither file.
    """
    rows = list(_csv_rows(path, ("query_id", "candidate_id")))
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


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for line, text in enumerate(file, start=1):
            if not text.strip():
                continue
            try:
                row = json.loads(text)
            except ValueError as error:
                raise BadEvaluationFile(path=path, line=line, reason=f"it is not JSON ({error})") from error
            if not isinstance(row, dict):
                raise BadEvaluationFile(path=path, line=line, reason="it is not a JSON object")
            yield line, row


def _csv_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise BadEvaluationFile(path=path, line=1, reason=f"the column {missing[0]} is missing")
        for row in reader:
            if any(row[name] is None for name in columns):
                raise BadEvaluationFile(path=path, line=reader.line_num, reason="a column is missing")
            yield reader.line_num, row


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
        return float(value)
    except ValueError as error:
        raise BadEvaluationFile(path=path, line=line, reason=f"level {value!r} is not a number") from error


def _positions(path: Path, kind: str, ids: list[str], places: dict[str, int]) -> NDArray[np.int64]:
    unknown = [name for name in ids if name not in places]
    if unknown:
        raise UnknownIds(path=path, kind=kind, count=len(unknown), example=unknown[0])
    return np.array([places[name] for name in ids], dtype=np.int64)


def _unrepeated(path: Path, records: list[Record]) -> list[Record]:
    seen: set[str] = set()
    for place, record in enumerate(records, start=1):
        if record.id in seen:
            raise BadEvaluationFile(path=path, line=place, reason=f"the id {record.id} comes twice")
        seen.add(record.id)
    return records
