"""What the encoder is adapted with: texts that belong together, from open texts, needs and projects of experts.

No judged pair is used, so the figures of cross-validation on judged pairs stay honest. Texts are put into one batch
that are hard to tell apart: of the same two categories, or nearest to each other before training.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder
from embeddings.adapter_training import Task
from matchmaker.evaluation.errors import BadEvaluationFile
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.space_building import PARALLEL_TITLES
from matchmaker.ranking.corpus import Candidate

Positions = NDArray[np.int64]
Draw = Callable[[np.random.Generator], tuple[Positions, Positions]]

_NONE = np.zeros(0, dtype=np.int64)
_SENTENCE = re.compile(r"[。；;！？\n]|\.(?=\s|[\u4e00-\u9fff])")
_SENTENCES, _SHORTEST, _LONGEST, _KEYWORDS = 5, 10, 90, 80
_BATCH, _LONG_BATCH, _DISCIPLINES = 64, 32, 48
_CIRCLES = 4
# Seeds of an experts' batch, the nearest taken with each, projects at most, strangers drawn for each from the nearest.
_SEEDS, _NEAREST, _PROJECTS, _STRANGERS, _STRANGERS_NEAR = 4, 12, 40, 2, 60
_SPLIT_SEED = 20230103


@dataclass(frozen=True, slots=True)
class Document:
    """A paper or patent: `category` and `discipline` are empty where unknown."""

    title: str
    abstract: str
    keywords: tuple[str, ...]
    category: str
    discipline: str


@dataclass(frozen=True, slots=True)
class Experts:
    """Projects and who holds them; `vectors` of passages and of projects are the unchanged encoder's."""

    queries: Sequence[QueryRecord]
    candidates: Sequence[Candidate]
    pairs: Pairs
    encoder: Encoder


def read_documents(path: Path) -> list[Document]:
    """JSON lines {title, abstract} and perhaps keywords or keyphrases, category, discipline."""
    found = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row: dict[str, Any] = json.loads(text)
            title, abstract = str(row["title"]).strip(), str(row["abstract"]).strip()
        except (ValueError, KeyError, TypeError) as error:
            raise BadEvaluationFile(path=path, line=line, reason=f"{type(error).__name__}: {error}") from error
        if title and abstract:
            keywords = tuple(row.get("keywords") or row.get("keyphrases") or ())
            found.append(Document(title, abstract, keywords, row.get("category", path.stem), row.get("discipline", "")))
    return found


def taught(count: int) -> Positions:
    """The half of `count` projects that may be taught, rising; figures of experts are reported on the other half."""
    return np.sort(np.random.default_rng(_SPLIT_SEED).permutation(count)[: count // 2])


def text_tasks(documents: Sequence[Document], needs: Sequence[QueryRecord]) -> list[Task]:
    """Keywords and title, title and sentences, papers of one discipline, a need's title and its sentences.

    And titles in two languages, so that the others, which are Chinese, do not move Chinese away from English.
    """
    return [
        _keywords(documents),
        _sentences("sentences", [(document.title, document.abstract, document.category) for document in documents]),
        _sentences("needs", [(need.need.title, need.need.text, "") for need in needs if need.need.title.strip()]),
        _disciplines([document for document in documents if document.discipline]),
        _languages(),
    ]


def expert_task(experts: Experts) -> Task:
    """A project and its holder's passages, among the projects and the strangers' passages nearest to it."""
    passages = [passage for candidate in experts.candidates for passage in candidate.passages]
    owners = np.repeat(np.arange(len(experts.candidates)), [len(c.passages) for c in experts.candidates])
    holder = dict(zip(experts.pairs.queries.tolist(), experts.pairs.candidates.tolist(), strict=True))
    chosen = [place for place in taught(len(experts.queries)).tolist() if place in holder]
    titles = [experts.queries[place].need.title for place in chosen]
    asked, known = experts.encoder.encode_queries(titles), experts.encoder.encode_passages(passages)
    near = [np.argpartition(-(known @ vector), _STRANGERS_NEAR)[:_STRANGERS_NEAR] for vector in asked]
    strange = sorted({int(p) for k, rows in enumerate(near) for p in rows if owners[p] != holder[chosen[k]]})
    place_of = {passage: place for place, passage in enumerate(strange)}
    pairs = [(k, text) for k, place in enumerate(chosen) for text in experts.candidates[holder[place]].passages]
    of_project = np.array([k for k, _ in pairs], dtype=np.int64)
    rows_of = [np.flatnonzero(of_project == k) for k in range(len(chosen))]
    neighbours = np.argsort(-(asked @ asked.T), axis=1)[:, :_NEAREST]

    def draw(random: np.random.Generator) -> tuple[Positions, Positions]:
        seeds = random.choice(len(chosen), _SEEDS, replace=False)
        projects = list(dict.fromkeys(int(k) for seed in seeds for k in neighbours[seed]))[:_PROJECTS]
        rows = np.array([random.choice(rows_of[k]) for k in projects], dtype=np.int64)
        holders = {holder[chosen[k]] for k in projects}
        drawn = [int(p) for k in projects for p in random.choice(near[k], _STRANGERS, replace=False)]
        strangers = sorted({place_of[p] for p in drawn if p in place_of and owners[p] not in holders})
        return rows, np.array(strangers, dtype=np.int64)

    return Task(
        "experts",
        [titles[k] for k, _ in pairs],
        [text for _, text in pairs],
        of_project,
        draw,
        [passages[p] for p in strange],
    )


def _keywords(documents: Sequence[Document]) -> Task:
    asked = [" ".join(document.keywords or (document.title,))[:_KEYWORDS] for document in documents]
    owners = np.arange(len(documents), dtype=np.int64)
    categories = [document.category for document in documents]
    return Task(
        "keywords", asked, [document.title for document in documents], owners, _of_two(owners, categories, _BATCH)
    )


def _sentences(name: str, texts: Sequence[tuple[str, str, str]]) -> Task:
    """From (title, text, category): each of the first sentences answers the title."""
    rows = [(owner, piece) for owner, (_, text, _) in enumerate(texts) for piece in _pieces(text)]
    owners = np.array([owner for owner, _ in rows], dtype=np.int64)
    categories = [category for _, _, category in texts]
    draw = _of_two(owners, categories, _LONG_BATCH)
    return Task(name, [texts[owner][0] for owner, _ in rows], [piece for _, piece in rows], owners, draw)


def _disciplines(papers: Sequence[Document]) -> Task:
    """Titles of the same discipline, joined to circles; one pair of each discipline in a batch."""
    random = np.random.default_rng(_SPLIT_SEED)
    names = sorted({paper.discipline for paper in papers})
    asked, answers, groups = [], [], []
    for number, name in enumerate(names):
        titles = [paper.title for paper in papers if paper.discipline == name]
        for _ in range(_CIRCLES if len(titles) > 1 else 0):
            order = random.permutation(len(titles))
            asked += [titles[place] for place in order]
            answers += [titles[place] for place in np.roll(order, 1)]
            groups += [number] * len(titles)
    group = np.array(groups, dtype=np.int64)
    return Task("disciplines", asked, answers, group, _one_of_each(group, _DISCIPLINES), weight=0.3)


def _languages() -> Task:
    """Each parallel title asks for the other; both ways are one group."""
    rows = [json.loads(line) for line in PARALLEL_TITLES.read_text(encoding="utf-8").splitlines()]
    chinese, english = [row["zh"] for row in rows], [row["en"] for row in rows]
    groups = np.tile(np.arange(len(rows), dtype=np.int64), 2)
    draw = _of_two(groups, [""] * len(rows), _LONG_BATCH)
    return Task("languages", [*chinese, *english], [*english, *chinese], groups, draw, weight=0.5)


def _of_two(owners: Positions, categories: Sequence[str], count: int) -> Draw:
    """Draws pairs of different owners from two categories; from all where there is one category only."""
    own = np.array(categories, dtype=object)[owners] if len(owners) else np.zeros(0, dtype=object)
    rows = [np.flatnonzero(own == name) for name in sorted(set(categories)) if (own == name).any()]

    def draw(random: np.random.Generator) -> tuple[Positions, Positions]:
        picked = random.choice(len(rows), min(2, len(rows)), replace=False)
        mixed = random.permutation(np.concatenate([rows[place] for place in picked]))
        return _different(mixed, owners)[:count], _NONE

    return draw


def _one_of_each(groups: Positions, count: int) -> Draw:
    def draw(random: np.random.Generator) -> tuple[Positions, Positions]:
        mixed = random.permutation(len(groups)).astype(np.int64)
        return random.permutation(_different(mixed, groups))[:count], _NONE

    return draw


def _different(rows: Positions, owners: Positions) -> Positions:
    """The first row of each owner, in the order of the rows."""
    return rows[np.sort(np.unique(owners[rows], return_index=True)[1])]


def _pieces(text: str) -> list[str]:
    pieces = [piece.strip() for piece in _SENTENCE.split(text)]
    return [piece[:_LONGEST] for piece in pieces if len(piece) >= _SHORTEST][:_SENTENCES]
