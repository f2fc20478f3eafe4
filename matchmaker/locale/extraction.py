"""Finds the messages of typed errors: the `message` of a class is a text for people, too (see `matchmaker.errors`)."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

# line, function name, message, comments: what Babel expects of an extraction method
Found = tuple[int, None, str, list[str]]


def extract_error_messages(
    file: BinaryIO, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """Every string that a class body assigns to `message`; the other arguments are Babel's and not needed."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.ClassDef):
            for statement in node.body:
                text = message_of(statement)
                if text is not None:
                    yield statement.lineno, None, text, []


def message_of(statement: ast.stmt) -> str | None:
    targets = (
        statement.targets
        if isinstance(statement, ast.Assign)
        else [statement.target] if isinstance(statement, ast.AnnAssign) else []
    )
    named = any(isinstance(target, ast.Name) and target.id == "message" for target in targets)
    value = getattr(statement, "value", None)
    return value.value if named and isinstance(value, ast.Constant) and isinstance(value.value, str) else None
