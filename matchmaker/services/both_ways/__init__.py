"""Matches read the other way round: enterprises and institutions for each other, needs that suit an institution."""
