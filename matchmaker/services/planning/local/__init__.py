"""Local re-planning of published trips, pairings and meetings: the same proposals as for visits, other rows."""
