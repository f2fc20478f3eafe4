"""The filtered register of needs as a workbook; that it was taken out is recorded."""

from __future__ import annotations

from functools import partial

from flask import Response
from flask.typing import ResponseReturnValue

from matchmaker.services.need_export import export_needs
from matchmaker.services.need_list import SORTS
from web.downloads import download_of
from web.list_query import read_query
from web.navigation import READERS
from web.pages.console.needs.index import FILTERS, need_filter
from web.session import reading, require, writing


@require(*READERS)
def download() -> ResponseReturnValue:
    where = need_filter(read_query(FILTERS, tuple(SORTS)))
    with reading() as work:
        content = export_needs(work=work, noting=partial(writing, "need"), where=where)
        name = f"技术需求汇总表-{work.today():%Y%m%d}.xlsx"
    response: Response = download_of(content, name)
    return response
