"""Counties and zones as people write them: 新泰, 岱岳区, 泰安高新区, 山东省泰安市宁阳县文庙街道."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matchmaker.interchange.messages import message
from matchmaker.interchange.values.normal import is_blank
from matchmaker.interchange.values.read import Read
from matchmaker.reference import Scheme, Term, folded, load_scheme

# An address is shorter; what stands behind is not searched.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Place:
    """`county` is a GB/T 2260 code (the city's own where only the city, or a zone without a county, is named).

    `zone` is a code of the list of zones. Both are None where nothing was understood. `text` is what was written.
    """

    county: str | None
    zone: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found in a text. `full`: by its label (岱岳区), not by a short name (岱岳)."""

    term: Term
    full: bool


@dataclass(frozen=True)
class Gazetteer:
    """The names of one city's divisions and zones, the longest first."""

    divisions: Scheme
    zones: Scheme
    names: tuple[tuple[str, Hit], ...]

    def found(self, text: str) -> list[Hit]:
        """The places named in a text, in its order, each once; a longer name covers the shorter ones inside it."""
        whole = self.divisions.find(text) or self.zones.find(text)
        if whole is not None:
            return [Hit(whole, full=True)]
        flat = folded(text[:LONGEST])
        hits: dict[int, Hit] = {}
        for name, hit in self.names:
            at = flat.find(name)
            while at >= 0:
                hits[at] = hit
                flat = flat[:at] + "\0" * len(name) + flat[at + len(name) :]
                at = flat.find(name)
        return [hits[at] for at in sorted(hits)]


@lru_cache(maxsize=8)
def _gazetteer(divisions: Scheme, zones: Scheme) -> Gazetteer:
    names: dict[str, Hit] = {}
    for scheme in (divisions, zones):
        for term in scheme:
            names.setdefault(folded(term.zh), Hit(term, full=True))
            # Two signs of a zone (高新, 景区) mean it only where they are the whole cell.
            aliases = [alias for alias in term.aliases if scheme is divisions or len(alias) > 2]
            for alias in aliases:
                names.setdefault(folded(alias), Hit(term, full=False))
    longest_first = sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))
    return Gazetteer(divisions, zones, tuple(longest_first))


def load_gazetteer(overrides: Path | None = None) -> Gazetteer:
    """The names of the shipped or the operator's own lists `divisions` and `zones`."""
    return _gazetteer(load_scheme("divisions", overrides), load_scheme("zones", overrides))


def parse_place(text: str, gazetteer: Gazetteer) -> Read[Place | None]:
    """Read a county or zone from a cell or an address. None for a blank cell; unknown places come with a warning.

    Where a county is named in full, short names elsewhere in the text do not count (岱岳区泰山大街), nor does the
    short name of a zone that lies in another county (新泰市高新区).
    """
    if is_blank(text):
        return Read(None)
    hits = gazetteer.found(text)
    if not hits:
        return Read(Place(None, None, text), (message("place.unknown", text=text[:60]),))
    counties = [hit for hit in hits if hit.term.scheme == gazetteer.divisions.name and hit.term.parent]
    counties = [hit for hit in counties if hit.full] or counties
    below = list(dict.fromkeys(hit.term for hit in counties))
    zones = list(dict.fromkeys(hit.term for hit in hits if _is_zone_here(hit, below, gazetteer)))
    county = below[0].code if below else zones[0].parent if zones else hits[0].term.code
    place = Place(county, zones[0].code if zones else None, text)
    if len(below) > 1 or len(zones) > 1:
        kept = (below if len(below) > 1 else zones)[0].zh
        return Read(place, (message("place.several", text=text[:60], kept=kept),))
    return Read(place)


def _is_zone_here(hit: Hit, counties: list[Term], gazetteer: Gazetteer) -> bool:
    if hit.term.scheme != gazetteer.zones.name:
        return False
    parent = hit.term.parent
    in_city = parent in gazetteer.divisions and gazetteer.divisions.get(parent).parent is None if parent else True
    return hit.full or not counties or in_city or parent in {county.code for county in counties}
