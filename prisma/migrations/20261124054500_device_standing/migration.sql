-- What devices are filtered by goes to a table of its own, narrow enough to be read as a whole; what they are searched and
-- sorted by stays, and is hardly ever written again.

CREATE TABLE "device_standing" (
    "device_id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "device_type" TEXT NOT NULL,
    "state" "ListingState" NOT NULL,
    "is_refused" BOOLEAN NOT NULL,
    "protocol_version" TEXT NOT NULL,
    "policy_id" UUID,
    "policy_state" "PolicyState" NOT NULL,
    "policy_hash" TEXT,

    CONSTRAINT "device_standing_pkey" PRIMARY KEY ("device_id")
);

ALTER TABLE "device_standing" ADD CONSTRAINT "device_standing_device_id_fkey"
  FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX "device_standing_unusual_idx" ON "device_standing"("state") WHERE state <> 'NORMAL'::"ListingState";

DROP INDEX "device_listing_state_idx";
DROP INDEX "device_listing_is_refused_idx";
DROP INDEX "device_listing_device_type_idx";
DROP INDEX "device_policy_attention_idx";
ALTER TABLE "device_listing" DROP COLUMN "state", DROP COLUMN "is_refused", DROP COLUMN "device_type";

CREATE FUNCTION "refresh_device_standing"("d" "device") RETURNS void LANGUAGE sql AS $$
  INSERT INTO device_standing (device_id, mailbox_id, device_type, state, is_refused, protocol_version, policy_id, policy_state,
    policy_hash)
  SELECT d.id, m.id, d.device_type, listing_state(d, m.name), d.block_reason IS NOT NULL OR d.access_override = 'BLOCK',
    d.protocol_version,
    coalesce(
      (SELECT a.policy_id FROM policy_assignment a WHERE a.mailbox_id = m.id),
      (SELECT a.policy_id FROM policy_assignment a WHERE a.group_id = m.group_id)),
    d.policy_state, d.policy_hash
  FROM mailbox m WHERE m.id = d.mailbox_id
  ON CONFLICT (device_id) DO UPDATE SET mailbox_id = excluded.mailbox_id, device_type = excluded.device_type,
    state = excluded.state, is_refused = excluded.is_refused, protocol_version = excluded.protocol_version,
    policy_id = excluded.policy_id, policy_state = excluded.policy_state, policy_hash = excluded.policy_hash
$$;

CREATE OR REPLACE FUNCTION "refresh_device_listing"("d" "device") RETURNS void LANGUAGE sql AS $$
  INSERT INTO device_listing (device_id, mailbox, name_key, type_key, imei, first_contact_at, search_text, word_beginnings)
  SELECT d.id, m.name,
    lower(coalesce(nullif(btrim(d.friendly_name), ''), nullif(btrim(d.model), ''), d.device_type)),
    lower(d.device_type), d.imei, d.first_contact_at, t.text,
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
    type_key = excluded.type_key, imei = excluded.imei, first_contact_at = excluded.first_contact_at,
    search_text = excluded.search_text, word_beginnings = excluded.word_beginnings
$$;

CREATE FUNCTION "stand_device"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_device_standing(NEW);
  RETURN NULL;
END;
$$;

CREATE FUNCTION "stand_devices_of_mailbox"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_device_standing(d) FROM device d WHERE d.mailbox_id = NEW.id ORDER BY d.id;
  RETURN NULL;
END;
$$;

CREATE FUNCTION "stand_device_of_command"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_device_standing(d) FROM device d JOIN mailbox m ON m.id = d.mailbox_id
  WHERE m.name = NEW.mailbox AND d.device_key = NEW.device_key;
  RETURN NULL;
END;
$$;

-- An assignment may concern every device there is, so it writes nothing but the policy.
CREATE FUNCTION "stand_devices_of_assignment"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mailboxes uuid[] := ARRAY[OLD.mailbox_id, NEW.mailbox_id];
  groups uuid[] := ARRAY[OLD.group_id, NEW.group_id];
BEGIN
  UPDATE device_standing s SET policy_id = assigned.policy_id
  FROM (
    SELECT m.id AS mailbox_id, coalesce(own.policy_id, common.policy_id) AS policy_id
    FROM mailbox m
      LEFT JOIN policy_assignment own ON own.mailbox_id = m.id
      LEFT JOIN policy_assignment common ON common.group_id = m.group_id
    WHERE m.id = ANY (mailboxes) OR m.group_id = ANY (groups)
  ) assigned
  WHERE s.mailbox_id = assigned.mailbox_id AND s.policy_id IS DISTINCT FROM assigned.policy_id;
  RETURN NULL;
END;
$$;

DROP TRIGGER "device_listing_update" ON "device";
DROP TRIGGER "device_listing_command_insert" ON "device_command";
DROP TRIGGER "device_listing_command_update" ON "device_command";
DROP FUNCTION "list_device_of_command"();

-- A contact writes the row without changing any of these.
CREATE TRIGGER "device_listing_update" AFTER UPDATE ON "device"
  FOR EACH ROW WHEN (
    (OLD.mailbox_id, OLD.friendly_name, OLD.model, OLD.device_type, OLD.eas_device_id, OLD.imei, OLD.phone_number,
      OLD.first_contact_at)
    IS DISTINCT FROM
    (NEW.mailbox_id, NEW.friendly_name, NEW.model, NEW.device_type, NEW.eas_device_id, NEW.imei, NEW.phone_number,
      NEW.first_contact_at)
  ) EXECUTE FUNCTION "list_device"();
CREATE TRIGGER "device_standing_insert" AFTER INSERT ON "device"
  FOR EACH ROW EXECUTE FUNCTION "stand_device"();
CREATE TRIGGER "device_standing_update" AFTER UPDATE ON "device"
  FOR EACH ROW WHEN (
    (OLD.mailbox_id, OLD.device_type, OLD.access_override, OLD.block_reason, OLD.removed_at, OLD.protocol_version,
      OLD.policy_state, OLD.policy_hash)
    IS DISTINCT FROM
    (NEW.mailbox_id, NEW.device_type, NEW.access_override, NEW.block_reason, NEW.removed_at, NEW.protocol_version,
      NEW.policy_state, NEW.policy_hash)
  ) EXECUTE FUNCTION "stand_device"();
CREATE TRIGGER "device_standing_mailbox" AFTER UPDATE ON "mailbox"
  FOR EACH ROW WHEN ((OLD.name, OLD.group_id) IS DISTINCT FROM (NEW.name, NEW.group_id))
  EXECUTE FUNCTION "stand_devices_of_mailbox"();
CREATE TRIGGER "device_standing_command_insert" AFTER INSERT ON "device_command"
  FOR EACH ROW EXECUTE FUNCTION "stand_device_of_command"();
CREATE TRIGGER "device_standing_command_update" AFTER UPDATE ON "device_command"
  FOR EACH ROW WHEN ((OLD.state, OLD.closed_at) IS DISTINCT FROM (NEW.state, NEW.closed_at))
  EXECUTE FUNCTION "stand_device_of_command"();
CREATE TRIGGER "device_standing_assignment" AFTER INSERT OR UPDATE OR DELETE ON "policy_assignment"
  FOR EACH ROW EXECUTE FUNCTION "stand_devices_of_assignment"();

SELECT refresh_device_standing(d) FROM "device" d;
