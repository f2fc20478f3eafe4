"""The campaign planner, pure: a problem in, a plan with its proven bound out. Needs numpy and HiGHS only.

`values` are problems and plans; `rules` what a plan must keep and what it is worth, one rule a file; `program` turns
rules into a mixed-integer program and solves it; `visits`, `meetings`, `trips` and `pairs` plan, re-plan and explain;
`checker` judges plans and shares no code with the rest; `forms` are the JSON documents of all of them; `explanations`
and `violations` are the words for every code.
"""
