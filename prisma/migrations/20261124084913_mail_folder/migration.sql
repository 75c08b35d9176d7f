-- CreateEnum
CREATE TYPE "MailFolderKind" AS ENUM ('INBOX', 'DRAFTS', 'SENT', 'TRASH', 'OUTBOX', 'JUNK', 'ARCHIVE', 'MAIL', 'CALENDAR', 'CONTACTS', 'TASKS');

-- CreateTable
CREATE TABLE "mail_folder" (
    "mailbox" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "folder_id" TEXT NOT NULL,
    "detected_kind" "MailFolderKind" NOT NULL,
    "chosen_kind" "MailFolderKind",
    "revision" INTEGER NOT NULL,
    "gone_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_folder_pkey" PRIMARY KEY ("mailbox","path")
);

-- CreateIndex
CREATE INDEX "mail_folder_mailbox_revision_idx" ON "mail_folder"("mailbox", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "mail_folder_mailbox_folder_id_key" ON "mail_folder"("mailbox", "folder_id");
