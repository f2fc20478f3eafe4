"""Make room for sealed second-factor secrets. They are sealed by `matchmaker user reseal`: a migration has no key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user") as table:
        table.alter_column("totp_secret", existing_type=sa.String(64), type_=sa.String(255), existing_nullable=True)


def downgrade() -> None:
    """Sealed secrets do not fit the old column: their owners set up the second factor again."""
    user = sa.table("user", *map(sa.column, ("totp_secret", "totp_confirmed_at", "totp_last_step")))
    nothing = {"totp_secret": None, "totp_confirmed_at": None, "totp_last_step": None}
    op.execute(user.update().where(sa.func.length(user.c.totp_secret) > 64).values(nothing))
    with op.batch_alter_table("user") as table:
        table.alter_column("totp_secret", existing_type=sa.String(255), type_=sa.String(64), existing_nullable=True)
