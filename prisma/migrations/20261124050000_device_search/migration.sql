-- Part of every PostgreSQL distribution, and trusted: the owner of the database may create it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

CREATE TYPE "ListingState" AS ENUM ('WIPE_PENDING', 'WIPE_FAILED', 'DELETE_PENDING', 'DELETE_FAILED', 'WIPED', 'REMOVED', 'BLOCKED', 'NORMAL');

CREATE TABLE "device_listing" (
    "device_id" UUID NOT NULL,
    "mailbox" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "device_type" TEXT NOT NULL,
    "type_key" TEXT NOT NULL,
    "imei" TEXT,
    "first_contact_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "ListingState" NOT NULL,
    "is_refused" BOOLEAN NOT NULL,
    "search_text" TEXT NOT NULL,
    "word_beginnings" TEXT[],

    CONSTRAINT "device_listing_pkey" PRIMARY KEY ("device_id")
);

ALTER TABLE "device_listing" ADD CONSTRAINT "device_listing_device_id_fkey"
  FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The one place that says where a device stands. The first that holds: an open command, wiped, removed, blocked.
CREATE FUNCTION "listing_state"("d" "device", "mailbox_name" text) RETURNS "ListingState" LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT (c.kind::text || CASE c.state WHEN 'FAILED' THEN '_FAILED' ELSE '_PENDING' END)::"ListingState"
      FROM device_command c
      WHERE c.mailbox = mailbox_name AND c.device_key = d.device_key AND c.closed_at IS NULL),
    CASE
      WHEN d.block_reason = 'WIPED' THEN 'WIPED'
      WHEN d.removed_at IS NOT NULL THEN 'REMOVED'
      WHEN d.block_reason IS NOT NULL OR d.access_override = 'BLOCK' THEN 'BLOCKED'
      ELSE 'NORMAL'
    END::"ListingState")
$$;

CREATE FUNCTION "refresh_device_listing"("d" "device") RETURNS void LANGUAGE sql AS $$
  INSERT INTO device_listing (device_id, mailbox, name_key, device_type, type_key, imei, first_contact_at, state, is_refused,
    search_text, word_beginnings)
  SELECT d.id, m.name,
    lower(coalesce(nullif(btrim(d.friendly_name), ''), nullif(btrim(d.model), ''), d.device_type)),
    d.device_type, lower(d.device_type), d.imei, d.first_contact_at, listing_state(d, m.name),
    d.block_reason IS NOT NULL OR d.access_override = 'BLOCK', t.text,
    ARRAY(
      SELECT DISTINCT left(word, length) FROM regexp_split_to_table(t.text, '[^[:alnum:]]+') AS word, generate_series(1, 2) AS length
      WHERE word <> '' ORDER BY 1)
  FROM mailbox m, LATERAL (
    -- The phone number a second time without what people put between the digits.
    SELECT lower(concat_ws(U&'\001F', m.name, m.display_name, d.friendly_name, d.model, d.device_type, d.eas_device_id,
      d.imei, d.phone_number, regexp_replace(d.phone_number, '[^0-9]', '', 'g'))) AS text
  ) t
  WHERE m.id = d.mailbox_id
  ON CONFLICT (device_id) DO UPDATE SET mailbox = excluded.mailbox, name_key = excluded.name_key,
    device_type = excluded.device_type, type_key = excluded.type_key, imei = excluded.imei,
    first_contact_at = excluded.first_contact_at, state = excluded.state, is_refused = excluded.is_refused,
    search_text = excluded.search_text, word_beginnings = excluded.word_beginnings
$$;

CREATE FUNCTION "list_device"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_device_listing(NEW);
  RETURN NULL;
END;
$$;

CREATE FUNCTION "list_devices_of_mailbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_device_listing(d) FROM device d WHERE d.mailbox_id = NEW.id ORDER BY d.id;
  RETURN NULL;
END;
$$;

CREATE FUNCTION "list_device_of_command"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_device_listing(d) FROM device d JOIN mailbox m ON m.id = d.mailbox_id
  WHERE m.name = NEW.mailbox AND d.device_key = NEW.device_key;
  RETURN NULL;
END;
$$;

CREATE TRIGGER "device_listing_insert" AFTER INSERT ON "device"
  FOR EACH ROW EXECUTE FUNCTION "list_device"();
-- A contact writes the row without changing any of these.
CREATE TRIGGER "device_listing_update" AFTER UPDATE ON "device"
  FOR EACH ROW WHEN (
    (OLD.mailbox_id, OLD.friendly_name, OLD.model, OLD.device_type, OLD.eas_device_id, OLD.imei, OLD.phone_number,
      OLD.first_contact_at, OLD.access_override, OLD.block_reason, OLD.removed_at)
    IS DISTINCT FROM
    (NEW.mailbox_id, NEW.friendly_name, NEW.model, NEW.device_type, NEW.eas_device_id, NEW.imei, NEW.phone_number,
      NEW.first_contact_at, NEW.access_override, NEW.block_reason, NEW.removed_at)
  ) EXECUTE FUNCTION "list_device"();
CREATE TRIGGER "device_listing_mailbox" AFTER UPDATE ON "mailbox"
  FOR EACH ROW WHEN ((OLD.name, OLD.display_name) IS DISTINCT FROM (NEW.name, NEW.display_name))
  EXECUTE FUNCTION "list_devices_of_mailbox"();
CREATE TRIGGER "device_listing_command_insert" AFTER INSERT ON "device_command"
  FOR EACH ROW EXECUTE FUNCTION "list_device_of_command"();
CREATE TRIGGER "device_listing_command_update" AFTER UPDATE ON "device_command"
  FOR EACH ROW WHEN ((OLD.state, OLD.closed_at) IS DISTINCT FROM (NEW.state, NEW.closed_at))
  EXECUTE FUNCTION "list_device_of_command"();

SELECT refresh_device_listing(d) FROM "device" d;

CREATE INDEX "device_listing_mailbox_device_id_idx" ON "device_listing"("mailbox", "device_id");
CREATE INDEX "device_listing_name_key_device_id_idx" ON "device_listing"("name_key", "device_id");
CREATE INDEX "device_listing_type_key_device_id_idx" ON "device_listing"("type_key", "device_id");
CREATE INDEX "device_listing_device_type_idx" ON "device_listing"("device_type");
CREATE INDEX "device_listing_imei_idx" ON "device_listing"("imei");
CREATE INDEX "device_listing_first_contact_at_device_id_idx" ON "device_listing"("first_contact_at", "device_id");
CREATE INDEX "device_listing_state_idx" ON "device_listing"("state");
CREATE INDEX "device_listing_is_refused_idx" ON "device_listing"("is_refused") WHERE is_refused;
CREATE INDEX "device_listing_search_text_idx" ON "device_listing" USING GIN ("search_text" gin_trgm_ops);
CREATE INDEX "device_listing_word_beginnings_idx" ON "device_listing" USING GIN ("word_beginnings");

-- Few rows, so that it costs next to nothing when a contact is written.
CREATE INDEX "device_policy_attention_idx" ON "device"("policy_state") WHERE policy_state = any (array['PARTIAL'::"PolicyState", 'REFUSED'::"PolicyState", 'EXTERNAL'::"PolicyState", 'LOOPING'::"PolicyState"]);
-- For requests whose sign-in fails: the mailbox is only what they claim.
CREATE INDEX "device_command_open_device_idx" ON "device_command"("device_key") WHERE closed_at is null;
