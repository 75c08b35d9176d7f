-- History is written once. Triggers refuse changes whoever asks, the owner of the tables included; the application's
-- role lacks the grants besides (scripts/db/grant-application.ts).
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP;
END;
$$;

CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_event_no_truncate" BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "device_event_append_only" BEFORE UPDATE OR DELETE ON "device_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "device_event_no_truncate" BEFORE TRUNCATE ON "device_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- ALWAYS: not switched off by session_replication_role either.
ALTER TABLE "audit_event" ENABLE ALWAYS TRIGGER "audit_event_append_only";
ALTER TABLE "audit_event" ENABLE ALWAYS TRIGGER "audit_event_no_truncate";
ALTER TABLE "device_event" ENABLE ALWAYS TRIGGER "device_event_append_only";
ALTER TABLE "device_event" ENABLE ALWAYS TRIGGER "device_event_no_truncate";

ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_sequence_positive" CHECK ("sequence" > 0);

-- Names that are compared are kept in the form they are compared in.
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_name_lower_case" CHECK ("name" = lower("name"));
ALTER TABLE "administrator" ADD CONSTRAINT "administrator_email_lower_case" CHECK ("email" = lower("email"));
ALTER TABLE "device" ADD CONSTRAINT "device_key_lower_case" CHECK ("device_key" = lower("device_key"));
ALTER TABLE "device_command" ADD CONSTRAINT "device_command_key_lower_case" CHECK ("device_key" = lower("device_key"));

ALTER TABLE "device" ADD CONSTRAINT "device_protocol_version" CHECK ("protocol_version" ~ '^[0-9]{1,2}\.[0-9]$');
ALTER TABLE "device" ADD CONSTRAINT "device_policy_keys_32_bit" CHECK (
  "policy_key" BETWEEN 0 AND 4294967295 AND "temporary_policy_key" BETWEEN 0 AND 4294967295
);

-- A command is closed exactly in its final states; "one open command per device" counts on closed_at.
ALTER TABLE "device_command" ADD CONSTRAINT "device_command_closed_when_final" CHECK (
  ("closed_at" IS NOT NULL) = ("state" IN ('ACKNOWLEDGED', 'ENFORCED', 'CANCELLED'))
);
-- A device can only have answered what it was handed.
ALTER TABLE "device_command" ADD CONSTRAINT "device_command_answered_after_delivery" CHECK (
  "state" NOT IN ('DELIVERED', 'ACKNOWLEDGED', 'FAILED') OR "delivered_at" IS NOT NULL
);

ALTER TABLE "policy_assignment" ADD CONSTRAINT "policy_assignment_one_target" CHECK (
  num_nonnulls("mailbox_id", "group_id") = 1
);
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_ends_after_start" CHECK ("ends_at" > "starts_at");
