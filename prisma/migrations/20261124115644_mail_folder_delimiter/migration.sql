-- AlterTable
ALTER TABLE "mail_folder" ADD COLUMN     "delimiter" TEXT NOT NULL DEFAULT '';
