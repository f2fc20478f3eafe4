"""Let the details of an event be erased, and nothing else of it be changed.

What an event says of a person may have to go at that person's request. Who did what on which record and when stays,
and so does the chain: the digest is not touched, and a later event says whose details were erased.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STAYS = (
    "id", "at", "actor_kind", "actor_ref", "actor_name", "action", "subject_kind", "subject_ref", "organization_ref",
    "county_code", "request_id", "previous_digest", "digest",
)  # fmt: skip
REFUSAL = "the audit log is append-only"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in STAYS)
        erased = "json(NEW.before) = '{}' AND json(NEW.after) = json('{\"erased\": true}') AND NEW.why = ''"
        op.execute("DROP TRIGGER event_refuse_update")
        op.execute(
            f"CREATE TRIGGER event_refuse_update BEFORE UPDATE ON event WHEN NOT ({same} AND {erased}) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    same = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in STAYS)
    erased = "NEW.before = '{}'::jsonb AND NEW.after = '{\"erased\": true}'::jsonb AND NEW.why = ''"
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' AND {same} AND {erased} THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{REFUSAL}'; END $$"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_refuse_update")
        op.execute(
            f"CREATE TRIGGER event_refuse_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_event_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
