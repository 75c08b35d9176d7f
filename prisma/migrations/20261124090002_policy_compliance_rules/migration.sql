-- AlterTable
ALTER TABLE "policy" ADD COLUMN     "treat_external_as_compliant" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "treat_partial_as_compliant" BOOLEAN NOT NULL DEFAULT false;
