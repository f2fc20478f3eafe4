"""The demo data as it stands in the TOML files beside this module: invented, everything marked 示例."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

Row = dict[str, Any]
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class DemoData:
    """Rows by table (institution, expert, achievement, enterprise, need, round, visit ...), in the order of the files.

    `digest` tells two versions of the data apart.
    """

    tables: Mapping[str, tuple[Any, ...]]
    digest: str

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table; none if there is no such table."""
        return self.tables.get(table, ())

    def pairs(self, table: str) -> tuple[list[str], ...]:
        """The rows of a table of plain lists (cooperating, conflicts)."""
        return self.tables.get(table, ())

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """Every row that has a key."""
        rows = (row for table in self.tables.values() for row in table if isinstance(row, dict))
        return {row["key"]: row for row in rows if "key" in row}


@cache
def demo_data(folder: Path = FOLDER) -> DemoData:
    """Read all files of `folder`."""
    found: dict[str, list[Any]] = defaultdict(list)
    digest = hashlib.sha256()
    for path in (
        *sorted(folder.glob("institutions_*.toml")),
        *sorted(folder.glob("trades/*.toml")),
        folder / "campaign.toml",
    ):
        text = path.read_text(encoding="utf-8")
        digest.update(text.encode())
        for table, rows in tomllib.loads(text).items():
            found[table].extend(rows)
    return DemoData({table: tuple(rows) for table, rows in found.items()}, digest.hexdigest()[:16])


@cache
def discipline_codes() -> dict[str, str]:
    """Discipline as the demo profiles write it -> code of the level above, which the list `disciplines` holds."""
    codes = tomllib.loads((FOLDER / "disciplines.toml").read_text(encoding="utf-8"))
    return {label: code for code, labels in codes.items() for label in labels}
