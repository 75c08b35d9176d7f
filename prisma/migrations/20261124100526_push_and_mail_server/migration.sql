-- CreateEnum
CREATE TYPE "MailProtocol" AS ENUM ('IMAP', 'SMTP');

-- CreateEnum
CREATE TYPE "MailServerProblem" AS ENUM ('NOT_CONFIGURED', 'NAME_NOT_FOUND', 'CANNOT_CONNECT', 'TIMED_OUT', 'CERTIFICATE_NOT_TRUSTED', 'TLS_FAILED', 'REFUSED', 'SIGN_IN_REFUSED');

-- AlterTable
ALTER TABLE "device" ADD COLUMN     "recent_holds" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "mail_server_status" (
    "protocol" "MailProtocol" NOT NULL,
    "address" TEXT,
    "problem" "MailServerProblem",
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_success_at" TIMESTAMPTZ(3),
    "last_failure_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_server_status_pkey" PRIMARY KEY ("protocol")
);

-- CreateIndex
CREATE INDEX "device_cut_idx" ON "device"("cut_seen_at") WHERE (cut_after_seconds IS NOT NULL);
