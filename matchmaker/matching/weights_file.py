"""Relevance weights as a JSON file: how they are written, read and checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.matching.errors import BadWeights, UnknownFeature
from matchmaker.matching.features import FEATURES
from matchmaker.matching.grades import GradeThresholds
from matchmaker.matching.model import RelevanceModel
from matchmaker.matching.partners import PartnerModel

FORMAT = 2
_THRESHOLDS = ("strong", "fair", "weak")
_PARTNERS = ("intercept", "odds", "excess", "threshold")


def write_weights(model: RelevanceModel, path: Path) -> None:
    """Write `weights_text` to a file."""
    path.write_text(weights_text(model), encoding="utf-8")


def read_weights(path: Path) -> RelevanceModel:
    """Read and check. Raises `BadWeights` for a damaged file, `UnknownFeature` for a feature we do not compute."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadWeights(path=str(path), reason=str(error)) from error
    return parse_weights(text, source=str(path))


def weights_text(model: RelevanceModel) -> str:
    """The model as JSON: nine significant digits, keys in a fixed order, so that versions can be compared."""
    features = [
        {"name": name, "mean": _short(m), "scale": _short(s), "weight": _short(w)}
        for name, m, s, w in zip(model.names, model.mean, model.scale, model.weights, strict=True)
    ]
    content = {
        "format": FORMAT,
        "version": model.version,
        "encoder": model.encoder,
        "intercept": _short(model.intercept),
        "features": features,
        "covariance": [[_short(value) for value in row] for row in model.covariance],
        "thresholds": {name: _short(getattr(model.thresholds, name)) for name in _THRESHOLDS},
        "partners": model.partners and {name: _short(getattr(model.partners, name)) for name in _PARTNERS},
        "provenance": model.provenance,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def parse_weights(text: str, *, source: str) -> RelevanceModel:
    """What `weights_text` gave; `source` names it in errors. Raises as `read_weights` does."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise BadWeights(path=source, reason=str(error)) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadWeights(path=source, reason=f"it is not of format {FORMAT}")
    try:
        return _model(content)
    except (KeyError, TypeError, ValueError) as error:
        raise BadWeights(path=source, reason=f"{type(error).__name__}: {error}") from error


def _model(content: dict[str, Any]) -> RelevanceModel:
    features = content["features"]
    names = tuple(str(feature["name"]) for feature in features)
    for name in names:
        if name not in FEATURES:
            raise UnknownFeature(name=name, known=", ".join(FEATURES))
    rising = tuple(FEATURES[name].rising for name in names)
    weights = np.array([feature["weight"] for feature in features], dtype=np.float64)
    scale = np.array([feature["scale"] for feature in features], dtype=np.float64)
    covariance = np.array(content["covariance"], dtype=np.float64)
    if covariance.shape != (len(names), len(names)):
        raise ValueError(f"covariance of {covariance.shape} for {len(names)} features")
    if not (np.isfinite(weights).all() and np.isfinite(covariance).all() and (scale > 0).all()):
        raise ValueError("a number is not finite or a scale is not positive")
    if any(up and weight < 0 for up, weight in zip(rising, weights, strict=True)):
        raise ValueError("a feature that may only raise the grade has a negative weight")
    return RelevanceModel(
        version=str(content["version"]),
        encoder=str(content["encoder"]),
        names=names,
        rising=rising,
        mean=np.array([feature["mean"] for feature in features], dtype=np.float64),
        scale=scale,
        covariance=covariance,
        weights=weights,
        intercept=float(content["intercept"]),
        thresholds=GradeThresholds(**{name: float(content["thresholds"][name]) for name in _THRESHOLDS}),
        partners=_partners(content["partners"]),
        provenance=dict(content["provenance"]),
    )


def _partners(content: dict[str, Any] | None) -> PartnerModel | None:
    return None if content is None else PartnerModel(**{name: float(content[name]) for name in _PARTNERS})


def _short(value: float) -> float:
    return float(f"{float(value):.9g}")
