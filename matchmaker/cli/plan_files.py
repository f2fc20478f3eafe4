"""The JSON files that `matchmaker plan` reads and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

JsonFile = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


def read_json(path: Path) -> Any:
    """The document of a file, with or without a byte order mark; a file that is no JSON is a plain error."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise click.ClickException(f"{path} is not JSON that can be read: it is nested without end") from error
    except ValueError as error:  # no UTF-8, no JSON, or a number of thousands of digits
        raise click.ClickException(f"{path} is not JSON in UTF-8: {error}") from error


def finish(out: Path, document: dict[str, Any]) -> None:
    """Write the result, and its figures to standard output."""
    write_whole(out, json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
    figures = {name: value for name, value in document.items() if isinstance(value, int | float)}
    click.echo(json.dumps(figures))


def write_whole(out: Path, text: str) -> None:
    """Write a file; one that cannot be written (a full disk, a folder that may not be written) is a plain error."""
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}. Name another file.") from error
