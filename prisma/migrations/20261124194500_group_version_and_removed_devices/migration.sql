-- AlterTable
ALTER TABLE "mailbox_group" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateIndex
CREATE INDEX "device_removed_idx" ON "device"("id") WHERE (removed_at IS NOT NULL);
