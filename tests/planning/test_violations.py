"""Every code that the checker can find has its words, and no words stand for nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import matchmaker.planning.checker as checker
from matchmaker.planning.violations import VIOLATIONS

PARTIES = ("expert", "enterprise")


def codes_in_the_checker() -> set[str]:
    """The first argument of every `Violation(...)`; an f-string over the kind of party stands for both."""
    found: set[str] = set()
    for file in Path(checker.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Violation":
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
                elif isinstance(code, ast.JoinedStr):
                    parts = [part.value if isinstance(part, ast.Constant) else None for part in code.values]
                    found |= {"".join(party if part is None else str(part) for part in parts) for party in PARTIES}
    return found | {"forbidden", "conflicts"}  # handed through a variable


def test_the_words_are_those_of_the_codes() -> None:
    assert codes_in_the_checker() == set(VIOLATIONS)
