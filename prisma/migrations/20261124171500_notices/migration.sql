-- CreateEnum
CREATE TYPE "NoticeKind" AS ENUM ('QUARANTINE', 'EXCEPTION', 'POLICY_LOOP', 'MAIL_SERVER');

-- CreateEnum
CREATE TYPE "NoticeLanguage" AS ENUM ('EN', 'DE');

-- CreateTable
CREATE TABLE "notice_preference" (
    "person_id" UUID NOT NULL,
    "kinds" "NoticeKind"[],
    "language" "NoticeLanguage" NOT NULL,
    "time_zone" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_preference_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "notice_sender" (
    "id" INTEGER NOT NULL,
    "from_address" TEXT,
    "has_links" BOOLEAN NOT NULL,
    "looked_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_sender_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "NoticeKind" NOT NULL,
    "subject" TEXT NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice_recipient" (
    "person_id" UUID NOT NULL,
    "notice_id" UUID NOT NULL,

    CONSTRAINT "notice_recipient_pkey" PRIMARY KEY ("person_id","notice_id")
);

-- CreateTable
CREATE TABLE "notice_delivery" (
    "person_id" UUID NOT NULL,
    "claim" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "last_sent_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "problem_at" TIMESTAMPTZ(3),
    "given_up_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_delivery_pkey" PRIMARY KEY ("person_id")
);

-- CreateTable
CREATE TABLE "notice_test" (
    "person_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_until" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "notice_test_pkey" PRIMARY KEY ("person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "notice_kind_subject_key" ON "notice"("kind", "subject");

-- CreateIndex
CREATE INDEX "notice_recipient_notice_id_idx" ON "notice_recipient"("notice_id");

-- AddForeignKey
ALTER TABLE "notice_preference" ADD CONSTRAINT "notice_preference_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "administrator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_recipient" ADD CONSTRAINT "notice_recipient_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "administrator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_recipient" ADD CONSTRAINT "notice_recipient_notice_id_fkey" FOREIGN KEY ("notice_id") REFERENCES "notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "administrator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_test" ADD CONSTRAINT "notice_test_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "administrator"("id") ON DELETE CASCADE ON UPDATE CASCADE;
