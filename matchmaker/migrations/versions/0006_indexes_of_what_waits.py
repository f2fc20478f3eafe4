"""Let the counts of what waits be read from indexes: needs by state and place, open suggestions by grade."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WAITING = ("state", "county_code", "entered_by_id", "answer_due_on", "assessed_at", "suggestion_count")


def upgrade() -> None:
    op.drop_index("ix_need_state_county", "need")
    op.create_index("ix_need_waiting", "need", list(WAITING))
    op.create_index("ix_suggestion_state_grade_need", "suggestion", ["state", "grade", "need_id"])
    op.create_index("ix_suggestion_need_state_grade", "suggestion", ["need_id", "state", "grade"])


def downgrade() -> None:
    op.drop_index("ix_suggestion_need_state_grade", "suggestion")
    op.drop_index("ix_suggestion_state_grade_need", "suggestion")
    op.drop_index("ix_need_waiting", "need")
    op.create_index("ix_need_state_county", "need", ["state", "county_code"])
