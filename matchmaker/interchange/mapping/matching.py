"""Finds which column holds which field: synonyms first, then likeness, each with a confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache

from matchmaker.interchange.mapping.fields import Kind, load_kind
from matchmaker.interchange.mapping.labels import label_forms
from matchmaker.interchange.reading.table import Column

# From here on a column is taken for a field; from SUGGESTED on it is only offered.
TAKEN = 0.75
SUGGESTED = 0.45
LIKENESS_WEIGHT = 0.95
SHORTEST_PART = 2
COMMON_SIGNS = 0.4


@dataclass(frozen=True, slots=True)
class Mapped:
    """A column that was taken for a field. `confidence`: 1 is a known name or the user's word, 0.75 a mere likeness."""

    column: int
    letter: str
    header: str
    field: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A column that was not used. `suggestions` are fields it might be; `taken_by` the header that was preferred."""

    column: int
    letter: str
    header: str
    suggestions: tuple[str, ...] = ()
    taken_by: str | None = None
    ignored: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """What every column of a table was taken for; `column` is the column's position in the table's `columns`."""

    mapped: tuple[Mapped, ...]
    unmapped: tuple[Unmapped, ...]

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(match.field for match in self.mapped)

    @cached_property
    def by_field(self) -> Mapping[str, tuple[Mapped, ...]]:
        """Field -> the columns that give it, in their order."""
        return {field: tuple(match for match in self.mapped if match.field == field) for field in self.fields}

    def columns_of(self, field: str) -> tuple[Mapped, ...]:
        """The columns that give a field, in their order."""
        return self.by_field.get(field, ())


@cache
def known_labels(kind: str) -> Mapping[str, str]:
    """Every known form of a header -> field. A kind's own field names and English names count as headers too."""
    labels: dict[str, str] = {}
    fields = list(load_kind(kind))
    for field in fields:
        for text in (field.header, *field.synonyms):
            for form in label_forms(text):
                labels.setdefault(form, field.name)
    for field in fields:
        for text in (field.name, field.en):
            for form in label_forms(text):
                labels.setdefault(form, field.name)
    return labels


@cache
def _signs(kind: str) -> tuple[tuple[str, frozenset[str], str], ...]:
    """(known label, its signs, field): comparing sets of signs first spares most comparisons of texts."""
    return tuple((label, frozenset(label), field) for label, field in known_labels(kind).items())


@lru_cache(maxsize=16_384)
def candidates(kind: str, text: str) -> tuple[tuple[str, float], ...]:
    """The fields a header text may mean, best first, with a confidence from `SUGGESTED` to 1."""
    labels = known_labels(kind)
    forms = label_forms(text)
    for form in forms:
        if form in labels:
            return ((labels[form], 1.0),)
    best: dict[str, float] = {}
    for form in forms:
        signs = frozenset(form)
        for label, label_signs, field in _signs(kind):
            # Too few signs in common to be alike, or to stand one inside the other.
            if len(signs & label_signs) < COMMON_SIGNS * min(len(signs), len(label_signs)):
                continue
            confidence = likeness(form, label)
            if confidence >= SUGGESTED:
                best[field] = max(best.get(field, 0.0), confidence)
    return tuple(sorted(best.items(), key=lambda item: (-item[1], item[0])))


def likeness(form: str, label: str) -> float:
    """How alike a header and a known label are, 0 to 0.95: one inside the other, or the same signs in order."""
    if min(len(form), len(label)) < SHORTEST_PART:
        return 0.0
    if label in form or form in label:
        shorter, longer = sorted((len(form), len(label)))
        return 0.5 + 0.45 * shorter / longer
    matcher = SequenceMatcher(None, form, label, autojunk=False)
    if matcher.real_quick_ratio() * LIKENESS_WEIGHT < SUGGESTED or matcher.quick_ratio() * LIKENESS_WEIGHT < SUGGESTED:
        return 0.0
    return LIKENESS_WEIGHT * matcher.ratio()


def match_columns(kind: Kind, columns: Sequence[Column], corrections: Mapping[int, str | None]) -> ColumnMapping:
    """Give each column its field: the user's corrections first (None: leave it out), then the surest matches.

    A field is given by one column, unless it may have many.
    """
    chosen: dict[int, tuple[str, float]] = {}
    taken: dict[str, int] = {}
    lost: dict[int, str] = {}
    for position, field, confidence in _proposals(kind, columns, corrections):
        if position in chosen:
            continue
        holder = taken.get(field)
        if holder is None or kind.fields[field].many or corrections.get(position) == field:
            chosen[position] = (field, confidence)
            taken.setdefault(field, position)
        elif position not in lost:
            lost[position] = columns[holder].header
    mapped = [
        Mapped(position, columns[position].letter, columns[position].header, *chosen[position])
        for position in sorted(chosen)
    ]
    rest = [position for position in range(len(columns)) if position not in chosen]
    unmapped = [_unmapped(kind, columns[position], position, lost, corrections) for position in rest]
    return ColumnMapping(tuple(mapped), tuple(unmapped))


def _proposals(
    kind: Kind, columns: Sequence[Column], corrections: Mapping[int, str | None]
) -> list[tuple[int, str, float]]:
    """(column, field, confidence), corrections first, then by confidence and column."""
    given = [(position, field, 1.0) for position, field in corrections.items() if field is not None]
    found = [
        (-confidence, at, position, field)
        for position, column in enumerate(columns)
        if position not in corrections
        for at, reading in enumerate(column.readings)
        for field, confidence in candidates(kind.name, reading)
        if confidence >= TAKEN
    ]
    return given + [(position, field, -negative) for negative, _, position, field in sorted(found)]


def _unmapped(
    kind: Kind, column: Column, position: int, lost: Mapping[int, str], corrections: Mapping[int, str | None]
) -> Unmapped:
    suggestions = dict.fromkeys(field for reading in column.readings for field, _ in candidates(kind.name, reading)[:3])
    return Unmapped(
        column=position,
        letter=column.letter,
        header=column.header,
        suggestions=tuple(suggestions),
        taken_by=lost.get(position),
        ignored=position in corrections,
    )


def recognised(
    kind: str, columns: Sequence[Column], *, sure: bool = False, extra: frozenset[str] = frozenset()
) -> float:
    """How many columns of a would-be header are known, each field once and by its confidence (see `header.Judge`).

    `sure`: only known names count. `extra` holds forms of headers that the user named.
    """
    best: dict[str, float] = {}
    for column in columns:
        field, confidence = _surest(kind, column, sure, extra)
        if field and confidence >= TAKEN:
            best[field] = max(best.get(field, 0.0), confidence)
    return sum(best.values())


def _surest(kind: str, column: Column, sure: bool, extra: frozenset[str]) -> tuple[str, float]:
    """The one field a column most likely is, "" and 0 for none; a header the user named counts as itself."""
    if any(extra.intersection(label_forms(reading)) for reading in column.readings):
        return column.header, 1.0
    if sure:
        labels = known_labels(kind)
        known = (labels[form] for reading in column.readings for form in label_forms(reading) if form in labels)
        return next(known, ""), 1.0
    options = [option for reading in column.readings for option in candidates(kind, reading)[:1]]
    return max(options, key=lambda option: option[1], default=("", 0.0))
