"""Counts of decisions, indexes of the pages, what an office sets for itself, catalogues that it had before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns, indexes and tables; count the decisions that are there."""
    op.add_column("document", sa.Column("removed_at", sa.String(length=20), nullable=True))
    op.add_column("suggestion", sa.Column("sources", sa.Text(), nullable=True))
    op.create_index("ix_suggestion_unit_document_id", "suggestion", ["unit", "document_id"])
    op.create_index("ix_duty_due_done_at", "duty", ["due", "done_at"])
    op.create_index("ix_duty_rrule", "duty", ["rrule", "document_id"])
    for name in ("domain", "due", "unit"):
        op.drop_index(f"ix_entry_ended_by_{name}", "entry")
    standing = sa.text("ended_by IS NULL")
    op.create_index("ix_entry_standing", "entry", ["domain", "id", "unit", "step"], sqlite_where=standing, postgresql_where=standing)
    _counts()
    _office()
    _held()
    _count_decisions()


def _counts() -> None:
    op.create_table(
        "decision_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("kit", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=48), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_count")),
        sa.UniqueConstraint("kind", "kit", "domain", "percent", name=op.f("uq_decision_count_kind_kit_domain_percent")),
    )
    op.create_table(
        "field_count",
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("field", name=op.f("pk_field_count")),
    )


def _office() -> None:
    op.create_table(
        "rule_off",
        sa.Column("rule", sa.String(length=160), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rule", name=op.f("pk_rule_off")),
    )
    op.create_table(
        "local_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=48), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_domain")),
        sa.UniqueConstraint("name", name=op.f("uq_local_domain_name")),
    )
    op.create_table(
        "local_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=48), nullable=False),
        sa.Column("level1", sa.String(length=120), nullable=False),
        sa.Column("level2", sa.String(length=120), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("elements", "basis", "deadline", "unit")),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_item")),
        sa.UniqueConstraint("domain", "level1", "level2", name=op.f("uq_local_item_domain_level1_level2")),
    )


def _held() -> None:
    op.create_table(
        "held_catalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("compared_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_catalogue")),
    )
    op.create_table(
        "held_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("entry_key", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["catalogue_id"], ["held_catalogue.id"], name=op.f("fk_held_line_catalogue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_line")),
        sa.UniqueConstraint("catalogue_id", "key", name=op.f("uq_held_line_catalogue_id_key")),
    )
    op.create_index("ix_held_line_page", "held_line", ["catalogue_id", "kind", "place"])


def _count_decisions() -> None:
    from nlp.store.counts import count_all

    count_all(op.get_bind())
