"""What can be wrong with what is given to ranking."""

from __future__ import annotations

from matchmaker.errors import MatchmakerError


class BadCorpus(MatchmakerError):
    """Candidates and vectors do not belong together."""

    code = "bad_corpus"
    message = "The candidates cannot be searched: %(reason)s. Rebuild the index from the database."


class ForeignVectors(MatchmakerError):
    """The relevance weights were made for another encoder."""

    code = "foreign_vectors"
    message = (
        "The relevance weights belong to the model %(expected)s, the vectors to %(actual)s. Train weights for this "
        "model (matchmaker evaluate train ... --out FOLDER) and set MATCHMAKER_WEIGHTS=FOLDER, or set MATCHMAKER_MODEL "
        "to the former."
    )
