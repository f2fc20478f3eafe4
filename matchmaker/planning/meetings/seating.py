"""Tables for meetings whose slots are fixed: experts keep their table, as far as there are enough."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from matchmaker.planning.values.meetings import Meeting

Appointment = tuple[int, int, int]


def seated(appointments: Iterable[Appointment], tables: int, *, taken: Iterable[Meeting] = ()) -> tuple[Meeting, ...]:
    """A table for each (slot, expert, enterprise); there must be at most `tables` of them in a slot.

    Experts with many meetings choose first and take the table that is free in most of their slots; where it is taken,
    they sit elsewhere for that slot. With a table for every expert, nobody ever moves. Meetings that are `taken` have
    been announced: those among the appointments keep their tables.
    """
    table_of = {(one.slot, one.expert, one.enterprise): one.table for one in taken}
    slots, settled = defaultdict(list), []
    free: dict[int, set[int]] = defaultdict(lambda: set(range(tables)))
    used: dict[int, Counter[int]] = defaultdict(Counter)
    for slot, expert, enterprise in appointments:
        table = table_of.get((slot, expert, enterprise))
        if table is None:
            slots[expert].append((slot, enterprise))
            continue
        free[slot].remove(table)
        used[expert][table] += 1
        settled.append(Meeting(slot=slot, table=table, expert=expert, enterprise=enterprise))
    for expert in sorted(slots, key=lambda one: (-len(slots[one]), one)):
        offers = Counter(table for slot, _ in slots[expert] for table in free[slot]) + used[expert]
        favourites = sorted(offers, key=lambda table: (-offers[table], table))
        for slot, enterprise in sorted(slots[expert]):
            table = next(table for table in favourites if table in free[slot])
            free[slot].remove(table)
            settled.append(Meeting(slot=slot, table=table, expert=expert, enterprise=enterprise))
    return tuple(sorted(settled))
