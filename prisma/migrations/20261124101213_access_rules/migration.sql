-- CreateEnum
CREATE TYPE "AccessLevel" AS ENUM ('ALLOWED', 'BLOCKED', 'QUARANTINED');

-- AlterEnum
ALTER TYPE "ListingState" ADD VALUE 'QUARANTINED';

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "access_ruling" "AccessLevel" NOT NULL DEFAULT 'ALLOWED';

-- AlterTable
ALTER TABLE "device_standing" ADD COLUMN     "is_quarantined" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "mailbox" ADD COLUMN     "is_eas_enabled" BOOLEAN;

-- AlterTable
ALTER TABLE "mailbox_group" ADD COLUMN     "is_eas_enabled" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "access_settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" UUID NOT NULL,
    "default_level" "AccessLevel" NOT NULL DEFAULT 'ALLOWED',
    "max_devices" INTEGER,
    "min_protocol_version" TEXT,
    "notice_en" TEXT NOT NULL DEFAULT '',
    "notice_de" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "access_settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "access_rule" (
    "id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "level" "AccessLevel" NOT NULL,
    "conditions" JSONB NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "access_rule_pkey" PRIMARY KEY ("id")
);

-- What holds until an administrator says otherwise: every device is let in.
ALTER TABLE "access_settings" ADD CONSTRAINT "access_settings_one_row" CHECK ("id" = 1);
INSERT INTO "access_settings" ("revision") VALUES (gen_random_uuid());

-- A device is also refused, or waits, by what the rules came to when it was last decided upon.
CREATE OR REPLACE FUNCTION "listing_state"("d" "device", "mailbox_name" text) RETURNS "ListingState" LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT (c.kind::text || CASE c.state WHEN 'FAILED' THEN '_FAILED' ELSE '_PENDING' END)::"ListingState"
      FROM device_command c
      WHERE c.mailbox = mailbox_name AND c.device_key = d.device_key AND c.closed_at IS NULL),
    CASE
      WHEN d.block_reason = 'WIPED' THEN 'WIPED'
      WHEN d.removed_at IS NOT NULL THEN 'REMOVED'
      WHEN d.block_reason IS NOT NULL OR d.access_override = 'BLOCK' OR d.access_ruling = 'BLOCKED' THEN 'BLOCKED'
      WHEN d.access_ruling = 'QUARANTINED' THEN 'QUARANTINED'
      ELSE 'NORMAL'
    END::"ListingState")
$$;

CREATE OR REPLACE FUNCTION "refresh_device_standing"("d" "device") RETURNS void LANGUAGE sql AS $$
  INSERT INTO device_standing (device_id, mailbox_id, device_type, state, is_refused, is_quarantined, protocol_version,
    policy_id, policy_state, policy_hash)
  SELECT d.id, m.id, d.device_type, listing_state(d, m.name),
    d.block_reason IS NOT NULL OR d.access_override = 'BLOCK' OR d.access_ruling = 'BLOCKED',
    d.block_reason IS NULL AND d.access_override <> 'BLOCK' AND d.access_ruling = 'QUARANTINED',
    d.protocol_version,
    coalesce(
      (SELECT a.policy_id FROM policy_assignment a WHERE a.mailbox_id = m.id),
      (SELECT a.policy_id FROM policy_assignment a WHERE a.group_id = m.group_id)),
    d.policy_state, d.policy_hash
  FROM mailbox m WHERE m.id = d.mailbox_id
  ON CONFLICT (device_id) DO UPDATE SET mailbox_id = excluded.mailbox_id, device_type = excluded.device_type,
    state = excluded.state, is_refused = excluded.is_refused, is_quarantined = excluded.is_quarantined,
    protocol_version = excluded.protocol_version,
    policy_id = excluded.policy_id, policy_state = excluded.policy_state, policy_hash = excluded.policy_hash
$$;

CREATE TRIGGER "device_standing_ruling" AFTER UPDATE ON "device"
  FOR EACH ROW WHEN (OLD.access_ruling IS DISTINCT FROM NEW.access_ruling) EXECUTE FUNCTION "stand_device"();
