"""Weights survive writing; damaged ones are refused by name."""

import json
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.matching.errors import BadWeights, UnknownFeature
from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.partners import PartnerModel
from matchmaker.matching.weights_file import read_weights, write_weights


@pytest.fixture
def path(tmp_path):
    model = RelevanceModel(
        version="v7",
        encoder="model@1",
        names=("title_similarity", "title_crowd"),
        rising=(True, False),
        mean=np.array([0.1, 0.2]),
        scale=np.array([1.0, 2.0]),
        covariance=np.eye(2),
        weights=np.array([1 / 3, -0.5]),
        intercept=-1.0,
        thresholds=GradeThresholds(strong=0.5, fair=0.3, weak=0.1),
        partners=PartnerModel(1.0, 2.0, 3.0, 0.2),
        provenance={"sources": ["here"]},
    )
    write_weights(model, tmp_path / "w.json")
    return tmp_path / "w.json"


def test_round_trip(path):
    model = read_weights(path)
    assert (model.version, model.encoder, model.names, model.rising) == (
        "v7",
        "model@1",
        ("title_similarity", "title_crowd"),
        (True, False),
    )
    assert model.weights == pytest.approx([1 / 3, -0.5], abs=1e-9)
    assert model.partners == PartnerModel(1.0, 2.0, 3.0, 0.2)
    assert model.provenance == {"sources": ["here"]}


def test_partners_that_were_not_learnt_stay_so(path):
    write_weights(replace(read_weights(path), partners=None), path)
    assert read_weights(path).partners is None


def test_writing_what_was_read_changes_nothing(path):
    before = path.read_text(encoding="utf-8")
    write_weights(read_weights(path), path)
    assert path.read_text(encoding="utf-8") == before


def change(path, **values):
    content = json.loads(path.read_text(encoding="utf-8"))
    content.update(values)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"format": 1}, "not of format"),
        ({"covariance": [[1.0]]}, "covariance of"),
        ({"intercept": None}, "TypeError"),
        ({"thresholds": {"strong": 0.1, "fair": 0.3, "weak": 0.5}}, "must rise"),
        (
            {"features": [{"name": "title_similarity", "mean": 0, "scale": 1, "weight": -1}], "covariance": [[1]]},
            "negative",
        ),
        (
            {"features": [{"name": "title_similarity", "mean": 0, "scale": 0, "weight": 1}], "covariance": [[1]]},
            "scale",
        ),
    ],
)
def test_damaged_weights_are_refused(path, values, reason):
    change(path, **values)
    with pytest.raises(BadWeights, match=reason):
        read_weights(path)


def test_half_a_file_is_refused(path):
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(BadWeights):
        read_weights(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadWeights):
        read_weights(tmp_path / "nothing.json")


def test_an_unknown_feature_names_the_known_ones(path):
    change(path, features=[{"name": "star_sign", "mean": 0, "scale": 1, "weight": 1}])
    with pytest.raises(UnknownFeature, match=r"star_sign.*Known features: title_similarity"):
        read_weights(path)
