"""Everything that turns texts and vectors into grades: the weights that ship, and the segmenter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Segmenter, reference_id
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.space import Space
from matchmaker.matching.weights_file import read_weights
from matchmaker.ranking.background_terms import BackgroundTerms, read_background_terms
from matchmaker.ranking.corpus import Candidate, Corpus
from matchmaker.ranking.errors import ForeignVectors
from matchmaker.ranking.query import Query
from matchmaker.ranking.space_file import read_space

SHIPPED = Path(__file__).parent.parent / "matching" / "weights"
WEIGHTS = "relevance.json"
SPACE = "space.npz"
BACKGROUND_TERMS = "background-terms.json"
ADAPTER = "encoder-adapter.safetensors"


@dataclass(frozen=True)
class Engine:
    """The trained model with the space and the term statistics it was trained in."""

    model: RelevanceModel
    space: Space
    background: BackgroundTerms
    segmenter: Segmenter

    def corpus(
        self, candidates: Sequence[Candidate], vectors: NDArray[np.float32], needs: Sequence[Query] = ()
    ) -> Corpus:
        """See `Corpus.build`."""
        return Corpus.build(
            candidates,
            vectors,
            space=self.space,
            words=self.segmenter.tokens,
            background=self.background,
            needs=needs,
        )


def load_engine(encoder: str, *, folder: Path = SHIPPED, segmenter: Segmenter | None = None) -> Engine:
    """Read the weights, the space and the term statistics in `folder`; the default are those that ship.

    `encoder` is the model id of the vectors; those of an exported graph stand for its reference's, for the graph was
    measured against it when it was made. Raises `ForeignVectors` where the weights were made for another model,
    `BadWeights` for damaged files.
    """
    model = read_weights(folder / WEIGHTS)
    if model.encoder != reference_id(encoder):
        raise ForeignVectors(expected=model.encoder, actual=encoder)
    terms = read_background_terms(folder / BACKGROUND_TERMS)
    return Engine(model, read_space(folder / SPACE), terms, segmenter or Segmenter())
