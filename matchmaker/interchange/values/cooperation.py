"""Ways of cooperating in a cell: one way of solving, and wishes (委托研发/合作研发, 技术转让)."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.interchange.messages import message
from matchmaker.interchange.values.codes import parse_codes
from matchmaker.interchange.values.read import Coded, Read
from matchmaker.reference import Scheme

SOLVING = "solving"


@dataclass(frozen=True, slots=True)
class Cooperation:
    """`mode` is of the group “solving” of the list `cooperation_modes`, `wishes` are of its group “wish”."""

    mode: Coded | None
    wishes: tuple[Coded, ...]


def parse_cooperation(text: str, scheme: Scheme) -> Read[Cooperation]:
    """Read a cell. Of several ways of solving the first is taken, with a warning that names them all."""
    read = parse_codes(text, scheme)
    modes = [value for value in read.value if scheme.get(value.code).group == SOLVING]
    wishes = tuple(value for value in read.value if scheme.get(value.code).group != SOLVING)
    warnings = read.warnings
    if len(modes) > 1:
        names = "、".join(scheme.get(mode.code).zh for mode in modes)
        warnings = (message("mode.several", text=names, kept=scheme.get(modes[0].code).zh), *warnings)
    return Read(Cooperation(modes[0] if modes else None, wishes), warnings)
