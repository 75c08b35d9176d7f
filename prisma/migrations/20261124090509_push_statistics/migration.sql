-- AlterTable
ALTER TABLE "device" ADD COLUMN     "cut_after_seconds" INTEGER,
ADD COLUMN     "cut_seen_at" TIMESTAMPTZ(3),
ADD COLUMN     "early_ends" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "recent_heartbeats" INTEGER[];
