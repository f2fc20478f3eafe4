"""Enterprises and institutions that fit each other, as the pages of partners show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from matchmaker.models import Expert, Suggestion
from matchmaker.models.codes import Confidentiality
from matchmaker.services.both_ways.partner_queue import grounds_of
from matchmaker.services.both_ways.partners import Partner
from matchmaker.services.work import Work
from web.labels import label
from web.pages.console.candidate import address_of, decision_of, kind_of

TERMS = 4


def candidates_of(work: Work, rows: Sequence[Suggestion], *, current: bool = False) -> list[dict[str, Any]]:
    """The variables of console/partner.html for each suggestion; the first one, or the `current` one, is open."""
    grounds = grounds_of(work=work, rows=rows)
    return [candidate_of(row, grounds[row.id], current or row is rows[0]) for row in rows]


def candidate_of(row: Suggestion, grounds: Sequence[Suggestion], current: bool) -> dict[str, Any]:
    enterprise, institution = row.enterprise, row.institution
    assert enterprise is not None  # the check constraint of the table
    assert institution is not None
    needs = int(row.parts.get("needs", len(grounds)))
    return {
        "ref": row.ref,
        "version": row.version,
        "grade": row.grade.value,
        "state": row.state.value,
        "current": current,
        "enterprise": enterprise.name,
        "enterprise_href": url_for("organizations.show", ref=enterprise.ref),
        "county": label(enterprise.county_code, "divisions"),
        "institution": institution.name,
        "institution_href": url_for("organizations.show", ref=institution.ref),
        "needs": needs,
        "grounds": [ground_of(each) for each in grounds],
        "hidden": max(0, needs - len(grounds)),
        "weights": row.run.weights_version,
        "decision": decision_of(row),
    }


def ground_of(row: Suggestion) -> dict[str, Any]:
    """A relation that a pair rests on: the need, who fits it, how well."""
    record = row.expert or row.achievement
    assert record is not None  # both were loaded as relations of needs and candidates
    assert row.need is not None
    return {
        "need": row.need.title,
        "need_href": url_for("needs.show", ref=row.need.ref),
        "kind": kind_of(record),
        "name": record.name if isinstance(record, Expert) else record.title,
        "href": address_of(record),
        "grade": row.grade.value,
        "terms": list(row.evidence.get("shared_terms", ()))[:TERMS],
    }


def partner_row(one: Partner) -> dict[str, Any]:
    """A line of the tables by chain and by institution; confidential needs are counted and not named."""
    body, rows = one.organization, one.tie.rows
    told = [row for row in rows if row.need and row.need.confidentiality is not Confidentiality.CONFIDENTIAL]
    return {
        "name": body.name,
        "href": url_for("organizations.show", ref=body.ref),
        "county": label(body.county_code, "divisions") if body.county_code else "",
        "grade": one.tie.grade.value,
        "needs": len(rows),
        "enterprises": one.enterprises,
        "grounds": [ground_of(row) for row in told],
        "hidden": len(rows) - len(told),
    }
