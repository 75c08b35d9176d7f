-- AlterTable
ALTER TABLE "collection_state" ADD COLUMN     "repeats" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "mail_flag" (
    "mailbox" TEXT NOT NULL,
    "folder_id" TEXT NOT NULL,
    "uid" BIGINT NOT NULL,
    "validity" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_flag_pkey" PRIMARY KEY ("mailbox","folder_id","uid")
);

-- CreateIndex
CREATE INDEX "mail_flag_mailbox_updated_at_idx" ON "mail_flag"("mailbox", "updated_at");
