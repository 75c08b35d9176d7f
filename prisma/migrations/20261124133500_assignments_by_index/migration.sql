-- Finds the devices of an assignment by the index that devices have, instead of reading the standing of every device there
-- is: with a hundred thousand devices a list of a thousand mailboxes took longer than a transaction may.

CREATE OR REPLACE FUNCTION "stand_devices_of_assignment"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mailboxes uuid[] := ARRAY[OLD.mailbox_id, NEW.mailbox_id];
  groups uuid[] := ARRAY[OLD.group_id, NEW.group_id];
BEGIN
  UPDATE device_standing s SET policy_id = assigned.policy_id
  FROM (
    SELECT d.id AS device_id, coalesce(own.policy_id, common.policy_id) AS policy_id
    FROM mailbox m
      JOIN device d ON d.mailbox_id = m.id
      LEFT JOIN policy_assignment own ON own.mailbox_id = m.id
      LEFT JOIN policy_assignment common ON common.group_id = m.group_id
    WHERE m.id = ANY (mailboxes) OR m.group_id = ANY (groups)
  ) assigned
  WHERE s.device_id = assigned.device_id AND s.policy_id IS DISTINCT FROM assigned.policy_id;
  RETURN NULL;
END;
$$;
