"""Technical fields in a cell, with what people write beside them: sub-fields (现代农业·农机装备) and chains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from matchmaker.interchange.messages import Message, message
from matchmaker.interchange.values.codes import coded
from matchmaker.interchange.values.normal import is_blank, parts
from matchmaker.interchange.values.read import Coded, Read
from matchmaker.reference import Scheme

_SUB = re.compile(r"\s*[·•・‧∙>＞→]\s*|\s*--+\s*|\s*——\s*")
# “其他（食品）”, “新材料(陶瓷)”: what stands in brackets is a sub-field.
_BRACKET = re.compile(r"^(?P<field>[^（(]+)[（(](?P<sub>[^（）()]+)[）)]$")


@dataclass(frozen=True, slots=True)
class TechnicalFields:
    """What a cell says: coded fields, chains that stood among them, sub-fields and fields of no list as texts."""

    fields: tuple[Coded, ...] = ()
    chains: tuple[Coded, ...] = ()
    subfields: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass
class _Gathering:
    fields: dict[tuple[str, str], Coded] = field(default_factory=dict)
    chains: dict[str, Coded] = field(default_factory=dict)
    subfields: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)


def parse_fields(text: str, schemes: Sequence[Scheme], chains: Scheme) -> Read[TechnicalFields]:
    """Read a cell: a name is looked for in each list of fields in turn, then among the chains.

    A part behind “/” that is in no list belongs to the sub-field before it (高端化工·清洁生产/高盐废水).
    """
    if is_blank(text):
        return Read(TechnicalFields())
    gathering = _Gathering()
    # A label may itself hold a separator, so the whole is tried first.
    names = (text,) if _known(text, schemes, chains) else parts(text, slashes=True)
    below = False
    for name in names:
        below = _take(name, below, gathering, schemes, chains)
    value = TechnicalFields(
        fields=tuple(gathering.fields.values()),
        chains=tuple(gathering.chains.values()),
        subfields=tuple(dict.fromkeys(gathering.subfields)),
        unknown=tuple(dict.fromkeys(gathering.unknown)),
    )
    return Read(value, tuple(gathering.warnings))


def _known(text: str, schemes: Sequence[Scheme], chains: Scheme) -> bool:
    return any(scheme.find(text) for scheme in (*schemes, chains))


def _take(name: str, below: bool, gathering: _Gathering, schemes: Sequence[Scheme], chains: Scheme) -> bool:
    """Sort one part of the cell; returns whether the next part may continue a sub-field."""
    bracket = _BRACKET.match(name)
    main, *subs = (
        (bracket["field"], bracket["sub"]) if bracket and not _known(name, schemes, chains) else _SUB.split(name)
    )
    gathering.subfields += [sub.strip() for sub in subs if sub.strip()]
    for scheme in schemes:
        term = scheme.find(main)
        if term is not None:
            gathering.fields.setdefault((scheme.name, term.code), coded(term, main))
            return bool(subs)
    chain = chains.find(main)
    if chain is not None:
        gathering.chains.setdefault(chain.code, coded(chain, main))
        gathering.warnings.append(message("field.chain", text=main[:60]))
        return bool(subs)
    if below and not subs:
        gathering.subfields.append(main)
        return True
    gathering.unknown.append(main)
    gathering.warnings.append(message("field.unknown", text=main[:60]))
    return bool(subs)
