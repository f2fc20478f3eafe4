"""What a planning rule is: objective part, constraint, checker part, explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


def always(problem: Any) -> bool:
    """For rules that every problem has."""
    return True


@dataclass(frozen=True)
class Rule:
    """One rule of a planning problem.

    `title`: what the rule is about, as English source text.
    `applies(problem)`: whether the problem has it; a rule that does not apply costs nothing.
    `objective(build)` adds costs and slacks, `constraint(build)` adds rows; either may be missing.
    `explanations`: code -> English source text with `%(name)s` for what the limit is about. A row's code is one of
    these. The checker part stands under the same name in the tables of `planning.checker`, which imports nothing
    from here.
    """

    name: str
    title: str
    applies: Callable[[Any], bool] = always
    objective: Callable[[Any], None] | None = None
    constraint: Callable[[Any], None] | None = None
    explanations: Mapping[str, str] = field(default_factory=dict)

    def add_to(self, build: Any) -> None:
        """Add both parts to the program in the making."""
        if not self.applies(build.problem):
            return
        if self.objective is not None:
            self.objective(build)
        if self.constraint is not None:
            self.constraint(build)
