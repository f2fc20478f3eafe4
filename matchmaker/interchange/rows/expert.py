"""A row as a draft of an expert: a person, or a team (laboratories are teams)."""

from __future__ import annotations

from dataclasses import dataclass, field

from matchmaker.identity import content_key
from matchmaker.interchange.cells import one_line
from matchmaker.interchange.messages import message
from matchmaker.interchange.reading.table import Skipped
from matchmaker.interchange.rows.achievement import AchievementRow, achievement, taken_apart_by
from matchmaker.interchange.rows.classifying import read_classified
from matchmaker.interchange.rows.drafts import Contact, Draft
from matchmaker.interchange.rows.expert_kinds import ExpertKind, parse_expert_kind
from matchmaker.interchange.rows.lists_in_text import Project, listed, projects
from matchmaker.interchange.rows.reaching import read_contact
from matchmaker.interchange.rows.row_reader import RowReader
from matchmaker.interchange.values.codes import parse_code, parse_codes
from matchmaker.interchange.values.keywords import parse_keywords
from matchmaker.interchange.values.read import Coded
from matchmaker.interchange.values.whole_numbers import parse_count, parse_year
from matchmaker.interchange.values.windows import Window, parse_window

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertRow(Draft):
    """A person or a team. `kind` is a code of `expert_kinds`, `form` of a team one of `team_forms`.

    `name` is as written; `short_name` leaves out the institution and school it begins with. `name_key` identifies a
    team by its name, a person by name and institution (without one by name and text, since names repeat).
    `institutions` may be several; the first is the main one.
    """

    kind: Coded
    name: str
    short_name: str
    form: Coded | None = None
    leader: str = ""
    institutions: tuple[str, ...] = ()
    school: str = ""
    professional_title: str = ""
    position: str = ""
    degree: str = ""
    gender: Coded | None = None
    birth_year: int | None = None
    region: str = ""
    disciplines: tuple[Coded, ...] = ()
    fields: tuple[Coded, ...] = ()
    chains: tuple[Coded, ...] = ()
    subfields: tuple[str, ...] = ()
    other_fields: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    profile: str = ""
    achievements: str = ""
    patents: str = ""
    projects: tuple[Project, ...] = ()
    services: tuple[str, ...] = ()
    basis: Coded | None = None
    state: Coded | None = None
    available: tuple[Window, ...] = ()
    max_visits: int | None = None
    max_days: int | None = None
    contact: Contact = field(default_factory=Contact)
    profile_source: str = ""

    @property
    def text(self) -> str:
        """All that describes the expert, a line each."""
        titles = (project.title for project in self.projects)
        return "\n".join(
            text for text in (*self.directions, self.profile, self.achievements, self.patents, *titles) if text
        )


def read_expert(reader: RowReader) -> ExpertRow | AchievementRow | Skipped:
    """A row of a table of experts; an achievement that stands among them comes back as one."""
    name = one_line(reader.text("name"))
    if not name:
        return Skipped(reader.number, message("row.no_name"))
    kind = reader.take("kind", lambda text: parse_expert_kind(text, name, reader.lists))
    if kind.row_is == "achievement":
        text = "\n".join(part for part in map(reader.text, ("profile", "achievements", "directions")) if part)
        return achievement(reader, title=name, text=text, form=kind.form)
    if len(name) > LONGEST_NAME:
        reader.warn("name", message("title.shortened", length=len(name), limit=LONGEST_NAME))
    return _expert(reader, name, kind)


def _expert(reader: RowReader, full_name: str, kind: ExpertKind) -> ExpertRow:
    scheme = reader.lists.scheme
    taken_apart = taken_apart_by(reader, full_name)
    classified = read_classified(reader)
    said = "\n".join(map(reader.text, ("directions", "profile", "achievements", "patents", "projects")))
    institution = taken_apart.institutions[0] if taken_apart.institutions else ""
    beside = "" if kind.row_is == "team" else institution or said
    return ExpertRow(
        row=reader.number,
        content_key=content_key(full_name + institution, said),
        name_key=content_key(full_name, beside),
        external_id=reader.line("external_id") or None,
        ordinal=reader.line("ordinal") or None,
        kind=Coded("expert_kinds", kind.row_is, reader.line("kind")),
        name=full_name[:LONGEST_NAME],
        short_name=taken_apart.name[:LONGEST_NAME],
        form=kind.form,
        leader=reader.line("leader"),
        institutions=taken_apart.institutions,
        school=reader.line("school") or taken_apart.school,
        professional_title=reader.line("professional_title"),
        position=reader.line("position"),
        degree=reader.line("degree"),
        gender=reader.take("gender", lambda text: parse_code(text, scheme("genders"))),
        birth_year=reader.take_cell("birth_year", parse_year),
        region=reader.line("region"),
        disciplines=reader.take("disciplines", lambda text: parse_codes(text, scheme("disciplines"))),
        fields=classified.fields,
        chains=classified.chains,
        subfields=classified.subfields,
        other_fields=classified.other_fields,
        directions=listed(reader.text("directions")),
        profile=reader.text("profile"),
        achievements=reader.text("achievements"),
        patents=reader.text("patents"),
        projects=projects(reader.text("projects")),
        services=listed(reader.text("services")),
        keywords=reader.take("keywords", parse_keywords),
        basis=reader.take("basis", lambda text: parse_code(text, scheme("profile_basis"))),
        state=reader.take("state", lambda text: parse_code(text, scheme("expert_states"))),
        available=_available(reader),
        max_visits=reader.take_cell("max_visits", parse_count),
        max_days=reader.take_cell("max_days", parse_count),
        contact=read_contact(reader),
        profile_source=reader.line("profile_source"),
        note=reader.text("note"),
        original=reader.original,
        extra=reader.extra,
        warnings=tuple(reader.warnings),
    )


def _available(reader: RowReader) -> tuple[Window, ...]:
    """The days or windows a cell lists, those that were understood."""
    windows = [reader.keep("available", parse_window(item)) for item in listed(reader.text("available"))]
    return tuple(window for window in windows if window is not None and window.meaning == "dated")
