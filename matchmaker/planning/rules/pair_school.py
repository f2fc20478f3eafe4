"""Schools (学院) of an institution: a row pairs with one of them at most, and together they carry so many places."""

from __future__ import annotations

import numpy as np

from matchmaker.locale import N_
from matchmaker.planning.arrays import floats, ints
from matchmaker.planning.pairs.build import PairBuild
from matchmaker.planning.rules.rule import Rule
from matchmaker.planning.values.pairs import PairProblem


def applies(problem: PairProblem) -> bool:
    return bool(problem.institution_of)


def constraint(build: PairBuild) -> None:
    """Rows per institution with a limit, and per (row, institution) with several schools."""
    institution = ints(build.problem.institution_of)[build.column]
    _load(build, institution)
    _once(build, institution)


def _load(build: PairBuild, institution: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    limits = {i: most for i, most in enumerate(build.problem.institution_load) if most is not None}
    number = np.full(max(build.problem.institution_of, default=-1) + 1, -1)
    number[ints(limits)] = np.arange(len(limits))
    row = number[institution]
    mine = np.flatnonzero(row >= 0)
    build.assembly.add_rows(
        "pair_school.load",
        count=len(limits),
        entries=((row[mine], mine, build.places[build.row[mine]].astype(np.float64)),),
        upper=floats(limits.values()),
        names=("institution",),
        keys=ints(limits),
    )


def _once(build: PairBuild, institution: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    width = max(build.problem.institution_of, default=0) + 1
    places, row, schools = np.unique(build.row * width + institution, return_inverse=True, return_counts=True)
    several = np.flatnonzero(schools > 1)
    number = np.full(len(places), -1)
    number[several] = np.arange(len(several))
    mine = np.flatnonzero(number[row] >= 0)
    build.assembly.add_rows(
        "pair_school.once",
        count=len(several),
        entries=((number[row[mine]], mine, 1.0),),
        upper=1.0,
        names=("row", "institution"),
        keys=np.column_stack([places[several] // width, places[several] % width]),
    )


RULE = Rule(
    name="pair_school",
    title=N_("the schools of an institution"),
    applies=applies,
    constraint=constraint,
    explanations={
        "pair_school.load": N_("The schools of institution %(institution)s have %(limit)g places together."),
        "pair_school.once": N_("Row %(row)s pairs with one school of institution %(institution)s only."),
    },
)
