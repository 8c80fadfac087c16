"""The log, its projections and the vault.

Revision 0001, after nothing.
"""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


EMPTY_ROOT = sha256(b"").digest()
MANDATE_KINDS = (
    "rector",
    "acting_rector",
    "vice_rector",
    "written_authority",
    "assistant",
    "wg_chair",
    "wg_member",
    "session_chair",
    "session_secretary",
    "president",
    "presidium_member",
    "secretary_general",
    "secretariat",
    "auditor",
    "observer",
    "student_representative",
    "administrator",
    "delegate",
)


def upgrade() -> None:
    """Goes forward."""
    op.create_table(
        "attempt",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.CheckConstraint("tries > 0", name=op.f("ck_attempt_tries")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_since"), "attempt", ["since"], unique=False)

    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.CheckConstraint("sha256 LIKE 'sha256:%'", name=op.f("ck_blob_sha256")),
        sa.CheckConstraint("length(content) = size", name=op.f("ck_blob_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "body",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('plenary', 'working_group', 'presidium')", name=op.f("ck_body_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
    )
    op.create_table(
        "conference",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("log_key", sa.String(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("founded", sa.String(length=27), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_conference_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("typeset", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("current", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("kind IN ('resolution', 'minutes')", name=op.f("ck_document_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index(op.f("ix_document_current"), "document", ["current"], unique=False)
    op.create_index(op.f("ix_document_subject"), "document", ["subject"], unique=False)

    op.create_table(
        "envelope",
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("vote", "seat", name=op.f("pk_envelope")),
    )
    op.create_table(
        "idempotency",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 0", name=op.f("ck_idempotency_count")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_idempotency_position")),
        sa.PrimaryKeyConstraint("key", "person", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('member', 'partner', 'stakeholder', 'candidate')", name=op.f("ck_institution_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased_until", sa.String(length=27), nullable=True),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("done_at", sa.String(length=27), nullable=True),
        sa.Column("error", sa.String(), server_default=sa.text("('')"), nullable=False),
        sa.CheckConstraint("(leased_until IS NULL) = (lease_owner IS NULL)", name=op.f("ck_job_lease")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_job_tries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_done_at_due"), "job", ["done_at", "due"], unique=False)

    op.create_table(
        "log_checkpoint",
        sa.Column(
            "size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_log_checkpoint_root")),
        sa.CheckConstraint("size > 0", name=op.f("ck_log_checkpoint_size")),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )
    op.create_table(
        "log_event",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("act", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_log_event_actor")),
        sa.CheckConstraint("act >= 0 AND act <= position", name=op.f("ck_log_event_act")),
        sa.CheckConstraint("length(leaf_hash) = 32", name=op.f("ck_log_event_leaf_hash")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_log_event_position")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_event")),
    )
    op.create_index(op.f("ix_log_event_person_position"), "log_event", ["person", "position"], unique=False)
    op.create_index(op.f("ix_log_event_subject_position"), "log_event", ["subject", "position"], unique=False)

    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_head_one")),
        sa.CheckConstraint("length(frontier) % 32 = 0", name=op.f("ck_log_head_frontier")),
        sa.CheckConstraint("length(root) = 32", name=op.f("ck_log_head_root")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_log_head_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), server_default=sa.text("('')"), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("leased_until", sa.String(length=27), nullable=True),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("sent_at", sa.String(length=27), nullable=True),
        sa.Column("error", sa.String(), server_default=sa.text("('')"), nullable=False),
        sa.CheckConstraint("(leased_until IS NULL) = (lease_owner IS NULL)", name=op.f("ck_outbox_lease")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_tries")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_person"), "outbox", ["person"], unique=False)
    op.create_index(op.f("ix_outbox_sent_at_due"), "outbox", ["sent_at", "due"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name_az", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_folded", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.CheckConstraint("locale IN ('az', 'en')", name=op.f("ck_person_locale")),
        sa.CheckConstraint("(email IS NULL) = (email_folded IS NULL)", name=op.f("ck_person_email")),
        sa.CheckConstraint("length(salt) >= 16", name=op.f("ck_person_salt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_person_email_folded")),
    )
    op.create_table(
        "person_ref",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("has_password", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_ref")),
    )
    op.create_table(
        "text",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.CheckConstraint("digest LIKE 'sha256:%'", name=op.f("ck_text_digest")),
        sa.CheckConstraint("length(salt) >= 16", name=op.f("ck_text_salt")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_text")),
    )
    op.create_table(
        "workflow_version",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("engine", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_workflow_version")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_workflow_version_name_version")),
    )
    op.create_table(
        "credential",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("changed", sa.String(length=27), nullable=False),
        sa.CheckConstraint("kind IN ('password')", name=op.f("ck_credential_kind")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_credential_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", "kind", name=op.f("pk_credential")),
    )
    op.create_table(
        "institution_name",
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution"], ["institution.id"], name=op.f("fk_institution_name_institution")
        ),
        sa.PrimaryKeyConstraint("institution", "ordinal", name=op.f("pk_institution_name")),
    )
    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("issued", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        sa.Column("used", sa.String(length=27), nullable=True),
        sa.CheckConstraint("purpose IN ('invitation', 'lost_password')", name=op.f("ck_invitation_purpose")),
        sa.CheckConstraint("expires > issued", name=op.f("ck_invitation_expires")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_invitation_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_person"), "invitation", ["person"], unique=False)

    op.create_table(
        "seat",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("weight", sa.String(), nullable=False),
        sa.CheckConstraint("(institution IS NULL) <> (person IS NULL)", name=op.f("ck_seat_holder")),
        sa.CheckConstraint("weight LIKE '%/%'", name=op.f("ck_seat_weight")),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_seat_body")),
        sa.ForeignKeyConstraint(["institution"], ["institution.id"], name=op.f("fk_seat_institution")),
        sa.ForeignKeyConstraint(["person"], ["person_ref.id"], name=op.f("fk_seat_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("institution", "body", name=op.f("uq_seat_institution_body")),
        sa.UniqueConstraint("person", "body", name=op.f("uq_seat_person_body")),
    )
    op.create_index(op.f("ix_seat_body"), "seat", ["body"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins", sa.String(length=27), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("convened", sa.String(length=27), nullable=False),
        sa.Column("moved", sa.String(length=27), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("noticed", sa.Text(), nullable=False),
        sa.Column("opened", sa.String(length=27), nullable=True),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Text(), nullable=False),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("guests", sa.Text(), nullable=False),
        sa.Column("closed", sa.String(length=27), nullable=True),
        sa.Column("cancelled", sa.String(length=27), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approved", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(cancelled IS NULL) = (status <> 'cancelled')", name=op.f("ck_session_cancelled")
        ),
        sa.CheckConstraint("(closed IS NULL) = (status <> 'closed')", name=op.f("ck_session_closed")),
        sa.CheckConstraint(
            "(opened IS NULL) = (status IN ('convened', 'cancelled'))", name=op.f("ck_session_opened")
        ),
        sa.CheckConstraint("kind IN ('room', 'remote', 'hybrid')", name=op.f("ck_session_kind")),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_session_sequence")),
        sa.CheckConstraint(
            "status IN ('convened', 'open', 'suspended', 'closed', 'cancelled')",
            name=op.f("ck_session_status"),
        ),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_session_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_body"), "session", ["body"], unique=False)

    op.create_table(
        "signature",
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_signature_actor")),
        sa.CheckConstraint("field IN ('chair', 'secretary')", name=op.f("ck_signature_field")),
        sa.CheckConstraint("method IN ('here', 'outside', 'paper')", name=op.f("ck_signature_method")),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_signature_document")),
        sa.PrimaryKeyConstraint("document", "ordinal", name=op.f("pk_signature")),
        sa.UniqueConstraint("document", "field", name=op.f("uq_signature_document_field")),
    )
    op.create_table(
        "web_session",
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("seen", sa.String(length=27), nullable=False),
        sa.Column("authenticated_at", sa.String(length=27), nullable=False),
        sa.Column("expires", sa.String(length=27), nullable=False),
        sa.CheckConstraint("expires > created", name=op.f("ck_web_session_expires")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_web_session_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_web_session")),
    )
    op.create_index(op.f("ix_web_session_expires"), "web_session", ["expires"], unique=False)
    op.create_index(op.f("ix_web_session_person"), "web_session", ["person"], unique=False)

    op.create_table(
        "refused_attempt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("first", sa.String(length=27), nullable=False),
        sa.Column("last", sa.String(length=27), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_refused_attempt_last")),
        sa.CheckConstraint("times > 0", name=op.f("ck_refused_attempt_times")),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_refused_attempt_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_attempt")),
    )
    op.create_index(op.f("ix_refused_attempt_last"), "refused_attempt", ["last"], unique=False)
    op.create_index(
        op.f("ix_refused_attempt_person_last"), "refused_attempt", ["person", "last"], unique=False
    )

    op.create_table(
        "mandate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("seat", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=True),
        sa.Column("ended", sa.String(length=27), nullable=True),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=True),
        sa.Column("election", sa.String(), nullable=True),
        sa.CheckConstraint(f"kind IN {MANDATE_KINDS!r}", name=op.f("ck_mandate_kind")),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_mandate_until")),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_mandate_body")),
        sa.ForeignKeyConstraint(["institution"], ["institution.id"], name=op.f("fk_mandate_institution")),
        sa.ForeignKeyConstraint(["person"], ["person_ref.id"], name=op.f("fk_mandate_person")),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name=op.f("fk_mandate_seat")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_mandate_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_body"), "mandate", ["body"], unique=False)
    op.create_index(op.f("ix_mandate_institution"), "mandate", ["institution"], unique=False)
    op.create_index(op.f("ix_mandate_person"), "mandate", ["person"], unique=False)
    op.create_index(op.f("ix_mandate_seat"), "mandate", ["seat"], unique=False)
    op.create_index(op.f("ix_mandate_session"), "mandate", ["session"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.CheckConstraint("mode IN ('room', 'remote')", name=op.f("ck_attendance_mode")),
        sa.ForeignKeyConstraint(["mandate"], ["mandate.id"], name=op.f("fk_attendance_mandate")),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name=op.f("fk_attendance_seat")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_attendance_session")),
        sa.PrimaryKeyConstraint("session", "seat", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_mandate"), "attendance", ["mandate"], unique=False)

    op.create_table(
        "movement",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.CheckConstraint("mode IN ('room', 'remote')", name=op.f("ck_movement_mode")),
        sa.ForeignKeyConstraint(["mandate"], ["mandate.id"], name=op.f("fk_movement_mandate")),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name=op.f("fk_movement_seat")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_movement_session")),
        sa.PrimaryKeyConstraint("session", "ordinal", name=op.f("pk_movement")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("workflow_hash", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("drafter_kind", sa.String(), nullable=False),
        sa.Column("drafter", sa.String(), nullable=True),
        sa.Column("drafter_mandate", sa.String(), nullable=True),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("manifest_hash", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sponsors", sa.Text(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("created", sa.String(length=27), nullable=False),
        sa.Column("entered", sa.String(length=27), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("vote", sa.String(), nullable=True),
        sa.Column("votes", sa.Text(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("linked", sa.Text(), nullable=False),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "drafter_kind IN ('person', 'system', 'installer')", name=op.f("ck_proposal_drafter_kind")
        ),
        sa.CheckConstraint("(item IS NULL) = (session IS NULL)", name=op.f("ck_proposal_item")),
        sa.CheckConstraint("revision >= 0", name=op.f("ck_proposal_revision")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_proposal_version")),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_proposal_body")),
        sa.ForeignKeyConstraint(["drafter"], ["person_ref.id"], name=op.f("fk_proposal_drafter")),
        sa.ForeignKeyConstraint(
            ["drafter_mandate"], ["mandate.id"], name=op.f("fk_proposal_drafter_mandate")
        ),
        sa.ForeignKeyConstraint(["institution"], ["institution.id"], name=op.f("fk_proposal_institution")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_proposal_session")),
        sa.ForeignKeyConstraint(
            ["workflow_hash"], ["workflow_version.hash"], name=op.f("fk_proposal_workflow_hash")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("reference", name=op.f("uq_proposal_reference")),
    )
    op.create_index(op.f("ix_proposal_body"), "proposal", ["body"], unique=False)
    op.create_index(op.f("ix_proposal_drafter"), "proposal", ["drafter"], unique=False)
    op.create_index(op.f("ix_proposal_institution"), "proposal", ["institution"], unique=False)
    op.create_index(op.f("ix_proposal_session"), "proposal", ["session"], unique=False)
    op.create_index(op.f("ix_proposal_workflow_hash"), "proposal", ["workflow_hash"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("minutes", sa.String(), nullable=True),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(proposal IS NULL) = (kind <> 'proposal')", name=op.f("ck_agenda_item_proposal")),
        sa.CheckConstraint("item > 0 OR lifted", name=op.f("ck_agenda_item_item")),
        sa.CheckConstraint(
            "kind IN ('proposal', 'information', 'discussion', 'minutes', 'other_business')",
            name=op.f("ck_agenda_item_kind"),
        ),
        sa.ForeignKeyConstraint(["minutes"], ["session.id"], name=op.f("fk_agenda_item_minutes")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_agenda_item_proposal")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_agenda_item_session")),
        sa.PrimaryKeyConstraint("session", "ordinal", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_proposal"), "agenda_item", ["proposal"], unique=False)
    op.create_index(
        "uq_agenda_item_once",
        "agenda_item",
        ["session", "proposal"],
        unique=True,
        sqlite_where=sa.text("lifted = false"),
        postgresql_where=sa.text("lifted = false"),
    )

    op.create_table(
        "case_step",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approved", sa.Text(), nullable=False),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_case_step_actor")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_case_step_proposal")),
        sa.PrimaryKeyConstraint("proposal", "ordinal", name=op.f("pk_case_step")),
    )
    op.create_table(
        "approval",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("transition", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_approval_actor")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_approval_proposal")),
        sa.PrimaryKeyConstraint("proposal", "ordinal", name=op.f("pk_approval")),
    )
    op.create_table(
        "filing",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dated", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_filing_actor")),
        sa.CheckConstraint("kind IN ('letter', 'answer', 'execution')", name=op.f("ck_filing_kind")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_filing_proposal")),
        sa.ForeignKeyConstraint(["sender"], ["institution.id"], name=op.f("fk_filing_sender")),
        sa.PrimaryKeyConstraint("proposal", "ordinal", name=op.f("pk_filing")),
    )
    op.create_table(
        "asking",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("each", sa.String(), nullable=False),
        sa.Column("parties", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.CheckConstraint("each IN ('institution', 'body', 'person')", name=op.f("ck_asking_each")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_asking_proposal")),
        sa.PrimaryKeyConstraint("proposal", "number", name=op.f("pk_asking")),
    )
    op.create_table(
        "opinion",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asking", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("answered", sa.String(length=27), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.CheckConstraint("(use = '') = (answered IS NULL)", name=op.f("ck_opinion_answered")),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_opinion_actor")),
        sa.CheckConstraint("use IN ('', 'used', 'partly', 'not')", name=op.f("ck_opinion_use")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_opinion_proposal")),
        sa.PrimaryKeyConstraint("proposal", "number", name=op.f("pk_opinion")),
    )
    op.create_table(
        "proxy",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("proposal", sa.String(), nullable=True),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("until", sa.String(length=27), nullable=True),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("by_kind", sa.String(), nullable=False),
        sa.Column("by_person", sa.String(), nullable=True),
        sa.Column("by_mandate", sa.String(), nullable=True),
        sa.Column("given", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revoked", sa.String(length=27), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.CheckConstraint("by_kind IN ('person', 'system', 'installer')", name=op.f("ck_proxy_by_kind")),
        sa.CheckConstraint("holder <> seat", name=op.f("ck_proxy_holder")),
        sa.ForeignKeyConstraint(["by_mandate"], ["mandate.id"], name=op.f("fk_proxy_by_mandate")),
        sa.ForeignKeyConstraint(["by_person"], ["person_ref.id"], name=op.f("fk_proxy_by_person")),
        sa.ForeignKeyConstraint(["holder"], ["seat.id"], name=op.f("fk_proxy_holder")),
        sa.ForeignKeyConstraint(["person"], ["person_ref.id"], name=op.f("fk_proxy_person")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_proxy_proposal")),
        sa.ForeignKeyConstraint(["revoked_by"], ["person_ref.id"], name=op.f("fk_proxy_revoked_by")),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name=op.f("fk_proxy_seat")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_proxy_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
    )
    op.create_index(op.f("ix_proxy_holder"), "proxy", ["holder"], unique=False)
    op.create_index(op.f("ix_proxy_proposal"), "proxy", ["proposal"], unique=False)
    op.create_index(op.f("ix_proxy_seat"), "proxy", ["seat"], unique=False)
    op.create_index(op.f("ix_proxy_session"), "proxy", ["session"], unique=False)

    op.create_table(
        "recusal",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("recused", sa.String(), nullable=True),
        sa.Column("for_institution", sa.String(), nullable=True),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_recusal_actor")),
        sa.ForeignKeyConstraint(
            ["for_institution"], ["institution.id"], name=op.f("fk_recusal_for_institution")
        ),
        sa.ForeignKeyConstraint(["recused"], ["person_ref.id"], name=op.f("fk_recusal_recused")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_recusal_proposal")),
        sa.PrimaryKeyConstraint("proposal", "ordinal", name=op.f("pk_recusal")),
    )
    op.create_table(
        "candidate",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("candidate", sa.String(), nullable=True),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("stands_for", sa.String(), nullable=True),
        sa.Column("traits", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("accepted", sa.String(length=27), nullable=True),
        sa.Column("withdrawn", sa.String(length=27), nullable=True),
        sa.CheckConstraint("actor IN ('person', 'system', 'installer')", name=op.f("ck_candidate_actor")),
        sa.ForeignKeyConstraint(["candidate"], ["person_ref.id"], name=op.f("fk_candidate_candidate")),
        sa.ForeignKeyConstraint(["stands_for"], ["institution.id"], name=op.f("fk_candidate_stands_for")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_candidate_proposal")),
        sa.PrimaryKeyConstraint("proposal", "ordinal", name=op.f("pk_candidate")),
        sa.UniqueConstraint("proposal", "option", name=op.f("uq_candidate_proposal_option")),
    )
    op.create_table(
        "deadline",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("transition", sa.String(), nullable=False),
        sa.Column("due", sa.String(length=27), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("reminders", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=True),
        sa.Column("escalations", sa.Text(), nullable=False),
        sa.Column("uncovered", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_deadline_proposal")),
        sa.PrimaryKeyConstraint("proposal", "state", name=op.f("pk_deadline")),
    )
    op.create_index(op.f("ix_deadline_due"), "deadline", ["due"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("recommendation", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("mandate", sa.String(), nullable=True),
        sa.Column("institution", sa.String(), nullable=True),
        sa.CheckConstraint(
            "actor IN ('person', 'system', 'installer')", name=op.f("ck_recommendation_actor")
        ),
        sa.CheckConstraint(
            "recommendation IN ('adopt', 'adopt_amended', 'reject')",
            name=op.f("ck_recommendation_recommendation"),
        ),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_recommendation_body")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_recommendation_proposal")),
        sa.PrimaryKeyConstraint("proposal", "ordinal", name=op.f("pk_recommendation")),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("obtained", sa.String(), nullable=False),
        sa.Column("ballot", sa.String(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("manifest_hash", sa.String(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened", sa.String(length=27), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("closes", sa.String(length=27), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("ends_early", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.String(length=27), nullable=True),
        sa.Column("unused", sa.Text(), nullable=False),
        sa.Column("excluded", sa.Text(), nullable=False),
        sa.Column("weights", sa.String(), nullable=False),
        sa.Column("weights_since", sa.String(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("preferred", sa.Text(), nullable=False),
        sa.Column("quorum_asked", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.String(length=27), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("present", sa.Text(), nullable=False),
        sa.Column("tellers", sa.Text(), nullable=False),
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("entered_kind", sa.String(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("entered_mandate", sa.String(), nullable=True),
        sa.Column("opened_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("ballot IN ('roll_call', 'secret', 'show_of_hands')", name=op.f("ck_vote_ballot")),
        sa.CheckConstraint(
            "obtained IN ('ballots', 'without_vote', 'hand_count')", name=op.f("ck_vote_obtained")
        ),
        sa.CheckConstraint("status IN ('open', 'closed', 'void')", name=op.f("ck_vote_status")),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_vote_body")),
        sa.ForeignKeyConstraint(["entered_by"], ["person_ref.id"], name=op.f("fk_vote_entered_by")),
        sa.ForeignKeyConstraint(["entered_mandate"], ["mandate.id"], name=op.f("fk_vote_entered_mandate")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_vote_proposal")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_vote_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
    )
    op.create_index(op.f("ix_vote_proposal"), "vote", ["proposal"], unique=False)
    op.create_index(op.f("ix_vote_session"), "vote", ["session"], unique=False)
    op.create_index(op.f("ix_vote_status"), "vote", ["status"], unique=False)
    op.create_index(
        "uq_vote_open",
        "vote",
        ["proposal", "state"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )

    op.create_table(
        "elector",
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("institution", sa.String(), nullable=True),
        sa.Column("frozen_casters", sa.Text(), nullable=False),
        sa.Column("casters", sa.Text(), nullable=False),
        sa.Column("weight", sa.String(), nullable=False),
        sa.Column("chamber", sa.String(), nullable=False),
        sa.Column("recused", sa.Boolean(), nullable=False),
        sa.Column("proxy", sa.String(), nullable=True),
        sa.CheckConstraint("weight LIKE '%/%'", name=op.f("ck_elector_weight")),
        sa.ForeignKeyConstraint(["institution"], ["institution.id"], name=op.f("fk_elector_institution")),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name=op.f("fk_elector_seat")),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name=op.f("fk_elector_vote")),
        sa.PrimaryKeyConstraint("vote", "seat", name=op.f("pk_elector")),
    )
    op.create_table(
        "resolution",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal", sa.String(), nullable=False),
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("manifest_hash", sa.String(), nullable=False),
        sa.Column("adopted", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("typesetting_requested", sa.Boolean(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("published", sa.String(length=27), nullable=True),
        sa.Column("published_sha256", sa.String(), nullable=False),
        sa.Column("in_force", sa.String(length=27), nullable=True),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_resolution_sequence")),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_resolution_body")),
        sa.ForeignKeyConstraint(["proposal"], ["proposal.id"], name=op.f("fk_resolution_proposal")),
        sa.ForeignKeyConstraint(["session"], ["session.id"], name=op.f("fk_resolution_session")),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name=op.f("fk_resolution_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
        sa.UniqueConstraint("body", "year", "sequence", name=op.f("uq_resolution_body_year_sequence")),
        sa.UniqueConstraint("vote", name=op.f("uq_resolution_vote")),
    )
    op.create_index(op.f("ix_resolution_proposal"), "resolution", ["proposal"], unique=False)
    op.create_index(op.f("ix_resolution_session"), "resolution", ["session"], unique=False)

    op.create_table(
        "vote_result",
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("quorate", sa.Boolean(), nullable=False),
        sa.Column("for_count", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("invalid", sa.Integer(), nullable=False),
        sa.Column("cast_count", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "cast_count = for_count + against + abstain + blank + invalid",
            name=op.f("ck_vote_result_cast_count"),
        ),
        sa.CheckConstraint("entitled >= cast_count", name=op.f("ck_vote_result_entitled")),
        sa.CheckConstraint(
            "for_count >= 0 AND against >= 0 AND abstain >= 0 AND blank >= 0 AND invalid >= 0",
            name=op.f("ck_vote_result_counts"),
        ),
        sa.ForeignKeyConstraint(["vote"], ["vote.id"], name=op.f("fk_vote_result_vote")),
        sa.PrimaryKeyConstraint("vote", name=op.f("pk_vote_result")),
    )
    op.create_table(
        "ballot_mark",
        sa.Column("vote", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("mandate", sa.String(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_ballot_mark_count")),
        sa.ForeignKeyConstraint(["mandate"], ["mandate.id"], name=op.f("fk_ballot_mark_mandate")),
        sa.ForeignKeyConstraint(
            ["vote", "seat"], ["elector.vote", "elector.seat"], name=op.f("fk_ballot_mark_vote_seat")
        ),
        sa.PrimaryKeyConstraint("vote", "seat", name=op.f("pk_ballot_mark")),
    )
    head = sa.table("log_head", sa.column("id"), sa.column("size"), sa.column("frontier"), sa.column("root"))
    op.bulk_insert(head, [{"id": 1, "size": 0, "frontier": b"", "root": EMPTY_ROOT}])


def downgrade() -> None:
    """Goes back."""
    op.drop_table("ballot_mark")
    op.drop_table("vote_result")
    op.drop_index(op.f("ix_resolution_session"), "resolution")
    op.drop_index(op.f("ix_resolution_proposal"), "resolution")

    op.drop_table("resolution")
    op.drop_table("elector")
    op.drop_index(
        "uq_vote_open",
        "vote",
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.drop_index(op.f("ix_vote_status"), "vote")
    op.drop_index(op.f("ix_vote_session"), "vote")
    op.drop_index(op.f("ix_vote_proposal"), "vote")

    op.drop_table("vote")
    op.drop_table("recommendation")
    op.drop_index(op.f("ix_deadline_due"), "deadline")

    op.drop_table("deadline")
    op.drop_table("recusal")
    op.drop_table("candidate")
    op.drop_index(op.f("ix_proxy_session"), "proxy")
    op.drop_index(op.f("ix_proxy_seat"), "proxy")
    op.drop_index(op.f("ix_proxy_proposal"), "proxy")
    op.drop_index(op.f("ix_proxy_holder"), "proxy")

    op.drop_table("proxy")
    op.drop_table("opinion")
    op.drop_table("filing")
    op.drop_table("asking")
    op.drop_table("approval")
    op.drop_table("case_step")
    op.drop_index(
        "uq_agenda_item_once",
        "agenda_item",
        sqlite_where=sa.text("lifted = false"),
        postgresql_where=sa.text("lifted = false"),
    )
    op.drop_index(op.f("ix_agenda_item_proposal"), "agenda_item")

    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_proposal_workflow_hash"), "proposal")
    op.drop_index(op.f("ix_proposal_session"), "proposal")
    op.drop_index(op.f("ix_proposal_institution"), "proposal")
    op.drop_index(op.f("ix_proposal_drafter"), "proposal")
    op.drop_index(op.f("ix_proposal_body"), "proposal")

    op.drop_table("proposal")
    op.drop_table("movement")
    op.drop_index(op.f("ix_attendance_mandate"), "attendance")

    op.drop_table("attendance")
    op.drop_index(op.f("ix_mandate_session"), "mandate")
    op.drop_index(op.f("ix_mandate_seat"), "mandate")
    op.drop_index(op.f("ix_mandate_person"), "mandate")
    op.drop_index(op.f("ix_mandate_institution"), "mandate")
    op.drop_index(op.f("ix_mandate_body"), "mandate")

    op.drop_table("mandate")
    op.drop_index(op.f("ix_refused_attempt_person_last"), "refused_attempt")
    op.drop_index(op.f("ix_refused_attempt_last"), "refused_attempt")

    op.drop_table("refused_attempt")
    op.drop_index(op.f("ix_web_session_person"), "web_session")
    op.drop_index(op.f("ix_web_session_expires"), "web_session")

    op.drop_table("web_session")
    op.drop_table("signature")
    op.drop_index(op.f("ix_session_body"), "session")

    op.drop_table("session")
    op.drop_index(op.f("ix_seat_body"), "seat")

    op.drop_table("seat")
    op.drop_index(op.f("ix_invitation_person"), "invitation")

    op.drop_table("invitation")
    op.drop_table("institution_name")
    op.drop_table("credential")
    op.drop_table("workflow_version")
    op.drop_table("text")
    op.drop_table("person_ref")
    op.drop_table("person")
    op.drop_index(op.f("ix_outbox_sent_at_due"), "outbox")
    op.drop_index(op.f("ix_outbox_person"), "outbox")

    op.drop_table("outbox")
    op.drop_table("log_head")
    op.drop_index(op.f("ix_log_event_subject_position"), "log_event")
    op.drop_index(op.f("ix_log_event_person_position"), "log_event")

    op.drop_table("log_event")
    op.drop_table("log_checkpoint")
    op.drop_index(op.f("ix_job_done_at_due"), "job")

    op.drop_table("job")
    op.drop_table("institution")
    op.drop_table("idempotency")
    op.drop_table("envelope")
    op.drop_index(op.f("ix_document_subject"), "document")
    op.drop_index(op.f("ix_document_current"), "document")

    op.drop_table("document")
    op.drop_table("conference")
    op.drop_table("body")
    op.drop_table("blob")
    op.drop_index(op.f("ix_attempt_since"), "attempt")

    op.drop_table("attempt")
