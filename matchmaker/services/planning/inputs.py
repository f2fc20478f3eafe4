"""What an organizer chose when asking for a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Inputs:
    """`suggested`: strong suggestions that nobody decided on count too. `unknown`: who has not answered may be planned
    (the plan says how much of it rests on that); who answered no never is. `chains`: those that pair as a whole (plans
    of pairings only). `seed`, `seconds`: for the search.
    """

    suggested: bool = False
    unknown: bool = False
    chains: tuple[str, ...] = ()
    seed: int = 0
    seconds: float | None = None

    def document(self) -> dict[str, Any]:
        return asdict(self)


def read_inputs(document: Mapping[str, Any]) -> Inputs:
    """The inputs of a stored plan; what else stands there is left."""
    given = {name: document[name] for name in Inputs.__dataclass_fields__ if name in document}
    return Inputs(**given | {"chains": tuple(given.get("chains", ()))})
