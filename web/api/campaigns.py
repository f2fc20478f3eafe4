"""/campaigns: read the rounds of the campaign with their dates and targets."""

from __future__ import annotations

from matchmaker.locale import N_
from matchmaker.services.campaign import get_campaign, page_campaigns
from web.api.operation import Call, Operation, Result
from web.api.parameters import PageQuery
from web.api.records import paged, shown
from web.api.shapes.base import code_of
from web.api.shapes.campaign import CampaignOut, CampaignPage

READ = ("campaigns:read",)


class CampaignQuery(PageQuery):
    """Which rounds to list."""

    state: code_of("campaign_states") | None = None


def index(call: Call) -> Result:
    query: CampaignQuery = call.query
    page = page_campaigns(work=call.work, state=query.state, page=query.page, count=query.total)
    return paged(call, page, CampaignPage, lambda call, row: CampaignOut.of(call.work, row))


def get(call: Call) -> Result:
    row = get_campaign(work=call.work, ref=call.path["ref"])
    call.precondition.check(row.version)
    return shown(call, row, lambda call, row: CampaignOut.of(call.work, row))


OPERATIONS = (
    Operation(
        name="listCampaigns",
        method="GET",
        path="/campaigns",
        summary=N_("List the rounds of the campaign"),
        description=N_("Newest first, a page at a time."),
        scopes=READ,
        handle=index,
        query=CampaignQuery,
        answer=CampaignPage,
    ),
    Operation(
        name="getCampaign",
        method="GET",
        path="/campaigns/{ref}",
        summary=N_("Read a round of the campaign"),
        scopes=READ,
        handle=get,
        answer=CampaignOut,
        tagged=True,
    ),
)
