"""The checker shares no code with the solver: it imports the values and nothing else of the planner."""

from __future__ import annotations

import ast
from pathlib import Path

import matchmaker.planning.checker as checker

ALLOWED = ("matchmaker.planning.values", "matchmaker.planning.checker")


def test_imports_only_values_and_the_standard_library() -> None:
    files = sorted(Path(checker.__file__).parent.glob("*.py"))
    assert len(files) >= 8
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                assert not name.startswith(("numpy", "highspy", "scipy")), file.name
                assert not name.startswith("matchmaker") or name.startswith(ALLOWED), (file.name, name)
