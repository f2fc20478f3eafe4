"""Mock-ups of pages: a template with an example context, shown by the style guide before the page itself exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from web.viewer import Viewer


@dataclass(frozen=True)
class Example:
    """A template filled with invented content.

    `context` makes the variables named at the top of the template. `endpoint` is the page it stands for, so that links
    between mock-ups lead to each other; `section` marks the console's navigation.
    """

    template: str
    context: Callable[[], Mapping[str, Any]] = field(default=dict)
    viewer: Viewer | None = None
    endpoint: str = ""
    section: str = ""


# name in the address (/styleguide/<name>) -> example
Examples = Mapping[str, Example]
