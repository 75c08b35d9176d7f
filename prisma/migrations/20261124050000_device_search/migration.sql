-- Part of every PostgreSQL distribution, and trusted: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

CREATE TABLE "device_listing" (
    "device_id" UUID NOT NULL,
    "mailbox" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "device_type" TEXT NOT NULL,
    "type_key" TEXT NOT NULL,
    "imei" TEXT,
    "first_contact_at" TIMESTAMPTZ(3) NOT NULL,
    "search_text" TEXT NOT NULL,

    CONSTRAINT "device_listing_pkey" PRIMARY KEY ("device_id")
);

ALTER TABLE "device_listing" ADD CONSTRAINT "device_listing_device_id_fkey"
  FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE FUNCTION "device_listing_of"("d" "device") RETURNS "device_listing" LANGUAGE sql STABLE AS $$
  SELECT d.id, m.name,
    lower(coalesce(nullif(btrim(d.friendly_name), ''), nullif(btrim(d.model), ''), d.device_type)),
    d.device_type, lower(d.device_type), d.imei, d.first_contact_at,
    -- The phone number a second time without what people put between the digits.
    lower(concat_ws(U&'\001F', m.name, m.display_name, d.friendly_name, d.model, d.device_type, d.eas_device_id, d.imei,
      d.phone_number, regexp_replace(d.phone_number, '[^0-9]', '', 'g')))
  FROM mailbox m WHERE m.id = d.mailbox_id
$$;

CREATE FUNCTION "keep_device_listing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM device_listing WHERE device_id = NEW.id;
  INSERT INTO device_listing SELECT * FROM device_listing_of(NEW);
  RETURN NULL;
END;
$$;

CREATE FUNCTION "keep_listings_of_mailbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM device_listing l USING device d WHERE d.mailbox_id = NEW.id AND l.device_id = d.id;
  INSERT INTO device_listing SELECT l.* FROM device d, LATERAL device_listing_of(d) l WHERE d.mailbox_id = NEW.id;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "device_listing_insert" AFTER INSERT ON "device"
  FOR EACH ROW EXECUTE FUNCTION "keep_device_listing"();
-- A contact writes the row without changing any of these.
CREATE TRIGGER "device_listing_update" AFTER UPDATE ON "device"
  FOR EACH ROW WHEN (
    (OLD.mailbox_id, OLD.friendly_name, OLD.model, OLD.device_type, OLD.eas_device_id, OLD.imei, OLD.phone_number, OLD.first_contact_at)
    IS DISTINCT FROM
    (NEW.mailbox_id, NEW.friendly_name, NEW.model, NEW.device_type, NEW.eas_device_id, NEW.imei, NEW.phone_number, NEW.first_contact_at)
  ) EXECUTE FUNCTION "keep_device_listing"();
CREATE TRIGGER "device_listing_mailbox" AFTER UPDATE ON "mailbox"
  FOR EACH ROW WHEN ((OLD.name, OLD.display_name) IS DISTINCT FROM (NEW.name, NEW.display_name))
  EXECUTE FUNCTION "keep_listings_of_mailbox"();

INSERT INTO "device_listing" SELECT l.* FROM "device" d, LATERAL device_listing_of(d) l;

CREATE INDEX "device_listing_mailbox_device_id_idx" ON "device_listing"("mailbox", "device_id");
CREATE INDEX "device_listing_name_key_device_id_idx" ON "device_listing"("name_key", "device_id");
CREATE INDEX "device_listing_type_key_device_id_idx" ON "device_listing"("type_key", "device_id");
CREATE INDEX "device_listing_device_type_idx" ON "device_listing"("device_type");
CREATE INDEX "device_listing_imei_idx" ON "device_listing"("imei");
CREATE INDEX "device_listing_first_contact_at_device_id_idx" ON "device_listing"("first_contact_at", "device_id");
CREATE INDEX "device_listing_search_text_idx" ON "device_listing" USING GIN ("search_text" gin_trgm_ops);

-- Few rows each, so that they cost next to nothing when a contact is written.
CREATE INDEX "device_refused_idx" ON "device"("id") WHERE block_reason is not null or access_override = 'BLOCK'::"AccessOverride";
CREATE INDEX "device_removed_idx" ON "device"("id") WHERE removed_at is not null;
CREATE INDEX "device_policy_attention_idx" ON "device"("policy_state") WHERE policy_state = any (array['PARTIAL'::"PolicyState", 'REFUSED'::"PolicyState", 'EXTERNAL'::"PolicyState", 'LOOPING'::"PolicyState"]);
CREATE INDEX "device_command_open_device_idx" ON "device_command"("device_key") WHERE closed_at is null;
