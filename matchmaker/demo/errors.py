"""Why the demo data is not loaded."""

from __future__ import annotations

from matchmaker.errors import MatchmakerError
from matchmaker.locale import N_


class DemoRefused(MatchmakerError):
    """The database holds other data."""

    code = "demo_refused"
    message = N_(
        "This database holds other data, so the demo was not loaded. Choose another data folder with "
        "MATCHMAKER_DATA_DIR, or add --force to mix the two."
    )


class DemoNotAlone(MatchmakerError):
    """The demo was mixed with other data: throwing it away would take those along."""

    code = "demo_not_alone"
    message = N_("The demo stands beside other data here, so the database is not emptied. Restore a backup instead.")


class DemoInProduction(MatchmakerError):
    """Demo accounts have a known password: never in production."""

    code = "demo_in_production"
    message = N_("The demo is not loaded in production: its accounts share a known password.")


class PortTaken(MatchmakerError):
    """Something listens on the address already; `port` is taken, `other` is a free one."""

    code = "port_taken"
    message = N_(
        "Port %(port)s is taken, perhaps by a demo that still runs: see http://%(host)s:%(port)s. Stop it, or choose "
        "another port: matchmaker demo --port %(other)s"
    )
