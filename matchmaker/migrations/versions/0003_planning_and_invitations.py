"""Add what planning needs: conditions, orders, distances, talks, proposals, links and answers of invitations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Every invitation had one link; its hash moves to a row of its own.
LINKS_OF_INVITATIONS = """
INSERT INTO personal_link (invitation_id, token_hash, made_at, revoked_at)
SELECT id, token_hash, created_at, revoked_at FROM invitation
"""
# The way back keeps the oldest link; an invitation without any gets its reference, which is the hash of no token.
FIRST_LINK = """
UPDATE invitation SET token_hash = COALESCE(
    (SELECT token_hash FROM personal_link WHERE personal_link.invitation_id = invitation.id ORDER BY id LIMIT 1), ref)
"""


def upgrade() -> None:
    op.create_table(
        "distance",
        sa.Column("city", sa.String(length=40), nullable=False),
        sa.Column("county_code", sa.String(length=12), nullable=False),
        sa.Column("km", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distance")),
        sa.UniqueConstraint("city", "county_code", name=op.f("uq_distance_city_county_code")),
    )
    with op.batch_alter_table("distance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distance_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_distance_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "participation",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dates", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("max_visits", sa.Integer(), nullable=True),
        sa.Column("max_days", sa.Integer(), nullable=True),
        sa.Column("max_per_date", sa.Integer(), nullable=True),
        sa.Column("max_delegation", sa.Integer(), nullable=True),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("group_name", sa.String(length=60), nullable=True),
        sa.Column("group_leader", sa.Boolean(), nullable=False),
        sa.Column("arrangements", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(expert_id IS NULL) <> (organization_id IS NULL)", name=op.f("ck_participation_one_party")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_participation_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_participation_expert_id_expert"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_participation_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("campaign_id", "expert_id", name=op.f("uq_participation_campaign_id_expert_id")),
        sa.UniqueConstraint(
            "campaign_id", "organization_id", name=op.f("uq_participation_campaign_id_organization_id")
        ),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participation_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "plan_order",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_kind", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("expert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("institution_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("enterprise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chain_code", sa.String(length=40), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(enterprise_id IS NULL) <> (chain_code IS NULL)", name=op.f("ck_plan_order_one_party")),
        sa.CheckConstraint("(expert_id IS NULL) <> (institution_id IS NULL)", name=op.f("ck_plan_order_one_partner")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_plan_order_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["organization.id"],
            name=op.f("fk_plan_order_enterprise_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_plan_order_expert_id_expert"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["organization.id"],
            name=op.f("fk_plan_order_institution_id_organization"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_plan_order_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_order")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_order_ref")),
    )
    with op.batch_alter_table("plan_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_order_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_order_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_order_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_order_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_order_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_order_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=True),
        sa.Column("options", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("problem", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_proposal_decided_by_id_user")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_proposal_plan_id_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("ref", name=op.f("uq_proposal_ref")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_proposal_source_external_id")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "talk",
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enterprise_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("table_number", sa.Integer(), nullable=False),
        sa.Column("need_ids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["organization.id"], name=op.f("fk_talk_enterprise_id_organization")
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_talk_expert_id_expert")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_talk_plan_id_plan"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk")),
        sa.UniqueConstraint(
            "plan_id", "expert_id", "enterprise_id", name=op.f("uq_talk_plan_id_expert_id_enterprise_id")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_talk_ref")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_talk_source_external_id")),
    )
    with op.batch_alter_table("talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_talk_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_enterprise_id"), ["enterprise_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_talk_updated_at"), ["updated_at"], unique=False)

    op.create_table(
        "personal_link",
        sa.Column("invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_personal_link_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_personal_link_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_personal_link_token_hash")),
    )
    with op.batch_alter_table("personal_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_personal_link_invitation_id"), ["invitation_id"], unique=False)

    op.create_table(
        "rsvp",
        sa.Column("invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("trip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("talk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.String(length=24), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("dates", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("colleague", sa.String(length=200), nullable=True),
        sa.Column("how", sa.String(length=24), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_rsvp_invitation_id_invitation"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_rsvp_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["talk_id"], ["talk.id"], name=op.f("fk_rsvp_talk_id_talk"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["trip_id"], ["trip.id"], name=op.f("fk_rsvp_trip_id_trip"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_rsvp_visit_id_visit"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvp")),
        sa.UniqueConstraint("invitation_id", "talk_id", name=op.f("uq_rsvp_invitation_id_talk_id")),
        sa.UniqueConstraint("invitation_id", "trip_id", name=op.f("uq_rsvp_invitation_id_trip_id")),
        sa.UniqueConstraint("invitation_id", "visit_id", name=op.f("uq_rsvp_invitation_id_visit_id")),
    )
    with op.batch_alter_table("rsvp", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rsvp_answer"), ["answer"], unique=False)
        batch_op.create_index(batch_op.f("ix_rsvp_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rsvp_talk_id"), ["talk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rsvp_trip_id"), ["trip_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rsvp_updated_at"), ["updated_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_rsvp_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("sent_how", sa.String(length=24), nullable=True))
    op.execute(LINKS_OF_INVITATIONS)
    for kind in ("visit", "trip"):
        op.execute(
            f"UPDATE invitation SET plan_id = (SELECT plan_id FROM {kind} WHERE {kind}.id = invitation.{kind}_id) "
            f"WHERE {kind}_id IS NOT NULL"
        )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_trip_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_visit_id"))
        batch_op.drop_constraint(batch_op.f("uq_invitation_token_hash"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_invitation_trip_id_trip"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_invitation_visit_id_visit"), type_="foreignkey")
        batch_op.create_index(batch_op.f("ix_invitation_plan_id"), ["plan_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_plan_id_plan"), "plan", ["plan_id"], ["id"], ondelete="CASCADE"
        )
        for column in ("answer", "token_hash", "visit_id", "trip_id"):
            batch_op.drop_column(column)

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "arrangements",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )

    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "arrangements",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cancelled_why", sa.String(length=300), nullable=True))
        batch_op.add_column(
            sa.Column(
                "arrangements",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )

    with op.batch_alter_table("willingness", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "partner_ids",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="[]",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("willingness", schema=None) as batch_op:
        batch_op.drop_column("partner_ids")

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_column("arrangements")
        batch_op.drop_column("cancelled_why")

    with op.batch_alter_table("trip", schema=None) as batch_op:
        batch_op.drop_column("arrangements")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("arrangements")

    with op.batch_alter_table("invitation", schema=None) as batch_op:
        for column in ("trip_id", "visit_id"):
            batch_op.add_column(sa.Column(column, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("token_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(
            sa.Column(
                "answer", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default="{}"
            )
        )
    op.execute(FIRST_LINK)
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("token_hash", existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column(
            "answer", existing_type=sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default=None
        )
        batch_op.drop_constraint(batch_op.f("fk_invitation_plan_id_plan"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_visit_id_visit"), "visit", ["visit_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_trip_id_trip"), "trip", ["trip_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.drop_index(batch_op.f("ix_invitation_plan_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_invitation_token_hash"), ["token_hash"])
        batch_op.create_index(batch_op.f("ix_invitation_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_trip_id"), ["trip_id"], unique=False)
        batch_op.drop_column("sent_how")
        batch_op.drop_column("plan_id")

    op.drop_table("rsvp")
    op.drop_table("personal_link")
    op.drop_table("talk")
    op.drop_table("proposal")
    op.drop_table("plan_order")
    op.drop_table("participation")
    op.drop_table("distance")
