"""What the schema-driven fuzzer needs: records that exist, and requests that name them."""

from __future__ import annotations

from datetime import date
from typing import Any

from matchmaker.models import Suggestion
from matchmaker.services.campaign import NewCampaign, Target, create_campaign
from matchmaker.services.work import Work
from tests.web.api.conftest import Api
from tests.web.api.examples import ACHIEVEMENT, EXPERT, NEED, ORGANIZATION, a_stored_suggestion

SUGGESTIONS = 40
CAMPAIGN = NewCampaign(
    4, "第四届（示例）", "百名专家泰安行", "百家企业院校行", date(2026, 10, 8), date(2027, 6, 30),
    targets=(Target("contracts", 35),),
)  # fmt: skip
RECORDS = {"needs": NEED, "experts": EXPERT, "organizations": ORGANIZATION, "achievements": ACHIEVEMENT}

# field of a body that names somebody -> resource
PARTIES = {"organization": "organizations", "institution": "organizations", "expert": "experts"}


def suggestions(work: Work) -> list[str]:
    """Undecided suggestions, enough for every decision that is tried; and a round of the campaign."""
    create_campaign(work=work, new=CAMPAIGN)
    rows: list[Suggestion] = [a_stored_suggestion(work) for _ in range(SUGGESTIONS)]
    return [row.ref for row in rows]


class Mender:
    """Makes well-formed requests meaningful: what a schema cannot say is set right before they are sent.

    A reference names a record that exists, an ETag is the present one, a cursor is none, of two days or amounts the
    first is the smaller, a credit code is left out (its last sign checks the others), an idempotency key is new.
    """

    def __init__(self, api: Api, undecided: list[str]) -> None:
        self.api, self.undecided, self.keys = api, list(undecided), 0
        self.refs = {name: api.post(f"/{name}", body).json["ref"] for name, body in RECORDS.items()}
        self.refs |= {"suggestions": undecided[0], "decisions": self._decide(self.undecided.pop())}
        outcome = {"need": self.refs["needs"], "level": "intent"}
        self.refs["outcomes"] = api.post("/outcomes", outcome).json["ref"]
        self.refs["campaigns"] = api.get("/campaigns").json["items"][0]["ref"]

    def mend(self, case: Any, *, addresses: bool) -> None:
        """Set the request of `case` right; its address too, unless that comes from an earlier answer."""
        if case.query:
            case.query.pop("cursor", None)
        if "Idempotency-Key" in (case.headers or {}):
            self.keys += 1
            case.headers["Idempotency-Key"] = f"key-{self.keys}"
        if isinstance(case.body, dict):
            self._mend_body(case.body)
        if addresses:
            self._mend_address(case, case.path_parameters or {})

    def _mend_address(self, case: Any, parameters: dict[str, Any]) -> None:
        resource = case.path.split("/")[1]
        if case.path.endswith("/decisions") and "ref" in parameters:
            parameters["ref"] = self.undecided.pop()
            case.headers["If-Match"] = self._tag(parameters["ref"])
            if case.body["verdict"] == "undo":
                case.body["verdict"] = "hold"
        elif "ref" in parameters:
            parameters["ref"] = self.refs[resource]
        if "external_id" in parameters and case.method == "GET":
            parameters.update(source="ttc", external_id=RECORDS[resource]["external_id"])
        if "scheme" in parameters:
            parameters["scheme"] = "trl"

    def _mend_body(self, body: dict[str, Any]) -> None:
        body.pop("uscc", None)
        self._mend_outcome(body)
        for first, second in (("funds_low", "funds_high"), ("window_from", "window_to")):
            if body.get(first) is not None and body.get(second) is not None:
                body[second] = body[first]
        for name, resource in (
            ("organization", "organizations"),
            ("institution", "organizations"),
            ("expert", "experts"),
        ):
            if isinstance(body.get(name), dict):
                body[name] = self._known(body[name], resource)
        if body.get("further_institutions"):
            body["further_institutions"] = [self._known(one, "organizations") for one in body["further_institutions"]]

    def _mend_outcome(self, body: dict[str, Any]) -> None:
        """A contract has a kind, no more is received than agreed on, and nothing was signed in the future."""
        if isinstance(body.get("need"), str):
            body["need"] = self.refs["needs"]
        for name in ("suggestion", "amount_received", "signed_on"):
            body.pop(name, None)
        if "contract_kind" in body or "level" in body:
            body["contract_kind"] = "service"
        if body.get("amount") is not None:
            body["amount"] = "12.50"

    def _known(self, party: dict[str, Any], resource: str) -> dict[str, Any]:
        if "ref" in party:
            return {"ref": self.refs[resource]}
        if "external_id" in party:
            return {"source": "ttc", "external_id": RECORDS[resource]["external_id"]}
        return {name: value for name, value in party.items() if name != "uscc"}

    def _tag(self, ref: str) -> str:
        return self.api.get(f"/suggestions/{ref}").headers["ETag"]

    def _decide(self, ref: str) -> str:
        answer = self.api.post(
            f"/suggestions/{ref}/decisions", {"verdict": "hold"}, headers={"If-Match": self._tag(ref)}
        )
        decision: str = answer.json["ref"]
        return decision
