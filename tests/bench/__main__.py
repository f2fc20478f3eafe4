"""`python -m tests.bench [NAME ...]`: prints the tables of all benchmarks, or of those named."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from tests.bench import encoding, load, pages, planning, ranking
from tests.bench.table import Table

BENCHMARKS: Mapping[str, Callable[[], Iterator[Table]]] = {
    "ranking": ranking.tables,
    "encoding": encoding.tables,
    "planning": planning.tables,
    "pages": pages.tables,
    "load": load.tables,
}


def main(names: Sequence[str]) -> int:
    """Run the benchmarks named, or all; 2 for a name that does not exist."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"{unknown[0]} is no benchmark. Known: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        for table in BENCHMARKS[name]():
            print("\n".join(table.lines()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
