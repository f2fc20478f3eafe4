"""The record of actions: searched, followed back to the records, taken out as a file."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.errors import AuditBroken
from matchmaker.models import Event
from matchmaker.models.codes import Role
from matchmaker.services.audit import EventFilter, events_query
from matchmaker.services.audit_table import export_table
from matchmaker.services.audit_tail import verify_tail
from matchmaker.services.event_names import EventNames, names_in
from matchmaker.services.paging import page_of
from matchmaker.services.personal_data.person import KEEPERS
from matchmaker.services.work import Work
from web.downloads import download_of
from web.event_words import ACTIONS, KINDS, action_words, actor_words, changes_of, kind_words
from web.event_words.links import linked
from web.list_query import ListQuery, read_query
from web.navigation import READERS
from web.pages.console.rendering import render_page
from web.session import application, current_actor, reading, require, works

blueprint = Blueprint("audit", __name__, url_prefix="/console/audit")
FILTERS = ("action", "kind", "since", "until")
EXPORTERS = (Role.AUDITOR, Role.ADMINISTRATOR)


@blueprint.get("/")
@require(*READERS)
def index() -> ResponseReturnValue:
    query = read_query(FILTERS)
    with reading() as work:
        found = page_of(
            session=work.session,
            query=events_query(work=work, where=event_filter(query)),
            key=Event.id,
            request=query.page,
        )
        listing = query.listing(found)
        names = names_in(work=work, events=found.items)
        actions = sorted(((code, str(text)) for code, text in ACTIONS.items()), key=lambda row: row[0])
        kinds = [(code, str(text)) for code, text in KINDS.items()]
        return render_page(
            work,
            "console/audit.html",
            listing=type(listing)([entry_of(event, names) for event in found.items], filters=listing.filters,
                                  cursor=listing.cursor, after=listing.after),
            actions=actions,
            kinds=kinds,
            chain=chain_state(work),
            set=query.active(
                {
                    "action": (gettext("Action"), actions),
                    "kind": (gettext("Kind of record"), kinds),
                    "since": (gettext("From"), None),
                    "until": (gettext("To"), None),
                }
            ),
            may_export=work.actor.role in EXPORTERS,
            personal_data=url_for("personal_data.index") if work.actor.role in KEEPERS else "",
        )  # fmt: skip


@blueprint.post("/export")
@require(*EXPORTERS)
def export() -> ResponseReturnValue:
    """The filtered events as a file for a spreadsheet; that they were taken out is an event itself."""
    content = export_table(works=works(), actor=current_actor(), where=event_filter(read_query(FILTERS)))
    return download_of(content, "操作记录.csv")


def event_filter(query: ListQuery) -> EventFilter:
    return EventFilter(
        words=query.get("q"),
        action=query.get("action"),
        subject_kind=query.get("kind"),
        since=moment_of(query.get("since")),
        until=moment_of(query.get("until"), days=1),
    )


def moment_of(day: str | None, days: int = 0) -> datetime | None:
    """The beginning of a day as the service counts days, `days` later; nothing for what is no day."""
    zone = ZoneInfo(application().settings.time_zone)
    try:
        began = datetime.combine(datetime.fromisoformat(day or "").date(), time(), zone)
    except ValueError:
        return None
    return (began + timedelta(days=days)).astimezone(UTC)


def entry_of(event: Event, names: EventNames) -> dict[str, Any]:
    record = names.record(event.subject_kind, event.subject_ref)
    return {
        "number": event.id,
        "at": event.at,
        "actor": actor_words(event),
        "role": event.actor_ref if event.actor_kind in ("user", "client") else "",
        "action": action_words(event.action),
        "kind": kind_words(event.subject_kind),
        "subject": linked(record) if record else "",
        "ref": event.subject_ref if event.subject_ref != "-" else "",
        "changes": changes_of(event, names),
        "why": event.why,
        "request_id": event.request_id,
    }


def chain_state(work: Work) -> dict[str, str]:
    """Whether the newest part of the record holds together."""
    try:
        count = verify_tail(work.session)
    except AuditBroken as error:
        text = gettext("The record does not hold together at No. %(number)s", number=error.params["number"])
        return {"status": "down", "text": text}
    return {"status": "ready", "text": gettext("The newest %(count)s entries hold together", count=count)}
