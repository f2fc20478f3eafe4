"""Throws the demo database away, to load it anew."""

from __future__ import annotations

from matchmaker import schema
from matchmaker.bootstrap import Application
from matchmaker.demo.errors import DemoNotAlone
from matchmaker.demo.loader import check_loadable
from matchmaker.demo.marks import is_mixed


def reset_demo(application: Application) -> None:
    """Empty a database that holds the demo, or nothing; everything done in the demo is lost.

    DemoRefused if it holds other data, DemoNotAlone if the demo was once put beside other data.
    """
    if schema.current_revision(application.database) is None:
        return
    schema.upgrade(application.database)
    check_loadable(application)
    if is_mixed(application.database):
        raise DemoNotAlone
    schema.downgrade(application.database, "base")
