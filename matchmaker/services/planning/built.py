"""What a builder makes of the database: a problem, which number is which record, and who was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from matchmaker.services.planning.index import Index

Problem = TypeVar("Problem")


@dataclass(frozen=True)
class Built(Generic[Problem]):
    """`left_out`: key of a need (or enterprise) -> {code, experts or institutions: {key: code}}."""

    problem: Problem
    index: Index
    document: Mapping[str, Any]
    left_out: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
