"""Let invitations be answered for pairings, too, and a school be named that should pair instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rsvp") as table:
        table.add_column(sa.Column("pairing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.add_column(sa.Column("school", sa.String(length=120), nullable=True))
        table.create_foreign_key(
            op.f("fk_rsvp_pairing_id_pairing"), "pairing", ["pairing_id"], ["id"], ondelete="CASCADE"
        )
        table.create_unique_constraint(op.f("uq_rsvp_invitation_id_pairing_id"), ["invitation_id", "pairing_id"])
        table.create_index(op.f("ix_rsvp_pairing_id"), ["pairing_id"], unique=False)


def downgrade() -> None:
    """Answers to pairings were recorded by hand before: those there are go, with what they are about."""
    op.execute("DELETE FROM rsvp WHERE pairing_id IS NOT NULL")
    with op.batch_alter_table("rsvp") as table:
        table.drop_index(op.f("ix_rsvp_pairing_id"))
        table.drop_constraint(op.f("uq_rsvp_invitation_id_pairing_id"), type_="unique")
        table.drop_constraint(op.f("fk_rsvp_pairing_id_pairing"), type_="foreignkey")
        table.drop_column("school")
        table.drop_column("pairing_id")
