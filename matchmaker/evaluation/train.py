"""`evaluate train`: from labelled pairs to the weights that ship, with cross-validated figures of their worth."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from embeddings import Encoder, Segmenter
from matchmaker.evaluation.encoding import Progress, encode_corpus, encode_needs, silent
from matchmaker.evaluation.files import Pairs, QueryRecord
from matchmaker.evaluation.partner_training import (
    Registry,
    best_candidates,
    fit_partners,
    partner_figures,
    unseen_partners,
)
from matchmaker.evaluation.space_building import OpenText, SpaceInput, build_space, count_terms, need_texts
from matchmaker.evaluation.summary import Figure, grade_figures, scoring_figures
from matchmaker.evaluation.training import (
    FOLDS,
    REPEATS,
    RIDGE,
    TRAINED,
    GradePrecision,
    choose_thresholds,
    out_of_fold_mean,
    train_model,
)
from matchmaker.evaluation.unseen import training_set
from matchmaker.matching.weights_file import write_weights
from matchmaker.ranking.background_terms import write_background_terms
from matchmaker.ranking.corpus import Candidate, Corpus
from matchmaker.ranking.engine import ADAPTER, BACKGROUND_TERMS, SPACE, WEIGHTS, Engine
from matchmaker.ranking.space_file import write_space


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Labelled pairs, further needs without labels (for the space only), and open texts (for space and rarity).

    `registries` teach when the best candidate of a search is a partner; without any, no grade is held back.
    """

    queries: Sequence[QueryRecord]
    candidates: Sequence[Candidate]
    pairs: Pairs
    other_needs: Sequence[QueryRecord]
    open_texts: Sequence[OpenText]
    sources: tuple[str, ...]
    registries: Sequence[Registry] = ()


@dataclass(frozen=True)
class Trained:
    """The engine to ship and its figures on needs it had not seen."""

    engine: Engine
    figures: list[Figure]


def train(
    data: TrainingData,
    *,
    encoder: Encoder,
    segmenter: Segmenter,
    version: str,
    seed: int = 0,
    progress: Progress = silent,
) -> Trained:
    """Build space and term statistics without labels, cross-validate, choose thresholds, fit on everything."""
    vectors = encode_corpus(encoder, data.candidates, progress)
    needs = encode_needs(encoder, [record.need for record in data.queries], progress)
    others = encode_needs(encoder, [record.need for record in data.other_needs], progress)
    passages = [passage for candidate in data.candidates for passage in candidate.passages]
    texts, need_vectors = need_texts([*needs, *others])
    space = build_space(SpaceInput(texts, need_vectors, passages, vectors, data.open_texts), encoder)
    titles = [*passages, *(text.title for text in data.open_texts)]
    abstracts = [text.abstract for text in data.open_texts]
    terms = count_terms(titles, abstracts, [need.whole for need in (*needs, *others)], segmenter.tokens)
    corpus = Corpus.build(data.candidates, vectors, space=space, words=segmenter.tokens, background=terms, needs=needs)
    training = training_set(data.queries, needs, corpus, data.pairs, progress)
    progress("cross-validate", 0, 1)
    unseen = out_of_fold_mean(training, seed)
    figures = scoring_figures(data.pairs.queries, data.pairs.levels, unseen)
    thresholds = choose_thresholds(unseen, data.pairs.levels, GradePrecision())
    figures += grade_figures(data.pairs.queries, data.pairs.levels, thresholds.grades(unseen))
    progress("cross-validate", 1, 1)
    model, field = train_model(training, TRAINED, thresholds, seed=seed, version=version, encoder=encoder.model_id)
    engine = Engine(model, replace(space, need_field=field), terms, segmenter)
    if data.registries:
        best = best_candidates(data.registries, engine, encoder, progress)
        figures += partner_figures(best, unseen_partners(best, seed))
        model = replace(model, partners=fit_partners(best))
    model = replace(model, provenance=_provenance(data, figures, seed))
    return Trained(replace(engine, model=model), figures)


def write_engine(engine: Engine, folder: Path, *, adapter_of: Path | None = None) -> None:
    """Write the files that `load_engine` reads; with the adapter that lies in the folder `adapter_of`, if one does."""
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(engine.model, folder / WEIGHTS)
    write_space(engine.space, folder / SPACE)
    write_background_terms(engine.background, folder / BACKGROUND_TERMS)
    if adapter_of is not None and (adapter_of / ADAPTER).is_file() and adapter_of.resolve() != folder.resolve():
        shutil.copyfile(adapter_of / ADAPTER, folder / ADAPTER)


def _provenance(data: TrainingData, figures: Sequence[Figure], seed: int) -> dict[str, object]:
    return {
        "sources": list(data.sources),
        "needs": len(data.queries),
        "pairs": len(data.pairs),
        "method": "regularised logistic over all level thresholds, Platt-scaled on inner folds, plus the need's field",
        "ridge": RIDGE,
        "folds": f"{FOLDS} grouped by normalised title and text of the need, mean of {REPEATS} cuts",
        "seed": seed,
        "promised precision": asdict(GradePrecision()),
        "cross-validated": {
            f.name: [round(f.value, 4), round(f.low, 4), round(f.high, 4)] for f in figures if f.value == f.value
        },
    }
