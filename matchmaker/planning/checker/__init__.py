"""The checker: recomputes a plan's value and names every violation. It shares no code with the solver.

Nothing here imports from `planning` but the values; a test holds this.
"""

from matchmaker.planning.checker.meetings import MEETING_CHECKS, check_meetings
from matchmaker.planning.checker.pairs import PAIR_CHECKS, check_pairs
from matchmaker.planning.checker.trips import TRIP_CHECKS, check_trips
from matchmaker.planning.checker.visits import CHECKS, WORTHS, check_visits

__all__ = [
    "CHECKS",
    "MEETING_CHECKS",
    "PAIR_CHECKS",
    "TRIP_CHECKS",
    "WORTHS",
    "check_meetings",
    "check_pairs",
    "check_trips",
    "check_visits",
]
