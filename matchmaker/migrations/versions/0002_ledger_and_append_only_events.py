"""Create the ledger row, and make the audit log append-only inside the database."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSE_FUNCTION = """
CREATE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""


def upgrade() -> None:
    ledger = sa.table("ledger", *map(sa.column, ("id", "event_number", "event_digest", "change_number", "lineage")))
    row = {"id": 1, "event_number": 0, "event_digest": "", "change_number": 0, "lineage": secrets.token_hex(16)}
    op.execute(ledger.insert().values(row))
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_refuse_{act.lower()} BEFORE {act} ON event "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )
    else:
        op.execute(REFUSE_FUNCTION)
        op.execute(
            "CREATE TRIGGER event_refuse_change BEFORE UPDATE OR DELETE ON event "
            "FOR EACH ROW EXECUTE FUNCTION refuse_event_change()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_refuse_update")
        op.execute("DROP TRIGGER event_refuse_delete")
    else:
        op.execute("DROP TRIGGER event_refuse_change ON event")
        op.execute("DROP FUNCTION refuse_event_change()")
    op.execute("DELETE FROM ledger")
