"""The small registry and engine of the ranking tests serve here too."""

from tests.ranking.conftest import encoder, engine, space

__all__ = ["encoder", "engine", "space"]
