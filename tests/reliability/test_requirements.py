"""The table of requirements is whole, and the tests it names exist."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.reliability.requirements import NOT_YET, NUMBERS, SHOWN

ROOT = Path(__file__).parents[2]


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_is_shown_or_named_as_missing() -> None:
    assert set(SHOWN) | set(NOT_YET) == set(NUMBERS)
    assert not set(SHOWN) & set(NOT_YET)
    assert all(SHOWN.values())


def test_every_test_that_is_named_exists() -> None:
    missing = set()
    for names in SHOWN.values():
        for name in names:
            file, _, function = name.partition("::")
            path = ROOT / file
            if not path.exists() or (function and function not in functions_of(path)):
                missing.add(name)
    assert missing == set()
