"""A file that a command is going to write: what is wrong with its place is said before the work, not after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class ResultFile(click.Path):
    """The path of a file that may be written, in a folder that is there."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(str(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"The folder '{path.parent}' does not exist. Make it, or name another.", param, ctx)
        return path


OUT = ResultFile()
