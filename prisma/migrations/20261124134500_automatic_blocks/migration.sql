-- AlterEnum
ALTER TYPE "ListingState" ADD VALUE 'AUTO_BLOCKED';

-- AlterTable
ALTER TABLE "access_settings" ADD COLUMN     "auto_block" JSONB NOT NULL DEFAULT '{"isEnabled":false,"limits":{"sameSyncKey":{"count":120,"minutes":10},"folderRestart":{"count":60,"minutes":10},"provision":{"count":60,"minutes":10},"sendMail":{"count":300,"minutes":60},"anyCommand":{"count":6000,"minutes":5}},"blockMinutes":60}';

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "auto_block" JSONB,
ADD COLUMN     "auto_blocked_until" TIMESTAMPTZ(3),
ADD COLUMN     "rate_counted_from" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "device_rate" (
    "device_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "slot_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "device_rate_pkey" PRIMARY KEY ("device_id","kind","subject","slot_at")
);

-- CreateIndex
CREATE INDEX "device_rate_slot_at_idx" ON "device_rate"("slot_at");

-- CreateIndex
CREATE INDEX "device_auto_block_idx" ON "device"("auto_blocked_until") WHERE (auto_blocked_until IS NOT NULL);

-- AddForeignKey
ALTER TABLE "device_rate" ADD CONSTRAINT "device_rate_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The access settings have another shape from here on: whoever knows them by their revision reads them again.
UPDATE "access_settings" SET "revision" = gen_random_uuid();

-- What a person decided comes first; a device that is refused for a while for what it does is a state of its own.
CREATE OR REPLACE FUNCTION "listing_state"("d" "device", "mailbox_name" text) RETURNS "ListingState" LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT (c.kind::text || CASE c.state WHEN 'FAILED' THEN '_FAILED' ELSE '_PENDING' END)::"ListingState"
      FROM device_command c
      WHERE c.mailbox = mailbox_name AND c.device_key = d.device_key AND c.closed_at IS NULL),
    CASE
      WHEN d.block_reason = 'WIPED' THEN 'WIPED'
      WHEN d.removed_at IS NOT NULL THEN 'REMOVED'
      WHEN d.block_reason IS NOT NULL OR d.access_override = 'BLOCK' THEN 'BLOCKED'
      WHEN d.auto_blocked_until IS NOT NULL AND d.access_ruling = 'BLOCKED' THEN 'AUTO_BLOCKED'
      WHEN d.access_ruling = 'BLOCKED' THEN 'BLOCKED'
      WHEN d.access_ruling = 'QUARANTINED' THEN 'QUARANTINED'
      ELSE 'NORMAL'
    END::"ListingState")
$$;

CREATE TRIGGER "device_standing_auto_block" AFTER UPDATE ON "device"
  FOR EACH ROW WHEN (OLD.auto_blocked_until IS DISTINCT FROM NEW.auto_blocked_until) EXECUTE FUNCTION "stand_device"();
