-- CreateEnum
CREATE TYPE "PolicyLoopCause" AS ENUM ('REFUSES', 'NO_ANSWER', 'IGNORES_DEMAND', 'CHANGES_ID');

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "policy_loop_cause" "PolicyLoopCause",
ADD COLUMN     "policy_paused_until" TIMESTAMPTZ(3),
ADD COLUMN     "policy_rounds" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "policy_stopped_for" TEXT,
ADD COLUMN     "policy_stops" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "policy_exception" ADD COLUMN     "group_id" UUID,
ADD COLUMN     "group_name" TEXT,
ADD COLUMN     "remind_at" TIMESTAMPTZ(3),
ADD COLUMN     "renewal_of_id" UUID,
ADD COLUMN     "settings" TEXT[] DEFAULT ARRAY[]::TEXT[],
ALTER COLUMN "mailbox_id" DROP NOT NULL;

-- CreateIndex
CREATE UNIQUE INDEX "policy_exception_renewal_of_id_key" ON "policy_exception"("renewal_of_id");

-- CreateIndex
CREATE INDEX "policy_exception_group_id_starts_at_idx" ON "policy_exception"("group_id", "starts_at");

-- CreateIndex
CREATE INDEX "policy_exception_ends_at_idx" ON "policy_exception"("ends_at");

-- CreateIndex
CREATE INDEX "policy_exception_starts_at_idx" ON "policy_exception"("starts_at");

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "mailbox_group"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_renewal_of_id_fkey" FOREIGN KEY ("renewal_of_id") REFERENCES "policy_exception"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A mailbox or a group, never both; neither once the group is gone.
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_one_holder" CHECK ("mailbox_id" IS NULL OR "group_id" IS NULL);

-- Exceptions that were there before are reminded of as they were: a week before their end.
UPDATE "policy_exception" SET "remind_at" = "ends_at" - interval '7 days' WHERE "ends_at" IS NOT NULL;
