"""What ships can be read, belongs together, and is refused for another model."""

import numpy as np
import pytest

from matchmaker.matching.errors import BadWeights
from matchmaker.matching.features import FEATURES
from matchmaker.ranking.background_terms import read_background_terms, write_background_terms
from matchmaker.ranking.engine import BACKGROUND_TERMS, SHIPPED, SPACE, WEIGHTS, load_engine
from matchmaker.ranking.errors import ForeignVectors
from matchmaker.ranking.space_file import read_space, write_space

SHIPPED_MODEL = read_space(SHIPPED / SPACE).encoder


def test_the_shipped_files_belong_together():
    engine = load_engine(SHIPPED_MODEL)
    dimension = engine.space.reference_passages.shape[1]
    assert engine.space.encoder == engine.model.encoder
    assert {c.base.shape for c in (*engine.space.needs.values(), *engine.space.passages.values())} == {(dimension,)}
    assert np.linalg.norm(engine.space.reference_needs, axis=1) == pytest.approx(1.0, abs=1e-2)


def test_the_shipped_weights_say_where_they_come_from():
    provenance = load_engine(SHIPPED_MODEL).model.provenance
    assert {"sources", "pairs", "folds", "cross-validated", "promised precision"} <= set(provenance)


def test_shipped_features_that_must_rise_do():
    model = load_engine(SHIPPED_MODEL).model
    rising = np.array([FEATURES[name].rising for name in model.names])
    assert (model.weights[rising] >= 0).all()
    assert model.weights[rising].sum() > 0.5


def test_another_model_is_refused():
    with pytest.raises(ForeignVectors, match="other-model@1"):
        load_engine("other-model@1")


def test_space_round_trip(space, tmp_path):
    write_space(space, tmp_path / "a.npz")
    write_space(space, tmp_path / "b.npz")
    found = read_space(tmp_path / "a.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert found.encoder == space.encoder
    assert found.needs["zh"].base.tolist() == space.needs["zh"].base.tolist()
    assert found.reference_needs == pytest.approx(space.reference_needs, abs=1e-3)


def test_background_terms_round_trip(engine, tmp_path):
    write_background_terms(engine.background, tmp_path / "t.json")
    assert read_background_terms(tmp_path / "t.json") == engine.background


@pytest.mark.parametrize("name", [SPACE, BACKGROUND_TERMS, WEIGHTS])
def test_half_a_file_is_refused(tmp_path, name):
    for file in (SPACE, BACKGROUND_TERMS, WEIGHTS):
        content = (SHIPPED / file).read_bytes()
        (tmp_path / file).write_bytes(content[: len(content) // 2] if file == name else content)
    with pytest.raises(BadWeights, match=name):
        load_engine(SHIPPED_MODEL, folder=tmp_path)
