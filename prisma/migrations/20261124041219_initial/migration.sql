-- CreateEnum
CREATE TYPE "CommandKind" AS ENUM ('WIPE', 'DELETE');

-- CreateEnum
CREATE TYPE "CommandMethod" AS ENUM ('REMOTE_WIPE', 'ACCOUNT_ONLY_REMOTE_WIPE', 'REFUSE_ACCESS');

-- CreateEnum
CREATE TYPE "CommandState" AS ENUM ('QUEUED', 'DELIVERED', 'ACKNOWLEDGED', 'FAILED', 'ENFORCED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "AnswerProof" AS ENUM ('PASSWORD', 'FORMER_PASSWORD');

-- CreateEnum
CREATE TYPE "AccessOverride" AS ENUM ('AUTOMATIC', 'ALLOW', 'BLOCK');

-- CreateEnum
CREATE TYPE "BlockReason" AS ENUM ('BY_HAND', 'WIPED', 'DELETED');

-- CreateEnum
CREATE TYPE "PolicyState" AS ENUM ('NONE', 'TOLD', 'APPLIED', 'PARTIAL', 'REFUSED', 'EXTERNAL', 'LOOPING');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('PERSON', 'TOKEN', 'COMMAND_LINE', 'SYSTEM', 'DEVICE');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('ADMINISTRATOR', 'HELPDESK', 'AUDITOR');

-- CreateEnum
CREATE TYPE "LinkPurpose" AS ENUM ('SETUP', 'INVITATION', 'PASSWORD_RESET');

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "device_command" (
    "id" UUID NOT NULL,
    "mailbox" TEXT NOT NULL,
    "device_key" TEXT NOT NULL,
    "eas_device_id" TEXT NOT NULL,
    "device_id" UUID NOT NULL,
    "device_name" TEXT NOT NULL,
    "password_hash" TEXT,
    "policy_key" BIGINT,
    "kind" "CommandKind" NOT NULL,
    "method" "CommandMethod" NOT NULL,
    "state" "CommandState" NOT NULL DEFAULT 'QUEUED',
    "reason" TEXT NOT NULL,
    "queued_by_id" TEXT NOT NULL,
    "queued_by_name" TEXT NOT NULL,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "delivered_address" TEXT,
    "delivered_version" TEXT,
    "deliveries" INTEGER NOT NULL DEFAULT 0,
    "answered_at" TIMESTAMPTZ(3),
    "answer_status" TEXT,
    "answer_address" TEXT,
    "answer_version" TEXT,
    "answer_proof" "AnswerProof",
    "failures" INTEGER NOT NULL DEFAULT 0,
    "closed_at" TIMESTAMPTZ(3),
    "cancelled_by_name" TEXT,
    "idempotency_key" TEXT,

    CONSTRAINT "device_command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox_group" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "group_id" UUID,

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "eas_device_id" TEXT NOT NULL,
    "device_key" TEXT NOT NULL,
    "device_type" TEXT NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "user_agent" TEXT,
    "first_contact_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_contact_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recent_contacts" TIMESTAMPTZ(3)[],
    "last_address" TEXT,
    "heartbeat_seconds" INTEGER,
    "bytes_in" BIGINT NOT NULL DEFAULT 0,
    "bytes_out" BIGINT NOT NULL DEFAULT 0,
    "bytes_out_plain" BIGINT NOT NULL DEFAULT 0,
    "model" TEXT,
    "imei" TEXT,
    "friendly_name" TEXT,
    "os" TEXT,
    "os_language" TEXT,
    "phone_number" TEXT,
    "reported_user_agent" TEXT,
    "enable_outbound_sms" BOOLEAN,
    "mobile_operator" TEXT,
    "access_override" "AccessOverride" NOT NULL DEFAULT 'AUTOMATIC',
    "block_reason" "BlockReason",
    "access_decided_at" TIMESTAMPTZ(3),
    "access_decided_by" TEXT,
    "removed_at" TIMESTAMPTZ(3),
    "policy_key" BIGINT,
    "policy_hash" TEXT,
    "policy_key_at" TIMESTAMPTZ(3),
    "temporary_policy_key" BIGINT,
    "temporary_policy_hash" TEXT,
    "policy_state" "PolicyState" NOT NULL DEFAULT 'NONE',
    "policy_name" TEXT,
    "policy_told_at" TIMESTAMPTZ(3),
    "policy_answered_at" TIMESTAMPTZ(3),
    "policy_demands" INTEGER NOT NULL DEFAULT 0,
    "policy_demands_since" TIMESTAMPTZ(3),
    "password_hash" TEXT,
    "ping_heartbeat" INTEGER,
    "ping_folders" JSONB,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_address" (
    "device_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_address_pkey" PRIMARY KEY ("device_id","address")
);

-- CreateTable
CREATE TABLE "collection_state" (
    "device_id" UUID NOT NULL,
    "collection_id" TEXT NOT NULL,
    "sync_key" INTEGER NOT NULL,
    "state" JSONB NOT NULL,
    "previous_state" JSONB,
    "options" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collection_state_pkey" PRIMARY KEY ("device_id","collection_id")
);

-- CreateTable
CREATE TABLE "device_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "mailbox" TEXT NOT NULL,
    "device_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "device_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "sequence" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "actor_role" "Role",
    "address" TEXT,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT,
    "target_name" TEXT NOT NULL,
    "mailbox" TEXT,
    "device_key" TEXT,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "administrator" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "password_hash" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "deactivated_at" TIMESTAMPTZ(3),

    CONSTRAINT "administrator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" UUID NOT NULL,
    "purpose" "LinkPurpose" NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "email" TEXT,
    "role" "Role",
    "person_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_failure_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "allow_non_provisionable" BOOLEAN NOT NULL DEFAULT true,
    "refresh_interval_hours" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_assignment" (
    "id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "mailbox_id" UUID,
    "group_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_exception" (
    "id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "approved_by" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,

    CONSTRAINT "policy_exception_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "device_command_mailbox_device_key_queued_at_idx" ON "device_command"("mailbox", "device_key", "queued_at");

-- CreateIndex
CREATE INDEX "device_command_state_queued_at_idx" ON "device_command"("state", "queued_at");

-- CreateIndex
CREATE UNIQUE INDEX "device_command_one_open" ON "device_command"("mailbox", "device_key") WHERE (closed_at is null);

-- CreateIndex
CREATE UNIQUE INDEX "device_command_queued_by_id_idempotency_key_key" ON "device_command"("queued_by_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_group_name_key" ON "mailbox_group"("name");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_name_key" ON "mailbox"("name");

-- CreateIndex
CREATE INDEX "mailbox_group_id_idx" ON "mailbox"("group_id");

-- CreateIndex
CREATE INDEX "device_last_contact_at_id_idx" ON "device"("last_contact_at", "id");

-- CreateIndex
CREATE INDEX "device_device_key_idx" ON "device"("device_key");

-- CreateIndex
CREATE UNIQUE INDEX "device_mailbox_id_device_key_key" ON "device"("mailbox_id", "device_key");

-- CreateIndex
CREATE INDEX "device_event_mailbox_device_key_at_idx" ON "device_event"("mailbox", "device_key", "at" DESC);

-- CreateIndex
CREATE INDEX "device_event_at_idx" ON "device_event"("at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_hash_key" ON "audit_event"("hash");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_mailbox_device_key_at_idx" ON "audit_event"("mailbox", "device_key", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_event_action_at_idx" ON "audit_event"("action", "at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "administrator_email_key" ON "administrator"("email");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_secret_hash_key" ON "one_time_link"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "policy_name_key" ON "policy"("name");

-- CreateIndex
CREATE UNIQUE INDEX "policy_one_default" ON "policy"("is_default") WHERE (is_default);

-- CreateIndex
CREATE UNIQUE INDEX "policy_assignment_mailbox_id_key" ON "policy_assignment"("mailbox_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_assignment_group_id_key" ON "policy_assignment"("group_id");

-- CreateIndex
CREATE INDEX "policy_assignment_policy_id_idx" ON "policy_assignment"("policy_id");

-- CreateIndex
CREATE INDEX "policy_exception_mailbox_id_starts_at_idx" ON "policy_exception"("mailbox_id", "starts_at");

-- AddForeignKey
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "mailbox_group"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device" ADD CONSTRAINT "device_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_address" ADD CONSTRAINT "device_address_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_state" ADD CONSTRAINT "collection_state_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_assignment" ADD CONSTRAINT "policy_assignment_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "policy"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_assignment" ADD CONSTRAINT "policy_assignment_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_assignment" ADD CONSTRAINT "policy_assignment_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "mailbox_group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
