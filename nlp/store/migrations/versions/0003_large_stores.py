"""What pages of a large store are read from: cycles of recurring duties, counts of standing entries, the order of the queue."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns, a table and indexes; fill them from what is there."""
    op.add_column("duty", sa.Column("cycle", sa.Text(), nullable=True))
    op.add_column("duty", sa.Column("since", sa.String(length=10), nullable=True))
    for name in ("due", "due_done_at", "rrule"):
        op.drop_index(f"ix_duty_{name}", "duty")
    op.create_table(
        "standing_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=48), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_count")),
        sa.UniqueConstraint("domain", "unit", "step", name=op.f("uq_standing_count_domain_unit_step")),
    )
    op.create_table(
        "duty_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("cycle", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_count")),
        sa.UniqueConstraint("unit", "due", "cycle", "done", name=op.f("uq_duty_count_unit_due_cycle_done")),
    )
    _fill()
    once, again = sa.text("rrule IS NULL"), sa.text("rrule IS NOT NULL")
    op.create_index("ix_duty_once", "duty", ["due", "id", "unit", "done_at"], sqlite_where=once, postgresql_where=once)
    op.create_index("ix_duty_again", "duty", ["cycle", "id", "unit", "since", "done_at"], sqlite_where=again, postgresql_where=again)
    op.create_index("ix_duty_since", "duty", ["since"])
    op.create_index(
        "ix_document_order", "document",
        [sa.text("alarm DESC"), sa.text("(due IS NULL)"), "due", sa.text("doubt DESC"), "id", "state", "domain"],
    )


def _fill() -> None:
    from nlp.store.cycles import cycle_again
    from nlp.store.duty_counts import count_duties_again
    from nlp.store.standing import count_standing_again

    cycle_again(op.get_bind())
    count_duties_again(op.get_bind())
    count_standing_again(op.get_bind())


def downgrade() -> None:
    """Take it away again; nothing is lost that cannot be counted anew."""
    op.drop_index("ix_document_order", "document")
    for name in ("once", "again", "since"):
        op.drop_index(f"ix_duty_{name}", "duty")
    op.drop_table("standing_count")
    op.drop_table("duty_count")
    op.drop_column("duty", "since")
    op.drop_column("duty", "cycle")
    op.create_index("ix_duty_due", "duty", ["due"])
    op.create_index("ix_duty_due_done_at", "duty", ["due", "done_at"])
    op.create_index("ix_duty_rrule", "duty", ["rrule", "document_id"])
