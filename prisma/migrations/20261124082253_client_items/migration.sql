-- AlterTable
ALTER TABLE "collection_state" ADD COLUMN     "outcome" JSONB;

-- CreateTable
CREATE TABLE "client_item" (
    "device_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "server_id" TEXT,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "client_item_pkey" PRIMARY KEY ("device_id","scope","client_id")
);

-- CreateIndex
CREATE INDEX "client_item_created_at_idx" ON "client_item"("created_at");

-- AddForeignKey
ALTER TABLE "client_item" ADD CONSTRAINT "client_item_device_id_fkey" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;
