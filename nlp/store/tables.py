"""Tables of the store. Times are ISO 8601 strings in UTC ("2026-03-02T08:15:00Z"), dates ISO strings, JSON is text.

What people decided is never changed: `decision`, `audit` and the versions of `entry` are only added to; an entry that is edited or
withdrawn is closed by the decision that did it (`ended_by`), and a later version stands beside it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("case_key", Text),
    Column("media_type", String(160)),
    Column("size", Integer, nullable=False),
    Column("kept", Boolean, nullable=False),  # whether the original's bytes lie in the store
    Column("origin", String(16), nullable=False),  # command, watch, desk, api
    Column("received_at", String(20), nullable=False),
    Column("state", String(12), nullable=False),  # open, done, failed, secret
    Column("title", Text),
    Column("issuer", Text),
    Column("document_number", Text),
    Column("written_on", String(10)),
    Column("domain", String(48)),
    Column("attribute", String(12)),
    Column("ground", String(48)),
    Column("classification", String(8)),
    Column("error", Text),
    Column("alarm", Integer, nullable=False, default=0),  # 3 secrecy, 2 withheld or personal data, 1 attribute unsure, 0 none
    Column("due", String(10)),  # next date by which something must be disclosed
    Column("doubt", Float, nullable=False, default=0.0),  # 0..1, share of suggestions that ask for a second look
    Column("pending", Integer, nullable=False, default=0),  # suggestions not decided yet
    Column("version", Integer, nullable=False, default=1),
    Column("removed_at", String(20)),  # when the office's rule of retention took the original away
    Index("ix_document_queue", "state", "alarm", "due", "doubt"),
    # the order of the queue: a page of it is read off, however many documents there are
    Index("ix_document_order", text("alarm DESC"), text("(due IS NULL)"), "due", text("doubt DESC"), "id", "state", "domain"),
    Index("ix_document_received_at", "received_at"),
)

blob = Table(  # originals, when the office keeps them in the database instead of beside it
    "blob",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

analysis = Table(
    "analysis",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("kit", String(64), nullable=False),
    Column("made_at", String(20), nullable=False),
    Column("record", Text, nullable=False),  # one JSON line of the contract
    UniqueConstraint("document_id", "kit"),
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("analysis_id", ForeignKey("analysis.id"), nullable=False),
    Column("place", Integer, nullable=False),  # order in the document
    Column("key", String(64), nullable=False),  # hash of section, item and evidence: the same matter in a later analysis
    Column("entry", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("unit", Text),
    Column("domain", String(48), nullable=False),
    Column("mode", String(8), nullable=False),
    Column("due", String(10)),
    Column("score", Float, nullable=False),
    Column("needs_review", Boolean, nullable=False),
    Column("state", String(12), nullable=False),  # open, confirmed, rejected, split, merged, replaced
    Column("version", Integer, nullable=False, default=1),
    Column("sources", Text),  # JSON list of [field, rule or model]; null: read it from the analysis
    UniqueConstraint("document_id", "key"),
    Index("ix_suggestion_unit_document_id", "unit", "document_id"),
    Index("ix_suggestion_document_id_place", "document_id", "place"),
    Index("ix_suggestion_state_score", "state", "score"),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request", String(64), nullable=False, unique=True),  # named by the caller: a repeated request changes nothing
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
    Column("kind", String(12), nullable=False),  # confirm, edit, reject, add, split, merge, withdraw, reopen, review, issue
    Column("document_id", ForeignKey("document.id")),
    Column("suggestion_id", ForeignKey("suggestion.id")),
    Column("entry_key", String(36)),
    Column("before", Text),
    Column("after", Text),
    Column("changed", Text),  # JSON list of field names
    Column("reason", Text),
    Column("kit", String(64)),
    Index("ix_decision_document_id", "document_id"),
    Index("ix_decision_suggestion_id", "suggestion_id"),
    Index("ix_decision_entry_key", "entry_key"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(36), nullable=False),  # the matter through its versions
    Column("document_id", ForeignKey("document.id")),
    Column("suggestion_id", ForeignKey("suggestion.id")),
    Column("made_by", ForeignKey("decision.id"), nullable=False),
    Column("ended_by", ForeignKey("decision.id")),
    Column("step", String(8), nullable=False),  # drafted, reviewed, issued
    Column("index_number", String(64)),
    Column("fields", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("unit", Text),
    Column("domain", String(48), nullable=False),
    Column("mode", String(8), nullable=False),
    Column("due", String(10)),
    Index("ix_entry_key", "key"),
    Index("ix_entry_document_id", "document_id"),
)
Index(  # the pages of the catalogue are chosen from this alone
    "ix_entry_standing", entry.c.domain, entry.c.id, entry.c.unit, entry.c.step,
    sqlite_where=entry.c.ended_by.is_(None), postgresql_where=entry.c.ended_by.is_(None),
)
Index(  # two standing entries never share a number; the versions of one entry do
    "uq_entry_index_number", entry.c.index_number, unique=True,
    sqlite_where=entry.c.ended_by.is_(None), postgresql_where=entry.c.ended_by.is_(None),
)

decision_count = Table(  # how often what was decided on what; kept with every decision, so that nobody counts them all again
    "decision_count",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("kit", String(64), nullable=False),  # "" for a decision on no suggestion
    Column("domain", String(48), nullable=False),
    Column("percent", Integer, nullable=False),  # score of the suggestion, -1 without one
    Column("n", Integer, nullable=False),
    Column("score", Float, nullable=False),  # sum over the n
    UniqueConstraint("kind", "kit", "domain", "percent"),
)

field_count = Table(  # how often people changed which field
    "field_count",
    metadata,
    Column("field", String(32), primary_key=True),
    Column("n", Integer, nullable=False),
)

standing_count = Table(  # standing entries by domain, unit and step; kept with every decision, so that no page counts them all
    "standing_count",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("domain", String(48), nullable=False),
    Column("unit", Text, nullable=False),  # "" for none
    Column("step", String(8), nullable=False),
    Column("n", Integer, nullable=False),
    UniqueConstraint("domain", "unit", "step"),
)

rule_off = Table(  # rules that the office turned off: "table:row"
    "rule_off",
    metadata,
    Column("rule", String(160), primary_key=True),
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
)

local_domain = Table(  # what the office calls a national domain
    "local_domain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("code", String(48), nullable=False),
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
)

local_item = Table(  # the office's own catalogue items, beside those of the national standards
    "local_item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("domain", String(48), nullable=False),
    Column("level1", String(120), nullable=False),
    Column("level2", String(120), nullable=False),
    Column("elements", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("deadline", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
    UniqueConstraint("domain", "level1", "level2"),
)

held_catalogue = Table(  # a catalogue that the office had before, brought in to be adjusted
    "held_catalogue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
    Column("compared_at", String(20), nullable=False),
)

held_line = Table(  # its rows, and what speaks against them: each is accepted or dismissed by a person
    "held_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("catalogue_id", ForeignKey("held_catalogue.id"), nullable=False),
    Column("kind", String(12), nullable=False),  # row, new, stale, missing, contradicted
    Column("key", String(64), nullable=False),  # hash of what it says: the same line of a later comparison
    Column("place", Integer, nullable=False),
    Column("row", Integer),  # number of the held row that it is about
    Column("content", Text, nullable=False),
    Column("state", String(12), nullable=False),  # open, accepted, dismissed, gone
    Column("at", String(20)),
    Column("person", Text),
    Column("entry_key", String(36)),
    UniqueConstraint("catalogue_id", "key"),
    Index("ix_held_line_page", "catalogue_id", "kind", "place"),
)

catalogue_version = Table(
    "catalogue_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False, unique=True),
    Column("note", Text),
    Column("last_decision", Integer, nullable=False),
)

duty = Table(  # deadlines of documents that name a date, for the ledger
    "duty",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("section", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("task", Text),
    Column("kind", String(12), nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text),
    Column("due", String(10)),
    Column("rrule", Text),
    Column("done_at", String(20)),
    Column("done_by", Text),
    Column("cycle", Text),  # of a recurring duty: its rule and the day from which it counts, in the form of nlp.store.cycles
    Column("since", String(10)),  # of a recurring duty: when its document was written; it has no days before
    Index("ix_duty_document_id", "document_id"),
)
Index(  # the duties of a day are chosen from these two alone
    "ix_duty_once", duty.c.due, duty.c.id, duty.c.unit, duty.c.done_at,
    sqlite_where=duty.c.rrule.is_(None), postgresql_where=duty.c.rrule.is_(None),
)
Index(
    "ix_duty_again", duty.c.cycle, duty.c.id, duty.c.unit, duty.c.since, duty.c.done_at,
    sqlite_where=duty.c.rrule.is_not(None), postgresql_where=duty.c.rrule.is_not(None),
)
Index("ix_duty_since", duty.c.since)

duty_count = Table(  # duties that are alike for the ledger; kept with every change of one
    "duty_count",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit", Text, nullable=False),  # "" for none
    Column("due", String(10), nullable=False),  # "" of recurring duties
    Column("cycle", Text, nullable=False),  # "" of duties of one day
    Column("done", Boolean, nullable=False),
    Column("n", Integer, nullable=False),
    UniqueConstraint("unit", "due", "cycle", "done"),
)

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("display", Text, nullable=False),
    Column("role", String(16), nullable=False),  # clerk, reviewer, administrator, reader, auditor
    Column("password", Text),  # argon2 hash; null: signs on through the proxy only
    Column("active", Boolean, nullable=False, default=True),
    Column("must_change", Boolean, nullable=False, default=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", String(20)),
    Column("made_at", String(20), nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True),  # sha256 of the cookie
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("made_at", String(20), nullable=False),
    Column("seen_at", String(20), nullable=False),
    Column("expires_at", String(20), nullable=False),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("made_at", String(20), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("revoked_at", String(20)),
)

draft = Table(  # what a person typed and has not decided yet
    "draft",
    metadata,
    Column("suggestion_id", ForeignKey("suggestion.id"), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("base", Integer, nullable=False),  # version of the suggestion that it began from
    Column("at", String(20), nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("at", String(20), nullable=False),
)

setting = Table("setting", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(20), nullable=False),
    Column("person", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(  # one row: how many records there must be, and the last hash; found missing rows at the end
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

search_part = Table(  # a piece of a document or an entry in the full-text index; its words lie in FTS5 or in a tsvector column
    "search_part",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),  # document, entry
    Column("ref", Integer, nullable=False),
    Index("ix_search_part_kind_ref", "kind", "ref"),
)
