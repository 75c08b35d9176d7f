-- The hash of what the device has answered to. After an answer that its policy does not accept, that is the one that it
-- was told last: it has no key for it, but what it said of it holds, and it is not "outdated".
CREATE OR REPLACE FUNCTION "refresh_device_standing"("d" "device") RETURNS void LANGUAGE sql AS $$
  INSERT INTO device_standing (device_id, mailbox_id, device_type, state, is_refused, is_quarantined, protocol_version,
    policy_id, policy_state, policy_hash)
  SELECT d.id, m.id, d.device_type, listing_state(d, m.name),
    d.block_reason IS NOT NULL OR d.access_override = 'BLOCK' OR d.access_ruling = 'BLOCKED',
    d.block_reason IS NULL AND d.access_override <> 'BLOCK' AND d.access_ruling = 'QUARANTINED',
    d.protocol_version,
    coalesce(
      (SELECT a.policy_id FROM policy_assignment a WHERE a.mailbox_id = m.id),
      (SELECT a.policy_id FROM policy_assignment a WHERE a.group_id = m.group_id)),
    d.policy_state,
    CASE WHEN d.policy_state IN ('PARTIAL', 'EXTERNAL') THEN coalesce(d.temporary_policy_hash, d.policy_hash)
      ELSE d.policy_hash END
  FROM mailbox m WHERE m.id = d.mailbox_id
  ON CONFLICT (device_id) DO UPDATE SET mailbox_id = excluded.mailbox_id, device_type = excluded.device_type,
    state = excluded.state, is_refused = excluded.is_refused, is_quarantined = excluded.is_quarantined,
    protocol_version = excluded.protocol_version,
    policy_id = excluded.policy_id, policy_state = excluded.policy_state, policy_hash = excluded.policy_hash
$$;

SELECT refresh_device_standing(d) FROM "device" d WHERE d.policy_state IN ('PARTIAL', 'EXTERNAL');
