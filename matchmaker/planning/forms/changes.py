"""What has changed after publication, as a JSON document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matchmaker.locale import N_
from matchmaker.planning.errors import InvalidProblem
from matchmaker.planning.forms import fields as take
from matchmaker.planning.values.changes import Change, EnterpriseDates, ExpertDates, NewNeed, Rejection

UNKNOWN = N_("%(value)s is none of these: %(known)s.")


def read_changes(document: Any) -> tuple[Change, ...]:
    """The changes of a list of {kind, ...}; raises InvalidProblem naming the first field that is missing or wrong.

    {kind: "rejection", expert, enterprise}, {kind: "expert_dates", expert, dates}, {kind: "enterprise_dates",
    enterprise, dates}, {kind: "new_need", enterprise, affinity: [[expert, value]]}. No dates are a cancellation.
    """
    return tuple(_change(one, f"changes[{number}].") for number, one in enumerate(take.items(document, "changes")))


def _change(value: Any, place: str) -> Change:
    form = take.fields_of(value, place)
    kind = take.need(form, "kind", place)
    if kind not in KINDS:
        raise InvalidProblem(field=f"{place}kind", problem=UNKNOWN, value=repr(kind)[:60], known=", ".join(KINDS))
    return KINDS[kind](form, place)


def _whole(form: Any, name: str, place: str) -> int:
    return take.whole(take.need(form, name, place), f"{place}{name}")


def _dates(form: Any, place: str) -> tuple[int, ...]:
    return take.wholes(take.need(form, "dates", place), f"{place}dates")


def _new_need(form: Any, place: str) -> NewNeed:
    field = f"{place}affinity"
    offers = (take.tuple_of(one, field, 2) for one in take.items(take.need(form, "affinity", place), field))
    return NewNeed(
        enterprise=_whole(form, "enterprise", place),
        affinity=tuple((take.whole(expert, field), take.number(value, field)) for expert, value in offers),
    )


KINDS: dict[str, Callable[[Any, str], Change]] = {
    "rejection": lambda form, place: Rejection(_whole(form, "expert", place), _whole(form, "enterprise", place)),
    "expert_dates": lambda form, place: ExpertDates(_whole(form, "expert", place), _dates(form, place)),
    "enterprise_dates": lambda form, place: EnterpriseDates(_whole(form, "enterprise", place), _dates(form, place)),
    "new_need": _new_need,
}
