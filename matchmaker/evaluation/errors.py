"""What can be wrong with the files an evaluation reads."""

from __future__ import annotations

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_


class BadEvaluationFile(MatchmakerError):
    """A line of an evaluation file cannot be used."""

    code = "bad_evaluation_file"
    message = "%(path)s, line %(line)s: %(reason)s. Correct the line and run again."


class UnknownIds(MatchmakerError):
    """Pairs name queries or candidates that the other files do not hold."""

    code = "unknown_ids"
    message = "%(path)s names %(count)s ids that are not among the %(kind)s, for example %(example)s."


class NotJudged(MatchmakerError):
    """Pairs to learn from have no level."""

    code = "not_judged"
    message = (
        "%(count)s pairs have no level: weights can be trained on judged pairs only. Add levels, or leave folds out."
    )


class TooFewDecisions(MatchmakerError):
    """There is not enough to learn weights from."""

    code = "too_few_decisions"
    message = N_(
        "%(count)s decisions, %(accepted)s of them acceptances, are too few to learn from. Decide on more suggestions: "
        "at least %(least)s, and at least %(of_a_kind)s of each kind."
    )
