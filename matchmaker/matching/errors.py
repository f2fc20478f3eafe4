"""What can be wrong with the relevance weights."""

from __future__ import annotations

from matchmaker.errors import MatchmakerError


class UnknownFeature(MatchmakerError):
    """A weights file names a feature that this version does not compute."""

    code = "unknown_feature"
    message = "The relevance weights use the feature %(name)s, which does not exist. Known features: %(known)s."


class BadWeights(MatchmakerError):
    """A weights file is damaged or of another format."""

    code = "bad_weights"
    message = (
        "The relevance weights %(path)s cannot be used: %(reason)s. Name a folder made by matchmaker evaluate train in "
        "MATCHMAKER_WEIGHTS, or leave it out and reinstall."
    )
