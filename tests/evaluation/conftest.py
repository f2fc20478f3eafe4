"""The small registry and engine of the ranking tests serve here too."""

from tests.ranking.conftest import ask, corpus, encoder, engine, space, vectors_of

__all__ = ["ask", "corpus", "encoder", "engine", "space", "vectors_of"]
